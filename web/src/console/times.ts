/** Moments as the fields of a browser hold them: local time, to the minute. */
const two = (value: number): string => String(value).padStart(2, '0')

/** "2026-11-21T09:30" here for the moment; empty for none. */
export function toLocal(at: string | null): string {
  if (at === null) return ''
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The moment of a local time; null for none or what is no time. */
export function fromLocal(text: string): string | null {
  const date = new Date(text)
  return text === '' || Number.isNaN(date.getTime()) ? null : date.toISOString()
}

export const inMinutes = (minutes: number): string =>
  toLocal(new Date(Math.ceil((Date.now() + minutes * 60_000) / 60_000) * 60_000).toISOString())
