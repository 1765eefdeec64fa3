/** Requests that nobody measures, as for what sets the stage. */

/** The data of the answer; throws what the server said instead. */
export async function ask<Data>(url: string, query: string, authorization?: string): Promise<Data> {
  const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) }
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown }
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}

/** Buys one share. */
export async function buyShare(url: string, authorization: string, projectId: string): Promise<void> {
  const query = `mutation { buy(input: {projectId: "${projectId}", shares: "1"}) { trade { id } userErrors { message } } }`
  const { buy } = await ask<{ buy: { trade: object | null } }>(url, query, authorization)
  if (!buy.trade) throw new Error(`a buy came to nothing: ${JSON.stringify(buy)}`)
}
