import type { Topic } from '../platform/bus.ts'

/** Somebody reads the event, by its id: whoever ticks may keep its prices going. */
export const driftAsked: Topic<string> = {
  name: 'drift',
  encode: (eventId) => eventId,
  decode: (text) => (text.length <= 64 ? text : null),
}
