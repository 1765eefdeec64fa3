import type { Parameters, Side } from './rule-book.ts'

/** What can be asked of a market, as its callers write it: decimals are texts, absent is undefined. */
export const BUMPS = {
  KICKOFF_HYPE: '1.15',
  VALIDATION_GOOD: '1.10',
  VALIDATION_BAD: '0.95',
  MVP_SHIPPED: '1.30',
  USER_FEEDBACK_GOOD: '1.10',
  USER_FEEDBACK_BAD: '0.90',
  DEMO_QUALIFIER: '1.50',
  DEMO_WINNER: '2',
} as const
export type BumpType = keyof typeof BUMPS | 'MULTIPLY' | 'ADD'
export const BUMP_TYPES: readonly BumpType[] = [...(Object.keys(BUMPS) as (keyof typeof BUMPS)[]), 'MULTIPLY', 'ADD']

export type Status = 'SCHEDULED' | 'OPEN' | 'HALTED' | 'CLOSED'

export interface ProjectInput {
  readonly projectId: string
  readonly eventId?: string
  readonly ticker?: string
  readonly name?: string
  readonly description?: string
  readonly seedAmount?: string
  readonly isActive?: boolean
}

export type TradeInput = { readonly projectId: string; readonly shares: string; readonly limit?: string }

/** user null: not signed in. key: the idempotency key. */
type Asked<D extends string, I> = { readonly does: D; readonly user: string | null; readonly key?: string; readonly input: I }
export type Command =
  | Asked<'buy' | 'sell', TradeInput>
  | Asked<'saveProject', ProjectInput>
  | Asked<'saveProjects', { readonly inputs: readonly ProjectInput[] }>
  | Asked<
      'updateSeed',
      { readonly projectId: string; readonly seedAmount?: string; readonly seedDelta?: string; readonly headline?: string }
    >
  | Asked<
      'applyPhaseBump',
      {
        readonly projectId: string
        readonly bumpType: BumpType
        readonly multiplier?: string
        readonly delta?: string
        readonly headline?: string
      }
    >
  | Asked<'applyInvestment', { readonly projectId: string; readonly amount: string; readonly headline?: string }>
  | Asked<
      'saveEvent',
      {
        readonly eventId: string
        readonly name?: string
        readonly status?: Status
        readonly reopen?: boolean
        readonly parameters?: Partial<Parameters>
      }
    >

export const sideOf = (command: Command): Side => (command.does === 'buy' ? 'BUY' : 'SELL')

/**
 * Exactly one code for trades. Where the rule book gives no order (two things are wrong with an admin's command), each
 * of the codes is right.
 */
export interface Refused {
  readonly refused: readonly string[]
}
export type Figures = Readonly<Record<string, unknown>>
export type Answer = Refused | { readonly done: Figures }

export const refused = (...codes: string[]): Refused => ({ refused: codes })
export const isRefused = (answer: object): answer is Refused => 'refused' in answer
