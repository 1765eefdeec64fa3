/** The phase bumps, as organisers call them. */
import type { BumpType } from '../generated/graphql.ts'

export interface Phase {
  readonly bumpType: BumpType
  readonly label: string
  readonly effect: string
}

export const PHASES: readonly Phase[] = [
  { bumpType: 'KICKOFF_HYPE', label: 'Kick-off hype', effect: '+15 %' },
  { bumpType: 'VALIDATION_GOOD', label: 'Validation good', effect: '+10 %' },
  { bumpType: 'VALIDATION_BAD', label: 'Validation bad', effect: '−5 %' },
  { bumpType: 'MVP_SHIPPED', label: 'MVP shipped', effect: '+30 %' },
  { bumpType: 'USER_FEEDBACK_GOOD', label: 'Feedback good', effect: '+10 %' },
  { bumpType: 'USER_FEEDBACK_BAD', label: 'Feedback bad', effect: '−10 %' },
  { bumpType: 'DEMO_QUALIFIER', label: 'Demo qualifier', effect: '+50 %' },
  { bumpType: 'DEMO_WINNER', label: 'Demo winner', effect: '+100 %' },
  { bumpType: 'MULTIPLY', label: 'Multiply …', effect: 'by a factor' },
  { bumpType: 'ADD', label: 'Add …', effect: 'or take off' },
]

export const phaseLabel = (bumpType: string): string =>
  PHASES.find((phase) => phase.bumpType === bumpType)?.label.replace(' …', '') ?? bumpType
