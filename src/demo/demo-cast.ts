import type { BumpType } from '../projects/admin-moves.ts'

/** The demo event's cast: believable teams, traders and moments. Invented; any likeness is chance. Pure. */
export interface DemoProject {
  readonly projectId: string
  readonly ticker: string
  readonly name: string
  readonly description: string
  /** Seed funding in whole units. */
  readonly seed: number
}

export const DEMO_PROJECTS: readonly DemoProject[] = [
  {
    projectId: 'sunferry',
    ticker: 'SUNF',
    name: 'Sunferry',
    description: 'Electric river ferries that charge from the pier while people board.',
    seed: 12,
  },
  {
    projectId: 'leafline',
    ticker: 'LEAF',
    name: 'Leafline',
    description: 'Leaf sensors that tell a greenhouse when to water, not how often.',
    seed: 7,
  },
  {
    projectId: 'quietroom',
    ticker: 'QUIET',
    name: 'Quietroom',
    description: 'Bookable silence: sound-proof cabins for stations and libraries.',
    seed: 5,
  },
  {
    projectId: 'mealmap',
    ticker: 'MEAL',
    name: 'Mealmap',
    description: 'Canteens plan from what is left over, and waste a third less.',
    seed: 3,
  },
  {
    projectId: 'stepstone',
    ticker: 'STEP',
    name: 'Stepstone Prosthetics',
    description: 'Printed knee joints that a village workshop can repair.',
    seed: 15,
  },
  {
    projectId: 'nightjar',
    ticker: 'JAR',
    name: 'Nightjar Audio',
    description: 'Counts birds by their song, every night, on a coin cell.',
    seed: 2,
  },
  {
    projectId: 'tidewatt',
    ticker: 'TIDE',
    name: 'Tidewatt',
    description: 'Small tidal turbines for harbours that already have a wall.',
    seed: 20,
  },
  {
    projectId: 'papertrail',
    ticker: 'PAPER',
    name: 'Papertrail',
    description: 'Finds the one clause in a lease that will cost you money.',
    seed: 4,
  },
  {
    projectId: 'kindling',
    ticker: 'KIND',
    name: 'Kindling',
    description: 'Matches retired craftspeople with schools that lost their workshop.',
    seed: 0,
  },
  {
    projectId: 'coldchain',
    ticker: 'COLD',
    name: 'Coldchain Zero',
    description: 'Vaccine boxes that stay at four degrees for nine days without power.',
    seed: 10,
  },
  {
    projectId: 'gridpal',
    ticker: 'GRID',
    name: 'Gridpal',
    description: 'Neighbours share one battery and see who charged it.',
    seed: 6,
  },
  {
    projectId: 'mosaic',
    ticker: 'MOSA',
    name: 'Mosaic Glass',
    description: 'Solar tiles from broken window glass, in any colour.',
    seed: -2,
  },
]

export const DEMO_TRADERS: readonly string[] = [
  'Ada',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Esther',
  'Farid',
  'Greta',
  'Hugo',
  'Inés',
  'Jun',
  'Kofi',
  'Lena',
  'Mads',
  'Noor',
]

/** What happened on stage: how far into the demo's past (0 its start, 1 now), to whom, and the headline. */
export const DEMO_MOMENTS: readonly {
  readonly at: number
  readonly projectId: string
  readonly bumpType: BumpType
  readonly headline: string
}[] = [
  {
    at: 0.15,
    projectId: 'sunferry',
    bumpType: 'KICKOFF_HYPE',
    headline: 'Sunferry opens the day with a model that crosses the fountain',
  },
  {
    at: 0.3,
    projectId: 'leafline',
    bumpType: 'VALIDATION_GOOD',
    headline: 'Two market gardens sign up for Leafline on the spot',
  },
  { at: 0.45, projectId: 'papertrail', bumpType: 'VALIDATION_BAD', headline: 'The lawyers in the jury take Papertrail apart' },
  { at: 0.6, projectId: 'nightjar', bumpType: 'MVP_SHIPPED', headline: 'Nightjar counts eleven species from the roof, live' },
  {
    at: 0.8,
    projectId: 'coldchain',
    bumpType: 'USER_FEEDBACK_GOOD',
    headline: 'A nurse explains why she wants Coldchain tomorrow',
  },
]
