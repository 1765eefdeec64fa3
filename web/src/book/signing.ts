/**
 * Signing: what the server wants signed, by a browser's wallet (EIP-1193) or by a key that this device keeps. A kept key is a
 * session key that a wallet authorised for a day, or, where the server is for development, a wallet of its own.
 */
import { createSignal } from 'solid-js'
import {
  AuthoriseSessionKeyDocument,
  LinkWalletDocument,
  OwnWalletsDocument,
  type OwnWalletsQuery,
  RevokeSessionKeyDocument,
  SigningSetupDocument,
  type SigningSetupQuery,
} from '../generated/graphql.ts'
import { ask, newKey } from '../lib/api.ts'
import { viewer } from '../lib/session.ts'
import { readStored, writeStored } from '../lib/stored.ts'

export type Domain = Omit<SigningSetupQuery['signingDomain'], 'types' | '__typename'>
export type Fields = Readonly<Record<string, string | boolean>>
export type Types = Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>

export interface TypedData {
  readonly domain: Domain
  readonly types: Types
  readonly primaryType: string
  readonly message: Fields
}

/** Who signs, and for which wallet. */
export interface Signer {
  readonly wallet: string
  /** A key of this device asks nobody. */
  readonly isKept: boolean
  sign(data: TypedData): Promise<string>
}

interface KeptKey {
  readonly privateKey: string
  readonly address: string
  readonly wallet: string
  /** In ms; null for a wallet of the device. */
  readonly expiresMs: number | null
}

interface Provider {
  request(call: { method: string; params?: readonly unknown[] }): Promise<unknown>
}

const provider = (): Provider | null => (globalThis as { ethereum?: Provider }).ethereum ?? null
export const hasBrowserWallet = (): boolean => provider() !== null

const SESSION_MS = 24 * 3_600_000
const LINK_MS = 10 * 60_000

const [signer, setSigner] = createSignal<Signer | null>(null)
/** Null until a wallet is linked that this device can sign for. */
export { signer }

export type SessionKey = OwnWalletsQuery['sessionKeys'][number]
const [sessionKeys, setSessionKeys] = createSignal<readonly SessionKey[]>([])
/** The keys that may sign for the viewer's wallets now, of this device and of others. */
export { sessionKeys }

const keyName = (): string => `book.key.${viewer()?.id ?? ''}`

let setup: Promise<SigningSetupQuery['signingDomain']> | null = null

/** The domain and the struct of a message, as the server says. */
async function typedData(primaryType: string, message: Fields): Promise<TypedData> {
  setup ??= ask(SigningSetupDocument, {}).then(({ signingDomain }) => signingDomain)
  const { types, name, version, chainId, verifyingContract } = await setup.catch((error: unknown) => {
    setup = null
    throw error
  })
  const struct = (JSON.parse(types) as Types)[primaryType]!
  return { domain: { name, version, chainId, verifyingContract }, types: { [primaryType]: struct }, primaryType, message }
}

/** A message signed by whoever signs for this device. */
export async function signMessage(by: Signer, primaryType: string, message: Fields): Promise<string> {
  return await by.sign(await typedData(primaryType, message))
}

export const newSalt = (): string => BigInt(`0x${newKey()}`).toString()

const DOMAIN_FIELDS = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
]

function browserSigner(wallet: string): Signer {
  return {
    wallet,
    isKept: false,
    async sign(data) {
      const typed = { ...data, types: { EIP712Domain: DOMAIN_FIELDS, ...data.types } }
      return String(await provider()!.request({ method: 'eth_signTypedData_v4', params: [wallet, JSON.stringify(typed)] }))
    },
  }
}

function keptSigner({ privateKey, wallet }: KeptKey): Signer {
  return {
    wallet,
    isKept: true,
    sign: async (data) => (await import('./local-key.ts')).signWith(privateKey, data),
  }
}

/** Takes up what this device can sign with for the viewer: a kept key, or the browser's wallet if it is linked. */
export async function loadSigner(): Promise<void> {
  if (!viewer()) {
    setSessionKeys([])
    return void setSigner(null)
  }
  const { wallets, sessionKeys } = await ask(OwnWalletsDocument, {})
  setSessionKeys(sessionKeys.filter(({ revokedAt, expiresAt }) => revokedAt === null && Date.parse(expiresAt) > Date.now()))
  const linked = new Set(wallets.map(({ address }) => address))
  const kept = readStored<KeptKey | null>(keyName(), null)
  if (kept && linked.has(kept.wallet)) {
    const session = sessionKeys.find(({ address }) => address === kept.address)
    const isOver = kept.expiresMs !== null && (kept.expiresMs <= Date.now() || !session || session.revokedAt !== null)
    if (!isOver) return void setSigner(keptSigner(kept))
    writeStored(keyName(), null)
  }
  const accounts = (await provider()
    ?.request({ method: 'eth_accounts' })
    .catch(() => [])) as string[] | undefined
  const account = accounts?.map((address) => address.toLowerCase()).find((address) => linked.has(address))
  setSigner(account ? browserSigner(account) : null)
}

/** A moment as the API takes it and as it is signed: a whole second. */
export const inMs = (ms: number): { expiresAt: string; expiry: string } => {
  const expiry = Math.floor((Date.now() + ms) / 1000)
  return { expiresAt: new Date(expiry * 1000).toISOString(), expiry: String(expiry) }
}

async function link(by: Signer): Promise<void> {
  const { expiresAt, expiry } = inMs(LINK_MS)
  const salt = newSalt()
  const message = { wallet: by.wallet, account: viewer()!.id, expiry, salt }
  const signature = await signMessage(by, 'LinkWallet', message)
  const { linkWallet } = await ask(LinkWalletDocument, { input: { wallet: by.wallet, expiresAt, salt, signature } })
  if (!linkWallet.wallet) throw new Error(linkWallet.userErrors[0]?.message)
}

/** Links the account that the browser's wallet shows. */
export async function linkBrowserWallet(): Promise<void> {
  const accounts = (await provider()!.request({ method: 'eth_requestAccounts' })) as string[]
  const by = browserSigner(accounts[0]!.toLowerCase())
  await link(by)
  setSigner(by)
}

/** For development: a wallet that is no more than a key of this device. */
export async function linkDeviceWallet(): Promise<void> {
  const { freshKey } = await import('./local-key.ts')
  const { privateKey, address } = freshKey()
  const kept: KeptKey = { privateKey, address, wallet: address, expiresMs: null }
  await link(keptSigner(kept))
  writeStored(keyName(), kept)
  setSigner(keptSigner(kept))
}

/** Lets a fresh key of this device sign for the wallet for a day, so that it is asked no more. */
export async function startSession(by: Signer): Promise<void> {
  const { freshKey } = await import('./local-key.ts')
  const { privateKey, address } = freshKey()
  const { expiresAt, expiry } = inMs(SESSION_MS)
  const salt = newSalt()
  const message = { wallet: by.wallet, key: address, scope: 'TRADE', expiry, salt }
  const signature = await signMessage(by, 'SessionKey', message)
  const input = { wallet: by.wallet, key: address, scope: 'TRADE', expiresAt, salt, signature } as const
  const { authoriseSessionKey } = await ask(AuthoriseSessionKeyDocument, { input })
  if (!authoriseSessionKey.sessionKey) throw new Error(authoriseSessionKey.userErrors[0]?.message)
  const kept: KeptKey = { privateKey, address, wallet: by.wallet, expiresMs: Date.parse(expiresAt) }
  writeStored(keyName(), kept)
  await loadSigner()
}

/** Whether it is this device that keeps the key. */
export const isOwnKey = ({ address }: SessionKey): boolean => readStored<KeptKey | null>(keyName(), null)?.address === address

/** Lets the key sign no more, from now on. */
export async function revokeSessionKey(key: SessionKey): Promise<void> {
  const { revokeSessionKey: revoked } = await ask(RevokeSessionKeyDocument, { input: { key: key.address } })
  if (!revoked.sessionKey) throw new Error(revoked.userErrors[0]?.message)
  if (isOwnKey(key)) writeStored(keyName(), null)
  await loadSigner()
}
