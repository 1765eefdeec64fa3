/** Tokens of the development issuer for so many traders. */
export async function signIn(url: string, traders: number): Promise<string[]> {
  const tokens: string[] = []
  for (let n = 0; n < traders; n++) {
    const response = await fetch(`${url}/dev/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: `trader${n}@example.com`, name: `Trader ${n}` }),
    })
    const { token } = (await response.json()) as { token: string }
    tokens.push(`Bearer ${token}`)
  }
  return tokens
}
