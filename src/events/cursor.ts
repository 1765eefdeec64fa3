/**
 * Cursors of an event's feed: "I have seen everything up to this position". Positions are gapless and commit-ordered, so
 * one number covers all that a reader has seen; the epoch tells a restored or another database apart. Opaque to clients,
 * holds no secret. Pure.
 */
export interface FeedPlace {
  readonly epoch: number
  readonly eventId: string
  readonly position: bigint
}

const FORM = /^f1\.([0-9]{1,10})\.(0|[1-9][0-9]{0,17})\.([A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63})$/
const CURSOR_LENGTH_MAX = 200

export const cursorOfPosition = (epoch: number, eventId: string, position: bigint): string =>
  Buffer.from(`f1.${epoch}.${position}.${eventId}`).toString('base64url')

/** null for a text that `cursorOfPosition` did not make. */
export function placeOfCursor(text: string): FeedPlace | null {
  if (text.length > CURSOR_LENGTH_MAX) return null
  const parts = FORM.exec(Buffer.from(text, 'base64url').toString())
  if (!parts) return null
  const place = { epoch: Number(parts[1]), eventId: parts[3]!, position: BigInt(parts[2]!) }
  return cursorOfPosition(place.epoch, place.eventId, place.position) === text ? place : null
}
