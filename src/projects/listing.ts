import type { MarketParameters } from '../events/event.ts'
import { readName, readPlainId, readProse } from '../events/texts.ts'
import { type Decimal, canonical, formatScaled, toScale } from '../money/decimal.ts'
import { PRICE_MAX, SEED_MAX } from '../money/ranges.ts'
import { type Micros, MICROS_DECIMALS, micros } from '../money/units.ts'
import { type Refusal, isRefusal, refuse } from '../refusals/refusal.ts'
import { applySeed, type Moved } from './admin-moves.ts'
import { type Project, basePriceOf } from './project.ts'

/**
 * Listing a project and editing what it says. Texts never touch the market; a seedAmount that differs is exactly a seed
 * change. That a ticker is unique in its event is for the database to say. Pure. Source: protocol, "Ids and texts".
 */
export interface ListingInput {
  readonly projectId: string
  readonly ticker?: string | null
  readonly name?: string | null
  readonly description?: string | null
  readonly seedAmount?: Decimal | null
  /** Stands for seedAmount of a new project, and is not looked at for one that is listed. */
  readonly seedIfNew?: Decimal | null
  readonly isActive?: boolean | null
}

type Texts = Pick<Project, 'ticker' | 'name' | 'description' | 'isActive'>

/** A project as it is first listed: price and line are its base price. */
export type Listing = Texts & Moved & Pick<Project, 'projectId'>

export interface ListingEdit {
  readonly texts: Texts
  /** The seed change, or null where the seed stays. */
  readonly moved: Moved | null
}

const TICKER = /^[A-Za-z0-9]{1,12}$/
const DESCRIPTION_CHARACTERS_MAX = 2_000

type Path = readonly string[]
/** Where the fields stand in the operation: ["input"], or ["inputs", "3"] for a row of many. */
const INPUT: Path = ['input']

/** Stored upper-case; equal tickers are equal whatever their case was. */
export const readTicker = (text: string, path: Path): string | Refusal =>
  TICKER.test(text) ? text.toUpperCase() : refuse('INVALID_PARAMETER', 'ticker must be 1 to 12 letters A-Z or digits.', path)

/** A seed: ±1,000,000 with at most 6 decimals. */
function readSeed(value: Decimal, path: Path): Micros | Refusal {
  const seed = toScale(value, MICROS_DECIMALS)
  if (seed !== null && seed >= -SEED_MAX && seed <= SEED_MAX) return micros(seed)
  const largest = formatScaled(SEED_MAX, MICROS_DECIMALS)
  const range = `-${largest} to ${largest}, with at most ${MICROS_DECIMALS} decimals`
  return refuse('INVALID_PARAMETER', `seedAmount is ${canonical(value)}; it must be ${range}.`, path)
}

/** A new project: ticker is required, name defaults to it, seed to 0, isActive to true. */
export function decideListing(input: ListingInput, p: MarketParameters, at: Path = INPUT): Listing | Refusal {
  const projectId = readPlainId(input.projectId, [...at, 'projectId'])
  if (isRefusal(projectId)) return projectId
  if (typeof input.ticker !== 'string') {
    return refuse('INVALID_PARAMETER', 'ticker is required for a new project: 1 to 12 letters A-Z or digits.', [...at, 'ticker'])
  }
  const texts = readTexts(input, { ticker: '', name: '', description: '', isActive: true }, at)
  if (isRefusal(texts)) return texts
  const path = [...at, input.seedAmount ? 'seedAmount' : 'seedIfNew']
  const given = input.seedAmount ?? input.seedIfNew
  const seed = given ? readSeed(given, path) : micros(0n)
  if (isRefusal(seed)) return seed
  const basePrice = basePriceOf(seed, p)
  if (basePrice > PRICE_MAX) {
    const message =
      `seedAmount would list the project at ${formatScaled(basePrice, MICROS_DECIMALS)}; ` +
      `a price is at most ${formatScaled(PRICE_MAX, MICROS_DECIMALS)}.`
    return refuse('INVALID_PARAMETER', message, path)
  }
  return { projectId, ...texts, name: texts.name || texts.ticker, seed, basePrice, offset: micros(0n), price: basePrice }
}

/** An edit of a listed project: what is absent or null stays. */
export function decideListingEdit(
  project: Project,
  input: Omit<ListingInput, 'projectId'>,
  p: MarketParameters,
  at: Path = INPUT,
): ListingEdit | Refusal {
  const texts = readTexts(input, project, at)
  if (isRefusal(texts)) return texts
  const path = [...at, 'seedAmount']
  const seed = input.seedAmount ? readSeed(input.seedAmount, path) : project.seed
  if (isRefusal(seed)) return seed
  if (seed === project.seed) return { texts, moved: null }
  const moved = applySeed(project, p, seed, path)
  return isRefusal(moved) ? moved : { texts, moved }
}

function readTexts(input: Omit<ListingInput, 'projectId'>, present: Texts, at: Path): Texts | Refusal {
  const ticker = typeof input.ticker === 'string' ? readTicker(input.ticker, [...at, 'ticker']) : present.ticker
  if (isRefusal(ticker)) return ticker
  const name = typeof input.name === 'string' ? readName(input.name, [...at, 'name']) : present.name
  if (isRefusal(name)) return name
  const description =
    typeof input.description === 'string'
      ? readProse(input.description, DESCRIPTION_CHARACTERS_MAX, [...at, 'description'])
      : present.description
  if (isRefusal(description)) return description
  return { ticker, name, description, isActive: input.isActive ?? present.isActive }
}
