/** What every example needs: where the server is, and who one is there (a token of the development issuer). */
export const url = process.argv[2] ?? 'http://localhost:4000'
export const socketUrl = `${url.replace(/^http/, 'ws')}/graphql`

export async function join(email = process.argv[3] ?? 'you@example.com'): Promise<string> {
  const response = await fetch(`${url}/dev/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  })
  const { token } = (await response.json()) as { token?: string }
  if (!token) throw new Error(`${url} gives out no development tokens`)
  return token
}
