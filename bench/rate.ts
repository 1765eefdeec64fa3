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
