/** The values of an enum type, each with its description; the record makes the compiler ask for every one. */
export const described = <Value extends string>(texts: Readonly<Record<Value, string>>) =>
  Object.fromEntries(Object.entries(texts).map(([value, description]) => [value, { value, description }])) as {
    readonly [Each in Value]: { readonly value: Each; readonly description: string }
  }
