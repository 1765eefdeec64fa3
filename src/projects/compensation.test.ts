import { describe, expect, test } from 'vitest'
import { accepted, attempt, DEFAULTS, decimal, listed, newTrader, shares, usd } from '../../test/support/market.ts'
import { isRefusal } from '../refusals/refusal.ts'
import { type Bump, decideBump, decideInvestment, decideSeed, type Moved } from './admin-moves.ts'
import { type AuditedMove, decideCompensation, isReversible } from './compensation.ts'
import { bumpKind, describeMove } from './move-record.ts'
import { line, type Project } from './project.ts'

const NOW = new Date('2026-05-01T12:00:00Z')

/** A project after a move, and what the audit log says of it. */
function moved(before: Project, to: Moved, action: string): { project: Project; entry: AuditedMove } {
  const { project, audit } = describeMove(before, to, { ...bumpKind({ bumpType: 'ADD' }), action }, null, 'u', NOW, 'n')
  const { projectId = null, priceBefore = null, priceAfter = null, changes = [] } = audit
  return { project, entry: { action, projectId, priceBefore, priceAfter, changes } }
}
const bumped = (before: Project, bump: Bump) => moved(before, accepted(decideBump(before, DEFAULTS, bump)), 'applyPhaseBump')
const takenBack = (project: Project, entry: AuditedMove): Project => ({
  ...project,
  ...accepted(decideCompensation(project, DEFAULTS, entry)),
})
const ADD = (delta: string): Bump => ({ bumpType: 'ADD', delta: decimal(delta) })

describe('taking back', () => {
  test.each([
    ['a percent bump', (p: Project) => bumped(p, { bumpType: 'DEMO_WINNER' })],
    ['a fall', (p: Project) => bumped(p, { bumpType: 'MULTIPLY', multiplier: decimal('0.5') })],
    ['a fall that the floor stopped', (p: Project) => bumped(p, ADD('-1000'))],
    ['a seed change', (p: Project) => moved(p, accepted(decideSeed(p, DEFAULTS, { seedDelta: decimal('7.5') })), 'updateSeed')],
    ['an investment', (p: Project) => moved(p, accepted(decideInvestment(p, DEFAULTS, decimal('50000'))), 'applyInvestment')],
  ])('%s at once leaves price, seed and line as they were', (_what, move) => {
    const before = { ...listed('5'), netShares: shares('100'), price: usd('3.5') }
    const { project, entry } = move(before)
    expect(takenBack(project, entry)).toMatchObject({
      price: before.price,
      seed: before.seed,
      basePrice: before.basePrice,
      offset: before.offset,
    })
  })

  test('a bump keeps what a buyer did meanwhile: 1 → 2, a buyer lifts it to 4, and it ends at 3', () => {
    const { project, entry } = bumped(listed(), ADD('1'))
    const bought = accepted(attempt(project, newTrader(), 'BUY', shares('100'))).project
    const after = takenBack(bought, entry)
    expect([bought.price, after.price, line(after, DEFAULTS)]).toEqual([usd('4'), usd('3'), usd('3')])
  })

  test('a bump after sales stops at the floor, and the line moves by what the price did', () => {
    const { project, entry } = bumped({ ...listed(), netShares: shares('100'), price: usd('3') }, ADD('10'))
    const sold = { ...project, price: usd('2'), netShares: shares('0'), offset: usd('1') }
    const after = takenBack(sold, entry)
    expect([after.price, line(after, DEFAULTS)]).toEqual([usd('0.1'), usd('0.1')])
  })
})

test.each(['saveProject', 'compensateMove', 'saveEvent', 'toString'])('%s is no move that can be taken back', (action) => {
  const entry = { ...bumped(listed(), ADD('1')).entry, action }
  expect(isReversible(entry)).toBe(false)
  expect(decideCompensation(listed(), DEFAULTS, entry)).toMatchObject({
    refused: 'INVALID_PARAMETER',
    path: ['input', 'auditId'],
  })
})

test('a seed beyond its range is refused', () => {
  const { entry } = moved(listed(), accepted(decideSeed(listed(), DEFAULTS, { seedDelta: decimal('-10') })), 'updateSeed')
  expect(isRefusal(decideCompensation({ ...listed(), seed: usd('999995') }, DEFAULTS, entry))).toBe(true)
})
