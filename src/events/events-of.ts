/**
 * The events of what is asked for, each once. A statement that is given them besides its projects or accounts is one server's
 * business where tables are distributed by event.
 */
export const eventsOf = (asked: readonly { readonly eventId: string }[]): string[] => [
  ...new Set(asked.map(({ eventId }) => eventId)),
]
