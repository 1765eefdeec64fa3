/** Returning readers share a few connections to the database, so that a thousand of them at once leave some to the others. */
const AT_ONCE_MAX = 3

let running = 0
const waiting: (() => void)[] = []

/** Runs the read when fewer than a few others run. */
export async function inTurn<T>(read: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE_MAX)
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
    })
  else running++
  try {
    return await read()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}
