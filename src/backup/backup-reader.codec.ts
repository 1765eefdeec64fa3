import { BrokenBackup, END_OF_ROWS } from './backup-format.ts'

/** Reads the text of a backup piece by piece: lines, and the rows of a table without looking into them. */
export interface BackupReader {
  /** The next line without its end. */
  line(): Promise<string>
  /** The rows up to the line that ends them. Read to the end before anything else. */
  rows(): AsyncGenerator<Buffer>
}

const LINE_BYTES_MAX = 1_000_000
const END = Buffer.from(`\n${END_OF_ROWS}`)

export function readBackup(chunks: AsyncIterable<Buffer>): BackupReader {
  const iterator = chunks[Symbol.asyncIterator]()
  let rest: Buffer = Buffer.alloc(0)

  async function more(): Promise<void> {
    const next = await iterator.next()
    if (next.done) throw new BrokenBackup('The backup is not whole: it ends too early.')
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value])
  }

  return {
    async line() {
      for (;;) {
        const end = rest.indexOf('\n')
        if (end >= 0) {
          const line = rest.toString('utf8', 0, end)
          rest = rest.subarray(end + 1)
          return line
        }
        if (rest.length > LINE_BYTES_MAX) throw new BrokenBackup('The file is no backup of the exchange.')
        await more()
      }
    },
    async *rows() {
      while (rest.length < END_OF_ROWS.length) await more()
      if (rest.toString('latin1', 0, END_OF_ROWS.length) === END_OF_ROWS) {
        rest = rest.subarray(END_OF_ROWS.length)
        return
      }
      for (;;) {
        const end = rest.indexOf(END)
        if (end >= 0) {
          const last = rest.subarray(0, end + 1)
          rest = rest.subarray(end + END.length)
          yield last
          return
        }
        // The end may have begun in the last bytes.
        const sure = Math.max(0, rest.length - END.length + 1)
        if (sure > 0) {
          const piece = rest.subarray(0, sure)
          rest = rest.subarray(sure)
          yield piece
        }
        await more()
      }
    },
  }
}
