// A day at the market as a program of the original's REST and socket API lives it. It knows its address and its tokens from
// the environment, and nothing of this repository. Prints what it saw as JSON.
const { BTX_URL, BTX_TOKEN, BTX_ADMIN_TOKEN } = process.env

async function call(method, path, { token, query = {}, body } = {}) {
  const url = `${BTX_URL}${path}?${new URLSearchParams(query)}`
  const headers = {
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(body ? { 'Content-Type': 'application/json' } : {}),
  }
  const response = await fetch(url, { method, headers, body: body && JSON.stringify(body) })
  const { message, data } = await response.json()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${message}`)
  return data
}
const admin = (path, body) => call('POST', path, { token: BTX_ADMIN_TOKEN, body })
const trade = (side, body) => call('POST', `/btx/market/${side}`, { token: BTX_TOKEN, body })

const seen = {}
const eventId = 'kickstart'
seen.listed = await admin('/btx/admin/project', {
  projectId: 'team-7',
  eventId,
  ticker: 'TEAM7',
  name: 'Team Seven',
  description: 'A kettle that tweets',
  seedAmount: 5,
})

const updates = []
const socket = new WebSocket(`${BTX_URL.replace('http', 'ws')}/btx/ws`)
await new Promise((resolve, reject) => {
  socket.addEventListener('open', resolve)
  socket.addEventListener('error', reject)
})
socket.addEventListener('message', ({ data }) => {
  const message = JSON.parse(data)
  if (message.type === 'priceUpdate' && message.projectId === 'team-7') updates.push(message)
})
socket.send(JSON.stringify({ action: 'subscribe', eventId }))
await new Promise((resolve) => setTimeout(resolve, 300))

seen.bought = await trade('buy', { projectId: 'team-7', shares: 10 })
seen.sold = await trade('sell', { projectId: 'team-7', shares: 2.5 })
seen.seeded = await admin('/btx/admin/seed', { projectId: 'team-7', seedDelta: 1.1 })
seen.bumped = await admin('/btx/admin/phase-bump', { projectId: 'team-7', bumpType: 'MULTIPLY', multiplier: 1.5 })
seen.invested = await admin('/btx/admin/investment-impact', { teamId: 'team-7', amountDelta: 5000.5 })

seen.projects = await call('GET', '/btx/projects', { query: { eventId } })
seen.snapshot = await call('GET', '/btx/market/snapshot', { query: { eventId } })
seen.trades = await call('GET', '/btx/trades', { query: { projectId: 'team-7', limit: 20 } })
seen.history = await call('GET', '/btx/price-history', { query: { projectId: 'team-7', limit: 500 } })
seen.recent = await call('GET', '/btx/price-history', { query: { projectId: 'team-7', since: seen.sold.trade.ts } })
seen.leaderboard = await call('GET', '/btx/leaderboard', { query: { eventId, limitTop: 5, limitBottom: 5 } })
seen.portfolio = await call('GET', '/btx/portfolio', { token: BTX_TOKEN, query: { eventId } })

const closing = Date.now() + 5_000
while (updates.length < seen.history.length - 1 && Date.now() < closing) await new Promise((resolve) => setTimeout(resolve, 20))
socket.close()
console.log(JSON.stringify({ ...seen, updates }))
