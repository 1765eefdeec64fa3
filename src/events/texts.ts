import { type Refusal, refuse } from '../refusals/refusal.ts'

/**
 * The forms of plain ids and of the texts that organisers write. Texts are kept as they are given; control characters,
 * bidirectional controls and halves of surrogate pairs are refused, because they make a line look like another. Pure.
 * Source: protocol, "Ids and texts".
 */
const PLAIN_ID = /^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}$/
const UNSAFE_IN_LINE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/u
/** Prose may have tabs and line breaks. */
const UNSAFE_IN_PROSE = /[^\P{Cc}\t\n\r]|[\p{Cs}\p{Bidi_Control}]/u

export const NAME_CHARACTERS_MAX = 80
const HEADLINE_CHARACTERS_MAX = 200

const WITHOUT = 'without control or bidirectional characters'

type Path = readonly string[]

const invalid = (path: Path, rule: string): Refusal =>
  refuse('INVALID_PARAMETER', `${path[path.length - 1] ?? 'value'} must be ${rule}.`, path)

/** Characters as a reader counts code points: an emoji outside the basic plane is one. */
const lengthOf = (text: string): number => [...text].length

/** A projectId or eventId: 1..64 of A-Z a-z 0-9 . _ ~ -, without a leading dot, case-sensitive. */
export const readPlainId = (text: string, path: Path): string | Refusal =>
  PLAIN_ID.test(text) ? text : invalid(path, '1 to 64 of A-Z a-z 0-9 . _ ~ - and not begin with a dot')

/** The name of an event or project: one line of 1..80 characters, not only spaces. */
export function readName(text: string, path: Path): string | Refusal {
  const fits = text.trim() !== '' && lengthOf(text) <= NAME_CHARACTERS_MAX && !UNSAFE_IN_LINE.test(text)
  return fits ? text : invalid(path, `1 to ${NAME_CHARACTERS_MAX} characters in one line, ${WITHOUT}`)
}

/** A text of at most `charactersMax` characters in lines; may be empty. */
export function readProse(text: string, charactersMax: number, path: Path): string | Refusal {
  const fits = lengthOf(text) <= charactersMax && !UNSAFE_IN_PROSE.test(text)
  return fits ? text : invalid(path, `at most ${charactersMax} characters, ${WITHOUT}`)
}

/** One line of at most 200 characters for the news; null where none was given or it is blank. */
export function readHeadline(
  text: string | null | undefined,
  path: Path = ['input', 'headline'],
): { readonly text: string } | null | Refusal {
  if (text === null || text === undefined) return null
  if (lengthOf(text) > HEADLINE_CHARACTERS_MAX || UNSAFE_IN_LINE.test(text)) {
    return invalid(path, `at most ${HEADLINE_CHARACTERS_MAX} characters in one line, ${WITHOUT}`)
  }
  return text.trim() === '' ? null : { text }
}
