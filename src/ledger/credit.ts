import { canonical, type Decimal, formatScaled, toScale } from '../money/decimal.ts'
import { MICROS_DECIMALS } from '../money/units.ts'
import { type Refusal, refuse } from '../refusals/refusal.ts'
import { type BalanceChange, BASE_DECIMALS, decimalsOf, type LedgerEntry, QUOTE_ASSET, TREASURY_OWNER } from './ledger.ts'

/** Cash and base assets that the exchange gives to traders, until there is a vault. Pure. */
export interface Credit {
  readonly userId: string
  readonly asset: string
  /** In the asset's smallest unit, above 0. */
  readonly amount: bigint
  readonly actorUserId: string | null
  readonly note: string | null
}

/** What a newcomer is given to try the order book with. */
export interface Welcome {
  readonly usdcMicros: bigint
  /** Of each base asset that trades. */
  readonly baseUnits: bigint
}

/** 10,000 USDC, and 1,000 of each base asset. */
export const DEMO_WELCOME: Welcome = {
  usdcMicros: 10_000n * 10n ** BigInt(MICROS_DECIMALS),
  baseUnits: 1_000n * 10n ** BigInt(BASE_DECIMALS),
}

/** A balance is at most a thousand million, so that no sum of a batch leaves 63 bits. */
const BALANCE_MAX = 1_000_000_000n

/** The amount in the asset's unit: above 0, on its scale, no balance beyond 1,000,000,000. */
export function decideCredit(asset: string, amount: Decimal, total: bigint): bigint | Refusal {
  const decimals = decimalsOf(asset)
  const units = toScale(amount, decimals)
  const room = BALANCE_MAX * 10n ** BigInt(decimals) - total
  if (units !== null && units > 0n && units <= room) return units
  const message =
    `amount is ${canonical(amount)}; it must be above 0 with at most ${decimals} decimals, ` +
    `and at most ${formatScaled(room > 0n ? room : 0n, decimals)} ${asset} fit in the balance.`
  return refuse('INVALID_PARAMETER', message, ['input', 'amount'])
}

/** The two sides of credits of one trader: the trader has more, the exchange's own account less. */
export function creditEntries(credits: readonly Credit[], at: Date): LedgerEntry[] {
  return credits.flatMap(({ userId, asset, amount, actorUserId, note }) => {
    const entry = { asset, kind: 'CREDIT', marketId: null, inboxNumber: null, actorUserId, note, at } as const
    return [
      { ...entry, ownerId: userId, amount },
      { ...entry, ownerId: TREASURY_OWNER, amount: -amount },
    ]
  })
}

/** What entries of credits make of balances; `revision` is the trader's. */
export const creditChanges = (entries: readonly LedgerEntry[], revision: bigint): BalanceChange[] =>
  entries.map(({ ownerId, asset, amount }) => ({
    ownerId,
    asset,
    total: amount,
    held: 0n,
    revision: ownerId === TREASURY_OWNER ? 0n : revision,
  }))

/** A newcomer's credits: cash, and some of each asset that trades. */
export const welcomeCredits = (userId: string, welcome: Welcome, assets: readonly string[]): Credit[] =>
  [{ asset: QUOTE_ASSET, amount: welcome.usdcMicros }, ...assets.map((asset) => ({ asset, amount: welcome.baseUnits }))].map(
    (each) => ({ ...each, userId, actorUserId: null, note: 'Welcome' }),
  )
