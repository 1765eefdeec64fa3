/**
 * CSV as RFC 4180 says, for people who open it in a spreadsheet: a text that one would take for a formula is written
 * with an apostrophe before it. Numbers are not texts: "-5" stays what it is. Pure.
 */

/** What a spreadsheet takes for the start of a formula; the wide forms too, which some read as the narrow ones. */
const FORMULA = /^[\s\u00a0\u3000]*[=+\-@＝＋－＠]|^[\t\r\n]/

const quoted = (text: string): string =>
  /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text

/** A text that came from people. */
export const textCell = (text: string | null): string => (text === null ? '' : quoted(FORMULA.test(text) ? `'${text}` : text))

/** A number, a moment or a word of ours. */
export const plainCell = (text: string | null): string => text ?? ''

export const csvLine = (cells: readonly string[]): string => `${cells.join(',')}\r\n`
