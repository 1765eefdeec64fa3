/**
 * The names that traders see of each other. A name is text that cannot hide or turn other text, and that is no e-mail
 * address. Pure. Source: protocol, "Identity".
 */
const NAME_LENGTH_MAX = 32

// Control, formatting (bidirectional, zero-width), surrogate and private characters, line and paragraph separators.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u
// Characters that draw nothing. Variation selectors only choose how the character before them is drawn.
const BLANK = /(?![\u{FE00}-\u{FE0F}])[\p{Default_Ignorable_Code_Point}\u2800]/u
const SELECTORS = /[\u{FE00}-\u{FE0F}]/gu
const DRAWN = /[\p{L}\p{N}\p{P}\p{S}]/u
// The server itself numbers equal names of an event: "alice (2)".
const NUMBERED = /\(\s*\p{N}+\s*\)$/u

export type NameReading = { readonly name: string } | { readonly fault: string }

/** The name as it is kept (NFC, trimmed), or one sentence that says what is wrong; the sentence never repeats the name. */
export function readDisplayName(text: string): NameReading {
  // 32 characters with any accents fit; what is longer is not worth normalising.
  if (text.length > 512) return { fault: `displayName must have 1 to ${NAME_LENGTH_MAX} characters.` }
  const name = text.normalize('NFC').trim()
  const length = [...name].length
  if (length < 1 || length > NAME_LENGTH_MAX) {
    return { fault: `displayName must have 1 to ${NAME_LENGTH_MAX} characters, and had ${length}.` }
  }
  if (HIDDEN.test(name) || BLANK.test(name))
    return { fault: 'displayName must not have control, invisible or text-direction characters.' }
  if (name.includes('@') || name.includes('＠')) return { fault: 'displayName must not have an "@": it is public.' }
  if (!DRAWN.test(name)) return { fault: 'displayName must have at least one letter, digit or sign.' }
  if (NUMBERED.test(name))
    return { fault: 'displayName must not end in a number in brackets: the server numbers equal names so.' }
  return { name }
}

/** Equal keys are the same name to a reader: case, width, composed forms and runs of spaces are folded. */
export function nameKeyOf(name: string): string {
  // Upper case in between joins what lower case alone keeps apart: "ß" and "ss", "ς" and "σ".
  const folded = name.normalize('NFKC').replace(SELECTORS, '').toLowerCase().toUpperCase().toLowerCase()
  return folded.normalize('NFKC').replace(/\s+/gu, ' ').trim()
}

/** What the event's readers see of the nth account (1, 2, 3 …) of one name. */
export const numberedName = (name: string, nth: number): string => (nth > 1 ? `${name} (${nth})` : name)

/** The first usable one of the claims `name` and `nickname`; null where neither is a valid display name. */
export function nameOfClaims(claims: { readonly name?: unknown; readonly nickname?: unknown }): string | null {
  for (const claim of [claims.name, claims.nickname]) {
    if (typeof claim !== 'string') continue
    const reading = readDisplayName(claim)
    if ('name' in reading) return reading.name
  }
  return null
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

const ADJECTIVES = words(`
  Agile Amber Bold Brave Bright Brisk Calm Candid Clever Cosmic Cosy Crimson Curious Daring Eager Early Fair
  Fearless Fleet Gentle Golden Grand Happy Hardy Honest Humble Jolly Keen Kind Lively Lucky Lunar Mellow Merry
  Mighty Nimble Noble Patient Placid Plucky Proud Quick Quiet Rapid Ready Royal Rustic Silent Silver Smart Snowy
  Solar Steady Sunny Swift Tidy Trusty Velvet Vivid Warm Wild Wise Witty Zesty`)

const ANIMALS = words(`
  Badger Bear Beaver Bison Bull Camel Cheetah Cobra Condor Coyote Crane Dingo Dolphin Eagle Egret Falcon Ferret
  Finch Fox Gecko Gibbon Hare Hawk Heron Ibex Jackal Jaguar Kestrel Koala Lemur Leopard Lion Llama Lynx Magpie
  Marmot Marten Mole Moose Narwhal Newt Ocelot Orca Osprey Otter Owl Panda Panther Penguin Puffin Puma Quail Raven
  Robin Salmon Seal Stork Swan Tapir Tiger Turtle Walrus Wolf Wombat`)

/** How many different names `madeUpName` knows. */
export const MADE_UP_NAMES = ADJECTIVES.length * ANIMALS.length

/** The name for an integer in 0..MADE_UP_NAMES − 1, as "Quiet Otter"; for those who brought none. */
export function madeUpName(number: number): string {
  const index = ((number % MADE_UP_NAMES) + MADE_UP_NAMES) % MADE_UP_NAMES
  return `${ADJECTIVES[Math.floor(index / ANIMALS.length)]} ${ANIMALS[index % ANIMALS.length]}`
}
