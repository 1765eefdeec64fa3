import DataLoader from 'dataloader'
import type { Context } from './context.ts'

/**
 * A batching, per-operation cache around a set-based read. `read` gets all keys that one tick of the executor asked
 * for and answers in any order; `keyOf` says which key a row belongs to. An absent row is null.
 */
export function defineLoader<Key, Row>(
  read: (context: Context, keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  textOf: (key: Key) => string = String,
): (context: Context) => DataLoader<Key, Row | null, string> {
  const slot = Symbol()
  return (context) => {
    const existing = context.loaders.get(slot) as DataLoader<Key, Row | null, string> | undefined
    if (existing) return existing
    const loader = new DataLoader<Key, Row | null, string>(
      async (keys) => {
        const rows = new Map((await read(context, keys)).map((row) => [keyOf(row), row]))
        return keys.map((key) => rows.get(textOf(key)) ?? null)
      },
      { cacheKeyFn: textOf },
    )
    context.loaders.set(slot, loader)
    return loader
  }
}
