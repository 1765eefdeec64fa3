import { recoverTypedDataAddress } from 'viem'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { orderMessage, testWallet } from '../../test/support/wallets.ts'
import { createSignatures, type RecoveryLimits, type Signatures } from './signatures.ts'
import { DEVELOPMENT_DOMAIN, STRUCTS } from './typed-data.ts'

const opened: Signatures[] = []
const open = (limits: Partial<RecoveryLimits> = {}): Signatures => {
  const signatures = createSignatures(DEVELOPMENT_DOMAIN, pino({ level: 'silent' }), limits)
  opened.push(signatures)
  return signatures
}
afterEach(async () => {
  await Promise.all(opened.splice(0).map((signatures) => signatures.close()))
})

const wallet = testWallet('alice')
const order = orderMessage(wallet.address)
const program = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`)

describe('Verification', () => {
  test('of many messages at once, over two workers and many batches, gives each its own signer, as viem does', async () => {
    const signatures = open({ workers: 2, batchMax: 7 })
    const people = Array.from({ length: 60 }, (_, n) => testWallet(`person ${n}`))
    const signed = await Promise.all(
      people.map(async (person) => {
        const message = orderMessage(person.address)
        const text = person.sign('Order', message)
        const theirs = await recoverTypedDataAddress({
          domain: DEVELOPMENT_DOMAIN,
          types: STRUCTS,
          primaryType: 'Order',
          message,
          signature: text,
        })
        return { theirs: theirs.toLowerCase(), ours: await signatures.verify('Order', message, text) }
      }),
    )
    expect(signed.map(({ ours }) => ours.signer)).toEqual(people.map(({ address }) => address))
    expect(signed.map(({ theirs }) => theirs)).toEqual(people.map(({ address }) => address))
    expect(new Set(signed.map(({ ours }) => ours.hash)).size).toBe(people.length)
  })

  test('of a text that is no signature has a hash and no signer', async () => {
    const signatures = open()
    expect(await signatures.verify('Order', order, '0x12')).toEqual({
      hash: signatures.hashOf('Order', order),
      signer: null,
      signature: null,
    })
  })
})

describe('A worker that fails', () => {
  test('fails what it was at, retryable, and the next signatures get a new one', async () => {
    // Ends at a batch whose first digest begins with zero, and answers "nobody" to others.
    const signatures = open({
      workers: 1,
      program: program(`
        import { parentPort } from 'node:worker_threads'
        parentPort.on('message', (jobs) => {
          if (jobs[0] === 0) throw new Error('a broken worker')
          parentPort.postMessage(new Uint8Array(jobs.length / 97 * 21))
        })`),
    })
    const [rs, recovery] = ['11'.repeat(64), 0 as const]
    const broken = signatures.recover(Buffer.alloc(32, 0), { rs, recovery })
    await expect(broken).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true } })
    expect(await signatures.recover(Buffer.alloc(32, 1), { rs, recovery })).toBeNull()
  })

  test('at its start fails what it was given, and nothing waits for ever', async () => {
    const signatures = open({ workers: 1, program: program('throw new Error("cannot start")') })
    const both = [signatures, signatures].map((one) => one.verify('Order', order, wallet.sign('Order', order)))
    for (const result of await Promise.allSettled(both)) {
      expect(result).toMatchObject({ reason: { extensions: { code: 'SERVICE_UNAVAILABLE' } } })
    }
  })
})

test('More than may wait are refused, retryable; those that wait are answered', async () => {
  const signatures = open({ workers: 1, queueMax: 2 })
  const text = wallet.sign('Order', order)
  const answers = await Promise.allSettled([1, 2, 3].map(() => signatures.verify('Order', order, text)))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
})

test('What waits when the service closes is refused, and so is what comes later', async () => {
  const signatures = open({ workers: 1, batchMax: 1 })
  const text = wallet.sign('Order', order)
  const waiting = [1, 2, 3].map(() => signatures.verify('Order', order, text))
  const settled = Promise.allSettled(waiting)
  await signatures.close()
  expect((await settled).every(({ status }) => status === 'rejected')).toBe(true)
  await expect(signatures.verify('Order', order, text)).rejects.toMatchObject({ extensions: { code: 'SERVICE_UNAVAILABLE' } })
})
