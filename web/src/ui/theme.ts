/** Light, dark, or what the device says. */
import { createSignal } from 'solid-js'
import { readStored, writeStored } from '../lib/stored.ts'

export type Theme = 'auto' | 'light' | 'dark'

const [theme, setThemeSignal] = createSignal<Theme>(readStored<Theme>('theme', 'auto'))
const darkDevice = matchMedia('(prefers-color-scheme: dark)')
const [deviceIsDark, setDeviceIsDark] = createSignal(darkDevice.matches)
darkDevice.addEventListener('change', ({ matches }) => setDeviceIsDark(matches))

export { theme }
export const isDark = (): boolean => (theme() === 'auto' ? deviceIsDark() : theme() === 'dark')

export function setTheme(value: Theme): void {
  setThemeSignal(value)
  writeStored('theme', value === 'auto' ? null : value)
  applyTheme()
}

export function applyTheme(): void {
  if (theme() === 'auto') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme()
}
