import { requireViewer } from '../graphql/access.ts'
import { builder } from '../graphql/builder.ts'
import { described } from '../graphql/described.ts'
import { badUserInput } from '../graphql/errors.ts'
import { encodeNodeId } from '../graphql/node.ts'
import { isRefusal, type Refusal, refuse } from '../refusals/refusal.ts'
import { SignatureCheckRef, UserErrorRef, userErrorsOf } from '../refusals/user-errors.graphql.ts'
import type { LinkedWallet, Scope, SessionKey } from './authority.ts'
import { checkOf, withCheck } from './debugger.commands.ts'
import { type Hex, parseAddress, parseSalt, type SigningDomain, STRUCTS, secondsOf } from './typed-data.ts'
import { readTypedData } from './typed-data-json.ts'
import { authoriseSessionKey, linkWallet, revokeSessionKey } from './wallets.commands.ts'
import { listSessionKeys, listWallets } from './wallets.sql.ts'

const KEYS_SHOWN_MAX = 100

const ScopeEnum = builder.enumType('SessionKeyScope', {
  description: 'What a session key may sign.',
  values: described<Scope>({
    TRADE: 'Orders and cancels of every kind.',
    CANCEL: 'Cancels only.',
  }),
})

const WalletRef = builder.objectRef<LinkedWallet>('Wallet').implement({
  description: 'A wallet that is linked to an account. It may sign orders of the account and authorise session keys.',
  fields: (t) => ({
    address: t.exposeString('wallet', { description: 'The address, 0x and 40 hex digits in lower case.' }),
    linkedAt: t.expose('linkedAt', { type: 'DateTime', description: 'When it was linked first.' }),
  }),
})

const SessionKeyRef = builder.objectRef<SessionKey>('SessionKey').implement({
  description: 'A key that signs for a wallet, so that not every order needs the wallet itself.',
  fields: (t) => ({
    address: t.exposeString('key', { description: 'The address of the key.' }),
    wallet: t.exposeString('wallet', { description: 'The wallet that authorised it, and for which it signs.' }),
    scope: t.expose('scope', { type: ScopeEnum, description: 'What it may sign.' }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', description: 'It signs nothing from then on.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was authorised last.' }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null where it was not.',
    }),
  }),
})

const DomainRef = builder.objectRef<SigningDomain>('SigningDomain').implement({
  description: 'The EIP-712 domain and structs that every signature is made with.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'The name of the domain.' }),
    version: t.exposeString('version', { description: 'The version of the domain.' }),
    chainId: t.exposeInt('chainId', { description: 'The chain of the domain.' }),
    verifyingContract: t.exposeString('verifyingContract', { description: 'The contract of the domain.' }),
    types: t.string({
      description: 'The structs as JSON, by name: what a wallet takes as `types`.',
      resolve: () => JSON.stringify(STRUCTS),
    }),
  }),
})

builder.queryFields((t) => ({
  signingDomain: t.field({
    type: DomainRef,
    description: 'What to sign with. It does not change while the server runs.',
    resolve: (_root, _args, { services }) => services.signatures.domain,
  }),
  wallets: t.field({
    type: [WalletRef],
    description: "The caller's linked wallets, the oldest first.",
    resolve: (_root, _args, context) => listWallets(context.deps.db, requireViewer(context).userId),
  }),
  sessionKeys: t.field({
    type: [SessionKeyRef],
    description: `The caller's session keys, the newest first, at most ${KEYS_SHOWN_MAX}; revoked and expired ones too.`,
    resolve: (_root, _args, context) => listSessionKeys(context.deps.db, requireViewer(context).userId, KEYS_SHOWN_MAX),
  }),
}))

const SIGNATURE_FORM = 'The signature as 0x-hex: 65 bytes, or 64 of EIP-2098.'
const SALT_FORM = 'The number that makes the message unlike others, as decimal digits or 0x-hex, below 2^256.'

const LinkWalletInput = builder.inputType('LinkWalletInput', {
  description: 'A signed LinkWallet message; its `account` is the id of the viewer.',
  fields: (t) => ({
    wallet: t.string({ required: true, description: 'The address of the wallet, which signed.' }),
    expiresAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'A whole second, at most 24 hours ahead; signed as `expiry`.',
    }),
    salt: t.string({ required: true, description: SALT_FORM }),
    signature: t.string({ required: true, description: SIGNATURE_FORM }),
  }),
})

const AuthoriseSessionKeyInput = builder.inputType('AuthoriseSessionKeyInput', {
  description: 'A signed SessionKey message.',
  fields: (t) => ({
    wallet: t.string({ required: true, description: 'The wallet that lets the key sign; it signed this itself.' }),
    key: t.string({ required: true, description: 'The address of the key.' }),
    scope: t.field({ type: ScopeEnum, required: true, description: 'What the key may sign.' }),
    expiresAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'A whole second, at most 30 days ahead; signed as `expiry`.',
    }),
    salt: t.string({ required: true, description: SALT_FORM }),
    signature: t.string({ required: true, description: SIGNATURE_FORM }),
  }),
})

const RevokeSessionKeyInput = builder.inputType('RevokeSessionKeyInput', {
  description: 'The end of a session key.',
  fields: (t) => ({ key: t.string({ required: true, description: 'The address of the key.' }) }),
})

type Outcome<Value> = { readonly value: Value | null; readonly refusal: Refusal | null }

const outcomeOf = <Value extends object>(decided: Value | Refusal): Outcome<Value> =>
  isRefusal(decided) ? { value: null, refusal: decided } : { value: decided, refusal: null }

const LinkWalletPayloadRef = builder.objectRef<Outcome<LinkedWallet>>('LinkWalletPayload').implement({
  description: 'The linked wallet, or why it was not linked.',
  fields: (t) => ({
    wallet: t.expose('value', { type: WalletRef, nullable: true, description: 'The wallet; null when refused.' }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'At most one: why it was refused.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

const SessionKeyPayloadRef = builder.objectRef<Outcome<SessionKey>>('SessionKeyPayload').implement({
  description: 'The session key after the change, or why there was none.',
  fields: (t) => ({
    sessionKey: t.expose('value', { type: SessionKeyRef, nullable: true, description: 'The key; null when refused.' }),
    userErrors: t.field({
      type: [UserErrorRef],
      description: 'At most one: why it was refused.',
      resolve: ({ refusal }) => userErrorsOf(refusal),
    }),
  }),
})

/** The value, or BAD_USER_INPUT: what has another form is no business of the rules. */
function readOrThrow<T>(read: (text: string) => T | null, text: string, field: string, form: string): T {
  const value = text.length <= 100 ? read(text) : null
  if (value === null) throw badUserInput(`${field} must be ${form}.`)
  return value
}

export const readAddress = (text: string, field: string): Hex =>
  readOrThrow(parseAddress, text, field, 'an address: 0x and 40 hex digits')

export const readSalt = (text: string): bigint =>
  readOrThrow(parseSalt, text, 'salt', 'a number below 2^256 as decimal digits or 0x-hex')

/** For a moment that no signature can name. */
const notWholeSecond = refuse('INVALID_PARAMETER', 'expiresAt must be a whole second.', ['input', 'expiresAt'])

builder.mutationFields((t) => ({
  linkWallet: t.field({
    type: LinkWalletPayloadRef,
    description:
      "Links a wallet to the caller's account by a message that it signed. A wallet belongs to one account; linking it again changes nothing.",
    args: { input: t.arg({ type: LinkWalletInput, required: true, description: 'The signed message.' }) },
    resolve: async (_root, { input }, context): Promise<Outcome<LinkedWallet>> => {
      const { userId } = requireViewer(context)
      const { expiresAt, signature } = input
      const [wallet, salt, expiry] = [readAddress(input.wallet, 'wallet'), readSalt(input.salt), secondsOf(expiresAt)]
      if (expiry === null) return outcomeOf<LinkedWallet>(notWholeSecond)
      const message = { wallet, account: encodeNodeId('Trader', userId), expiry, salt }
      const { signatures, welcome } = context.services
      const signed = await signatures.verify('LinkWallet', message, signature)
      const decided = await linkWallet(context.deps, { wallet, expiresAt }, { userId, signed }, welcome)
      return outcomeOf(await withCheck(context, decided, { userId, name: 'LinkWallet', message, signature }))
    },
  }),
  authoriseSessionKey: t.field({
    type: SessionKeyPayloadRef,
    description:
      'Lets a key sign for a wallet of the caller, by a message that the wallet signed. The same message again answers the key.',
    args: { input: t.arg({ type: AuthoriseSessionKeyInput, required: true, description: 'The signed message.' }) },
    resolve: async (_root, { input }, context): Promise<Outcome<SessionKey>> => {
      const { userId } = requireViewer(context)
      const { scope, expiresAt, signature } = input
      const [wallet, key] = [readAddress(input.wallet, 'wallet'), readAddress(input.key, 'key')]
      const [salt, expiry] = [readSalt(input.salt), secondsOf(expiresAt)]
      if (expiry === null) return outcomeOf<SessionKey>(notWholeSecond)
      const message = { wallet, key, scope, expiry, salt }
      const signed = await context.services.signatures.verify('SessionKey', message, signature)
      const decided = await authoriseSessionKey(context.deps, { wallet, key, scope, expiresAt }, { userId, signed })
      return outcomeOf(await withCheck(context, decided, { userId, name: 'SessionKey', message, signature }))
    },
  }),
  revokeSessionKey: t.field({
    type: SessionKeyPayloadRef,
    description:
      'Ends a session key of the caller at once: nothing that it signed is accepted from now on. Its open orders stay.',
    args: { input: t.arg({ type: RevokeSessionKeyInput, required: true, description: 'The key.' }) },
    resolve: async (_root, { input }, context): Promise<Outcome<SessionKey>> => {
      const { userId } = requireViewer(context)
      return outcomeOf(await revokeSessionKey(context.deps, readAddress(input.key, 'key'), userId))
    },
  }),
}))

const CheckSignatureInput = builder.inputType('CheckSignatureInput', {
  description: 'What a program signed, and its signature.',
  fields: (t) => ({
    typedData: t.string({
      required: true,
      description:
        'The JSON that the wallet was given: primaryType and message, best with domain and types, which are compared then. Numbers as texts.',
    }),
    signature: t.string({ required: true, description: SIGNATURE_FORM }),
  }),
})

const TYPED_DATA_MAX = 10_000
/** Some sixty recoveries of keys. */
const CHECK_COST = 100

builder.queryField('checkSignature', (t) =>
  t.field({
    type: SignatureCheckRef,
    description:
      'Says what the server makes of a signature: the hash, whose it is, whose it should be, and the mistake that would explain the difference. Changes nothing.',
    extensions: { cost: CHECK_COST },
    args: { input: t.arg({ type: CheckSignatureInput, required: true, description: 'What was signed.' }) },
    resolve: async (_root, { input }, context) => {
      const { userId } = requireViewer(context)
      if (input.typedData.length > TYPED_DATA_MAX) throw badUserInput(`typedData may have ${TYPED_DATA_MAX} characters.`)
      const read = readTypedData(input.typedData, context.services.signatures.domain)
      if (typeof read === 'string') throw badUserInput(`${read}.`)
      const { name, message, differences } = read
      const check = await checkOf(context, { userId, name, message, signature: input.signature })
      return differences.length > 0 ? { ...check, likelyDifference: differences.join(' ') } : check
    },
  }),
)
