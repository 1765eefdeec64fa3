/** The watchlist and the price alerts of this device. Alerts fire on live moves only, once, and then are gone. */
import { createSignal } from 'solid-js'
import { micros } from '../lib/decimal.ts'
import * as format from '../lib/format.ts'
import type { Market, PriceMove } from '../lib/market.ts'
import { readStored, writeStored } from '../lib/stored.ts'
import { toast } from '../ui/toast.tsx'

export interface Alert {
  readonly id: number
  readonly eventId: string
  readonly projectId: string
  readonly ticker: string
  /** Fires at or above, or at or below, the price. */
  readonly when: 'above' | 'below'
  readonly price: string
}

const [watched, setWatched] = createSignal<readonly string[]>(readStored<string[]>('watched', []))
const [alerts, setAlerts] = createSignal<readonly Alert[]>(readStored<Alert[]>('alerts', []))

export { alerts }

export const isWatched = (projectId: string): boolean => watched().includes(projectId)

export function toggleWatched(projectId: string): void {
  setWatched((before) => (before.includes(projectId) ? before.filter((id) => id !== projectId) : [...before, projectId]))
  writeStored('watched', watched())
}

export function addAlert(alert: Omit<Alert, 'id'>): void {
  keepAlerts([...alerts(), { ...alert, id: Date.now() }])
  if ('Notification' in globalThis && Notification.permission === 'default') void Notification.requestPermission().catch(() => {})
}

export const removeAlert = (id: number): void => keepAlerts(alerts().filter((alert) => alert.id !== id))

function keepAlerts(next: readonly Alert[]): void {
  setAlerts(next)
  writeStored('alerts', next)
}

const isReached = (alert: Alert, price: bigint): boolean =>
  alert.when === 'above' ? price >= micros(alert.price) : price <= micros(alert.price)

export function watchAlerts(market: Market): void {
  market.onMove(null, (move: PriceMove) => {
    const price = micros(move.currentPrice)
    for (const alert of alerts()) {
      if (alert.projectId === move.projectId && isReached(alert, price)) fire(alert, move)
    }
  })
}

function fire(alert: Alert, move: PriceMove): void {
  removeAlert(alert.id)
  const text = `${move.ticker} is at $${format.price(move.currentPrice)}: ${alert.when} your $${format.price(alert.price)}`
  toast(text)
  if (document.hidden && 'Notification' in globalThis && Notification.permission === 'granted') {
    const shown = new Notification(text, { icon: '/icon.svg', tag: `btx-${alert.id}` })
    shown.addEventListener('click', () => focus())
  }
}
