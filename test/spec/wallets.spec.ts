import { beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '../../src/platform/transaction.ts'
import { personalHash, typedDataHasher } from '../../src/wallets/hashing.codec.ts'
import { hexOf } from '../../src/wallets/hex.ts'
import { DEVELOPMENT_DOMAIN, type Hex, STRUCTS } from '../../src/wallets/typed-data.ts'
import { typedDataText } from '../../src/wallets/typed-data-json.ts'
import { authoritiesOf } from '../../src/wallets/wallets.commands.ts'
import { startTestApp, type TestApp } from '../support/app.ts'
import { inSeconds, linkInput, orderMessage, sessionKeyInput, testWallet } from '../support/wallets.ts'

const LINK = `mutation ($input: LinkWalletInput!) { linkWallet(input: $input) {
  wallet { address linkedAt } userErrors { code message path ... on SignatureInvalidError { check { ok typedData hash recovered expected likelyDifference } } } } }`
const AUTHORISE = `mutation ($input: AuthoriseSessionKeyInput!) { authoriseSessionKey(input: $input) {
  sessionKey { address wallet scope expiresAt createdAt revokedAt } userErrors { code message path ... on SignatureInvalidError { check { likelyDifference } } } } }`
const REVOKE = `mutation ($input: RevokeSessionKeyInput!) { revokeSessionKey(input: $input) { sessionKey { address revokedAt } userErrors { code path } } }`
const CHECK = `query ($input: CheckSignatureInput!) { checkSignature(input: $input) { ok typedData hash recovered expected likelyDifference } }`

let app: TestApp
interface Person {
  readonly token: string
  readonly id: string
  readonly userId: string
}

async function person(name: string): Promise<Person> {
  const token = await app.token(`${name}@example.com`)
  const { viewer } = await app.ask<{ viewer: { id: string } }>('{ viewer { id } }', null, { token })
  return { token, id: viewer.id, userId: Buffer.from(viewer.id, 'base64url').toString().split(':')[1]! }
}

let alice: Person
let mallory: Person
const wallet = testWallet('alice')
beforeAll(async () => {
  app = await startTestApp()
  alice = await person('alice')
  mallory = await person('mallory')
  expect((await link(alice, linkInput(wallet, alice.id))).userErrors).toEqual([])
})

const link = async ({ token }: Person, input: unknown) => (await app.ask(LINK, { input }, { token })).linkWallet
const authorise = async ({ token }: Person, input: unknown) =>
  (await app.ask(AUTHORISE, { input }, { token })).authoriseSessionKey
const revoke = async ({ token }: Person, key: string) => (await app.ask(REVOKE, { input: { key } }, { token })).revokeSessionKey
const check = async ({ token }: Person, typedData: string, signature: string) =>
  (await app.ask(CHECK, { input: { typedData, signature } }, { token })).checkSignature

/** What the rooms of orders ask, inside a transaction of their own. */
const authority = ({ userId }: Person, trader: Hex, signer: Hex | null, scope: 'TRADE' | 'CANCEL' = 'TRADE') =>
  inTransaction(app.deps, async (tx) => {
    const [refusal] = await authoritiesOf(tx, [{ userId, trader, signer, scope }], new Date())
    return refusal?.refused ?? null
  })

describe('Linking a wallet', () => {
  test('shows it among the caller’s and nobody else’s, in lower case, whatever case it was given in', async () => {
    const { address } = testWallet('in capitals')
    const input = { ...linkInput(testWallet('in capitals'), alice.id), wallet: `0x${address.slice(2).toUpperCase()}` }
    expect((await link(alice, input)).wallet.address).toBe(address)
    const { wallets } = await app.ask('{ wallets { address } }', null, alice)
    expect(wallets.map((one: { address: string }) => one.address)).toContain(address)
    expect((await app.ask('{ wallets { address } }', null, mallory)).wallets).toEqual([])
  })

  test('again changes nothing, with the same message or a new one', async () => {
    const once = testWallet('twice')
    const input = linkInput(once, alice.id)
    const first = (await link(alice, input)).wallet
    expect((await link(alice, input)).wallet).toEqual(first)
    expect((await link(alice, linkInput(once, alice.id))).wallet).toEqual(first)
  })

  test('of another account is WALLET_TAKEN, even if the wallet signs for the second', async () => {
    expect((await link(mallory, linkInput(wallet, mallory.id))).userErrors).toMatchObject([
      { code: 'WALLET_TAKEN', path: ['input', 'wallet'] },
    ])
  })

  test('by two accounts at once links it to one of them', async () => {
    const wanted = testWallet('wanted by two')
    const answers = await Promise.all([alice, mallory].map((one) => link(one, linkInput(wanted, one.id))))
    expect(answers.flatMap(({ userErrors }) => userErrors)).toMatchObject([{ code: 'WALLET_TAKEN' }])
  })

  test('with a message for another account is SIGNATURE_INVALID: a copied message links nothing to its thief', async () => {
    const victim = testWallet('victim')
    const { userErrors } = await link(mallory, linkInput(victim, alice.id))
    expect(userErrors).toMatchObject([{ code: 'SIGNATURE_INVALID', check: { ok: false, expected: [victim.address] } }])
    expect(JSON.parse(userErrors[0].check.typedData).message.account).toBe(mallory.id)
  })

  test('with a message that is over is SIGNATURE_EXPIRED; for longer than a day, or not for a whole second, INVALID_PARAMETER', async () => {
    const late = testWallet('late')
    expect((await link(alice, linkInput(late, alice.id, { seconds: -1 }))).userErrors).toMatchObject([
      { code: 'SIGNATURE_EXPIRED' },
    ])
    expect((await link(alice, linkInput(late, alice.id, { seconds: 90_000 }))).userErrors).toMatchObject([
      { code: 'INVALID_PARAMETER' },
    ])
    const between = { ...linkInput(late, alice.id), expiresAt: '2030-01-01T00:00:00.500Z' }
    expect((await link(alice, between)).userErrors).toMatchObject([{ code: 'INVALID_PARAMETER', path: ['input', 'expiresAt'] }])
  })

  test('is limited to twenty wallets for an account', async () => {
    const many = await person('many')
    for (let n = 0; n < 20; n++) expect((await link(many, linkInput(testWallet(`many ${n}`), many.id))).userErrors).toEqual([])
    expect((await link(many, linkInput(testWallet('many 20'), many.id))).userErrors).toMatchObject([
      { code: 'INVALID_PARAMETER' },
    ])
    expect((await link(many, linkInput(testWallet('many 0'), many.id))).userErrors).toEqual([])
  })

  test.each([
    ['a wallet of another form', { wallet: '0x12' }],
    ['a salt that is no number', { salt: 'pepper' }],
    ['a salt of 2^256', { salt: (2n ** 256n).toString() }],
  ])('with %s is BAD_USER_INPUT', async (_what, wrong) => {
    const { errors } = await app.gql(LINK, { input: { ...linkInput(wallet, alice.id), ...wrong } }, alice)
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT')
  })

  test('and everything private is for callers who signed in', async () => {
    for (const query of ['{ wallets { address } }', '{ sessionKeys { address } }']) {
      expect((await app.gql(query)).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED')
    }
    const { errors } = await app.gql(CHECK, { input: { typedData: '{}', signature: '0x' } })
    expect(errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED')
  })
})

describe('A session key', () => {
  test('may sign what its scope says, for its wallet, from its authorisation until it is revoked', async () => {
    const [trading, cancelling] = [testWallet('trading key'), testWallet('cancelling key')]
    expect(await authority(alice, wallet.address, trading.address)).toBe('SIGNATURE_INVALID')
    expect((await authorise(alice, sessionKeyInput(wallet, trading.address))).sessionKey).toMatchObject({
      scope: 'TRADE',
      revokedAt: null,
    })
    await authorise(alice, sessionKeyInput(wallet, cancelling.address, { scope: 'CANCEL' }))
    expect(await authority(alice, wallet.address, trading.address)).toBeNull()
    expect(await authority(alice, wallet.address, trading.address, 'CANCEL')).toBeNull()
    expect(await authority(alice, wallet.address, cancelling.address, 'CANCEL')).toBeNull()
    expect(await authority(alice, wallet.address, cancelling.address)).toBe('SESSION_KEY_INVALID')
    const revoked = (await revoke(alice, trading.address)).sessionKey
    expect(revoked.revokedAt).not.toBeNull()
    expect(await authority(alice, wallet.address, trading.address)).toBe('SESSION_KEY_INVALID')
    expect((await revoke(alice, trading.address)).sessionKey).toEqual(revoked)
  })

  test('that expired signs nothing', async () => {
    const key = testWallet('short key').address
    await authorise(alice, sessionKeyInput(wallet, key, { seconds: 60 }))
    const expired = await inTransaction(app.deps, (tx) =>
      authoritiesOf(
        tx,
        [{ userId: alice.userId, trader: wallet.address, signer: key, scope: 'CANCEL' }],
        new Date(Date.now() + 61_000),
      ),
    )
    expect(expired).toMatchObject([{ refused: 'SESSION_KEY_INVALID' }])
  })

  test('is answered for the same message again; once revoked, that message is SIGNATURE_REUSED and a new one is needed', async () => {
    const key = testWallet('renewed key').address
    const input = sessionKeyInput(wallet, key)
    const first = (await authorise(alice, input)).sessionKey
    expect((await authorise(alice, input)).sessionKey).toEqual(first)
    await revoke(alice, key)
    expect((await authorise(alice, input)).userErrors).toMatchObject([{ code: 'SIGNATURE_REUSED' }])
    expect(await authority(alice, wallet.address, key)).toBe('SESSION_KEY_INVALID')
    expect((await authorise(alice, sessionKeyInput(wallet, key))).sessionKey).toMatchObject({ revokedAt: null })
    expect(await authority(alice, wallet.address, key)).toBeNull()
  })

  test('replaced by a narrower one is not widened by its first message', async () => {
    const key = testWallet('narrowed key').address
    const wide = sessionKeyInput(wallet, key)
    await authorise(alice, wide)
    await authorise(alice, sessionKeyInput(wallet, key, { scope: 'CANCEL' }))
    expect((await authorise(alice, wide)).userErrors).toMatchObject([{ code: 'SIGNATURE_REUSED' }])
    expect(await authority(alice, wallet.address, key)).toBe('SESSION_KEY_INVALID')
  })

  test('of another wallet, a linked wallet itself, or one that only a key signed for is refused', async () => {
    const key = testWallet('contested key')
    const theirs = testWallet('of mallory')
    await link(mallory, linkInput(theirs, mallory.id))
    await authorise(alice, sessionKeyInput(wallet, key.address))
    expect((await authorise(mallory, sessionKeyInput(theirs, key.address))).userErrors).toMatchObject([
      { code: 'SESSION_KEY_INVALID' },
    ])
    expect((await authorise(mallory, sessionKeyInput(theirs, wallet.address))).userErrors).toMatchObject([
      { code: 'SESSION_KEY_INVALID' },
    ])
    expect((await authorise(mallory, sessionKeyInput(wallet, testWallet('x').address))).userErrors).toMatchObject([
      { code: 'WALLET_NOT_LINKED' },
    ])
    const byKey = { ...sessionKeyInput(key, testWallet('second').address), wallet: wallet.address }
    expect((await authorise(alice, byKey)).userErrors).toMatchObject([{ code: 'SIGNATURE_INVALID' }])
    expect((await revoke(mallory, key.address)).userErrors).toMatchObject([{ code: 'SESSION_KEY_INVALID' }])
    expect(await authority(alice, wallet.address, key.address)).toBeNull()
  })

  test('lasts thirty days at most, and cannot be authorised by a message that is over', async () => {
    const key = testWallet('long key').address
    expect((await authorise(alice, sessionKeyInput(wallet, key, { seconds: 31 * 86_400 }))).userErrors).toMatchObject([
      { code: 'INVALID_PARAMETER', path: ['input', 'expiresAt'] },
    ])
    expect((await authorise(alice, sessionKeyInput(wallet, key, { seconds: -1 }))).userErrors).toMatchObject([
      { code: 'SIGNATURE_EXPIRED' },
    ])
  })

  test('signs for its own wallet only, and nobody signs for a wallet that is not theirs', async () => {
    const other = testWallet('second wallet')
    const key = testWallet('key of the first')
    await link(alice, linkInput(other, alice.id))
    await authorise(alice, sessionKeyInput(wallet, key.address))
    expect(await authority(alice, other.address, key.address)).toBe('SIGNATURE_INVALID')
    expect(await authority(mallory, wallet.address, wallet.address)).toBe('WALLET_NOT_LINKED')
    expect(await authority(alice, wallet.address, null)).toBe('SIGNATURE_INVALID')
  })
})

describe('checkSignature', () => {
  test('agrees with a right signature, and shows the domain that everything is signed with', async () => {
    const { signingDomain } = await app.ask('{ signingDomain { name version chainId verifyingContract types } }')
    expect({ ...signingDomain, types: JSON.parse(signingDomain.types) }).toEqual({ ...DEVELOPMENT_DOMAIN, types: STRUCTS })
    const order = orderMessage(wallet.address)
    const answer = await check(alice, typedDataText(DEVELOPMENT_DOMAIN, 'Order', order), wallet.sign('Order', order))
    expect(answer).toMatchObject({ ok: true, recovered: wallet.address, likelyDifference: null })
    expect(answer.hash).toBe(hexOf(typedDataHasher(DEVELOPMENT_DOMAIN)('Order', order)))
    expect(answer.expected[0]).toBe(wallet.address)
  })

  const order = orderMessage(wallet.address, {
    expiry: inSeconds(60).expiry,
    timeInForce: 'GTT',
    clientOrderId: 'mine',
    stopPrice: 0n,
  })
  const signed = (changes: object) => wallet.sign('Order', { ...order, ...changes })
  const inDomain = (changes: object) => wallet.sign('Order', order, { ...DEVELOPMENT_DOMAIN, ...changes })
  const digest = typedDataHasher(DEVELOPMENT_DOMAIN)('Order', order)
  const right = signed({})
  test.each<[string, Hex, RegExp]>([
    ['chain 1', inDomain({ chainId: 1 }), /domain\.chainId was 1;/],
    ['chain 1337', inDomain({ chainId: 1337 }), /domain\.chainId was 1337;/],
    ['contract zero', inDomain({ verifyingContract: `0x${'0'.repeat(40)}` }), /verifyingContract was zero/],
    ['another version', inDomain({ version: '2' }), /domain\.version was "2"/],
    ['another name', inDomain({ name: 'cxpt' }), /domain\.name was "cxpt"/],
    ['the price in USDC', signed({ price: 15n * 10n ** 17n }), /price was scaled by 10\^18/],
    ['the quantity not scaled', signed({ quantity: 2n }), /quantity was not scaled/],
    ['both in wei', signed({ price: 15n * 10n ** 17n, quantity: 2n * 10n ** 18n }), /price and quantity were scaled by 10\^18/],
    ['the side in lower case', signed({ side: 'buy' }), /side was "buy"/],
    [
      'all words in lower case',
      signed({ side: 'buy', type: 'limit', timeInForce: 'gtt', selfTrade: 'expire_taker' }),
      /lower case/,
    ],
    ['no client order id', signed({ clientOrderId: '' }), /clientOrderId was signed as none/],
    ['the expiry in milliseconds', signed({ expiry: order.expiry * 1000n }), /expiry was in milliseconds/],
    ['postOnly the other way', signed({ postOnly: true }), /postOnly was true/],
    ['personal_sign', wallet.signHash(personalHash(digest)), /personal_sign/],
    ['the other v', `${right.slice(0, -2)}${right.endsWith('1b') ? '1c' : '1b'}` as Hex, /swapped/],
  ])('finds out: %s', async (_what, signature, sentence) => {
    const answer = await check(
      alice,
      JSON.stringify({ ...JSON.parse(typedDataText(DEVELOPMENT_DOMAIN, 'Order', order)), domain: undefined }),
      signature,
    )
    expect(answer).toMatchObject({ ok: false, likelyDifference: expect.stringMatching(sentence) })
  })

  test('finds a session key that was named as the trader', async () => {
    const key = testWallet('named as trader')
    await authorise(alice, sessionKeyInput(wallet, key.address))
    const answer = await check(
      alice,
      typedDataText(DEVELOPMENT_DOMAIN, 'Order', order),
      key.sign('Order', { ...order, trader: key.address }),
    )
    expect(answer.likelyDifference).toBe(`trader was ${key.address}; the message names ${wallet.address}.`)
  })

  test('names no mistake where a stranger signed, and compares a domain and types that are given', async () => {
    const text = typedDataText(DEVELOPMENT_DOMAIN, 'Order', order)
    expect(await check(alice, text, testWallet('stranger').sign('Order', order))).toMatchObject({
      ok: false,
      recovered: testWallet('stranger').address,
      likelyDifference: null,
    })
    const other = JSON.parse(text)
    other.domain.chainId = 5
    other.types.Order.pop()
    expect((await check(alice, JSON.stringify(other), right)).likelyDifference).toMatch(
      /^domain\.chainId is 5; it must be 31337\. types\.Order is /,
    )
  })

  test.each([
    ['no JSON', 'order'],
    ['another struct', JSON.stringify({ primaryType: 'Mail', message: {} })],
    ['a message of another form', JSON.stringify({ primaryType: 'Order', message: { trader: 'me' } })],
    [
      'a number that is too large',
      JSON.stringify({ primaryType: 'CancelOrders', message: { trader: wallet.address, expiry: (2n ** 64n).toString() } }),
    ],
  ])('cannot read %s: BAD_USER_INPUT', async (_what, typedData) => {
    const { errors } = await app.gql(CHECK, { input: { typedData, signature: right } }, alice)
    expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT')
  })

  test('costs its sixty recoveries', async () => {
    const { extensions } = await app.gql(
      CHECK,
      { input: { typedData: typedDataText(DEVELOPMENT_DOMAIN, 'Order', order), signature: right } },
      alice,
    )
    expect(extensions?.cost?.requested).toBeGreaterThanOrEqual(100)
  })
})
