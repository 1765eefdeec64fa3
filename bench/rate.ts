import { setTimeout as sleep } from 'node:timers/promises'

/** Keeps `width` pieces of work in flight, the nth called with n; answers how many finished per second. */
export async function rateOf(width: number, forMs: number, work: (n: number) => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  let done = 0
  let next = 0
  const worker = async () => {
    while (performance.now() - startedAt < forMs) {
      await work(next++)
      done++
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return (done * 1_000) / (performance.now() - startedAt)
}

/** Begins pieces of work at an even pace, the nth called with n, whether those before it are done or not; waits for all. */
export async function paceOf(perSecond: number, forMs: number, work: (n: number) => Promise<void>): Promise<void> {
  const startedAt = performance.now()
  const under: Promise<void>[] = []
  for (let n = 0; n < (perSecond * forMs) / 1_000; n++) {
    await sleep(Math.max(0, startedAt + (n * 1_000) / perSecond - performance.now()))
    under.push(work(n))
  }
  await Promise.all(under)
}
