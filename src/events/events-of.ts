/** The events of what is asked for, each once. */
export const eventsOf = (asked: readonly { readonly eventId: string }[]): string[] => [
  ...new Set(asked.map(({ eventId }) => eventId)),
]
