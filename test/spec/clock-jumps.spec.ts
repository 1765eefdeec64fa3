/** What a server does when its wall clock jumps: nothing, because what it waits for it measures otherwise. Source: faults, 12. */
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { openSignedIn } from '../support/raw-socket.ts'

const HOUR_MS = 3_600_000
// Peers are looked at every 25 ms.
const app = await startTestApp({ config: { slowReaderMs: 100 } })

test.each([
  ['on', HOUR_MS],
  ['back', -HOUR_MS],
])('a clock that jumps an hour %s closes no socket and makes nobody a slow reader', async (_direction, shiftMs) => {
  const raw = await openSignedIn(app.wsUrl)
  const realNow = Date.now
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => realNow() + shiftMs)
  try {
    expect(await Promise.race([raw.closed, sleep(400, 'open')])).toBe('open')
    raw.send({ type: 'ping' })
    expect(await raw.next((frame) => frame.type === 'pong')).toMatchObject({ type: 'pong' })
  } finally {
    clock.mockRestore()
    raw.close()
  }
})
