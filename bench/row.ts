/** What one line of the table says, and how its figures are made. */
export interface Row {
  readonly path: string
  readonly ours: string
  /** What a peer did in the same run; empty where there is none. */
  readonly peer: string
  readonly ratio: string
  readonly target: string
}

/** How much is measured: `full` is ten times the data, and more and longer rounds. */
export interface Extent {
  readonly isFull: boolean
  readonly rounds: number
  readonly roundMs: number
  /** Length of the round before them, which does not count. */
  readonly warmUpMs: number
}

export const extentOf = (isFull: boolean): Extent => ({
  isFull,
  rounds: isFull ? 5 : 3,
  roundMs: isFull ? 5_000 : 2_000,
  warmUpMs: 1_000,
})

const HEAD = '| path | this server | peer in the same run | ratio: median (spread) | to reach |\n|---|---|---|---|---|'
export const tableOf = (rows: readonly Row[]): string =>
  [HEAD, ...rows.map(({ path, ours, peer, ratio, target }) => `| ${path} | ${ours} | ${peer} | ${ratio} | ${target} |`)].join(
    '\n',
  )

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
export const median = (values: readonly number[]): number => sorted(values)[values.length >> 1]!
export const percentile = (values: readonly number[], percent: number): number =>
  sorted(values)[Math.min(values.length - 1, Math.floor((values.length * percent) / 100))]!

export const whole = (value: number): string => Math.round(value).toLocaleString('en')
export const tenths = (value: number): string => value.toFixed(1)

/** `ours` over `theirs`, round by round. */
export function ratioOf(ours: readonly number[], theirs: readonly number[], digits = 1): string {
  const ratios = ours.map((value, round) => value / theirs[round]!)
  const [middling, least, most] = [median(ratios), Math.min(...ratios), Math.max(...ratios)].map((ratio) => ratio.toFixed(digits))
  return `${middling} × (${least} – ${most})`
}

/** Says on the terminal what is done now, and how many seconds after the start. */
export const progress = (text: string): void =>
  void process.stderr.write(`${whole(performance.now() / 1_000).padStart(4)} s  ${text}\n`)
