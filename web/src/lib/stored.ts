/** What the device keeps. A device that keeps nothing (private window, full disk) loses only memory, not function. */
export function readStored<T>(key: string, fallback: T, storage: () => Storage = () => localStorage): T {
  try {
    const text = storage().getItem(`btx.${key}`)
    return text === null ? fallback : (JSON.parse(text) as T)
  } catch {
    return fallback
  }
}

export function writeStored(key: string, value: unknown, storage: () => Storage = () => localStorage): void {
  try {
    if (value === null || value === undefined) storage().removeItem(`btx.${key}`)
    else storage().setItem(`btx.${key}`, JSON.stringify(value))
  } catch {
    // It is remembered until the page is left.
  }
}
