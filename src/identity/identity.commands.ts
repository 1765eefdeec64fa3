import { LRUCache } from 'lru-cache'
import type { Deps } from '../platform/deps.ts'
import { inTransaction, type Tx } from '../platform/transaction.ts'
import { type Refusal, refuse } from '../refusals/refusal.ts'
import type { VerifiedToken } from './claims.ts'
import { MADE_UP_NAMES, madeUpName, nameKeyOf, readDisplayName } from './display-name.ts'
import { findUser, insertUser, lockUser, updateName, type User } from './identity.sql.ts'

type RenameListener = (tx: Tx, userId: string) => Promise<void>
const renameListeners: RenameListener[] = []

/** A later room says what a new name changes there; its listener runs as the last thing of the renaming transaction. */
export function whenRenamed(listener: RenameListener): void {
  renameListeners.push(listener)
}

async function afterRename(tx: Tx, userId: string): Promise<void> {
  for (const listener of renameListeners) await listener(tx, userId)
}

/** A name, and who may change it again: one that is chosen no claim, one that is locked only an organiser. */
export interface NameGiven {
  readonly displayName: string
  readonly chosen: boolean
  readonly locked: boolean
}

/** Gives the user another name and tells the rooms that show it. */
export async function renameUser(tx: Tx, user: User, name: NameGiven): Promise<void> {
  const { displayName, chosen, locked } = name
  if (user.displayName === displayName && user.nameChosen === chosen && user.nameLocked === locked) return
  await updateName(tx, user.userId, { ...name, nameKey: nameKeyOf(displayName) })
  if (user.displayName !== displayName) await afterRename(tx, user.userId)
}

/** Sets the name that others see; the refusal's path names the input field. */
export async function setDisplayName(deps: Deps, userId: string, text: string): Promise<User | Refusal> {
  const reading = readDisplayName(text)
  if ('fault' in reading) return refuse('INVALID_PARAMETER', reading.fault, ['input', 'displayName'])
  return await inTransaction(deps, async (tx) => {
    const user = await lockUser(tx, userId)
    if (!user) throw new Error('the caller has no user')
    if (user.nameLocked) {
      const message = 'The organisers gave you this name; only they can change it.'
      return refuse('INVALID_PARAMETER', message, ['input', 'displayName'])
    }
    await renameUser(tx, user, { displayName: reading.name, chosen: true, locked: false })
    return { ...user, displayName: reading.name, nameChosen: true }
  })
}

const REMEMBERED_USERS = 20_000

/**
 * The user id of (issuer, subject), made on first sight: once, however many requests and servers race. Until a name is
 * chosen, a name that the token brings is taken over; who brings none has one made up.
 */
export function createUserDirectory(deps: Deps): (token: VerifiedToken) => Promise<string> {
  const known = new LRUCache<string, { userId: string; name: string | null }>({ max: REMEMBERED_USERS, ttl: 600_000 })

  return async (token) => {
    const key = JSON.stringify([token.issuer, token.subject])
    const remembered = known.get(key)
    if (remembered && (token.name === null || token.name === remembered.name)) return remembered.userId
    const user = (await findUser(deps.db, token.issuer, token.subject)) ?? (await createUser(deps, token))
    if (token.name !== null && !user.nameChosen && user.displayName !== token.name)
      await takeOverName(deps, user.userId, token.name)
    known.set(key, { userId: user.userId, name: token.name })
    return user.userId
  }
}

async function createUser(deps: Deps, { issuer, subject, name }: VerifiedToken): Promise<User> {
  const displayName = name ?? madeUpName(deps.random.integer(0, MADE_UP_NAMES - 1))
  const user =
    (await insertUser(deps.db, { issuer, subject, displayName, nameKey: nameKeyOf(displayName) })) ??
    // Another request made it between the two statements.
    (await findUser(deps.db, issuer, subject))
  if (!user) throw new Error('a user that was there is gone')
  return user
}

async function takeOverName(deps: Deps, userId: string, name: string): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const user = await lockUser(tx, userId)
    if (user && !user.nameChosen) await renameUser(tx, user, { displayName: name, chosen: false, locked: false })
  })
}
