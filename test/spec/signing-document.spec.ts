/** What PROTOCOL tells programs to write in order to sign, run as it stands there. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { typedDataHasher } from '../../src/wallets/hashing.codec.ts'
import { recoverSigner } from '../../src/wallets/recovery.codec.ts'
import { parseSignature } from '../../src/wallets/signature.ts'
import { DEVELOPMENT_DOMAIN, STRUCTS } from '../../src/wallets/typed-data.ts'
import { orderMessage, testWallet } from '../support/wallets.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const [, section = ''] =
  /^## How to sign an order$([\s\S]*?)^## /m.exec(readFileSync(join(root, 'docs', 'PROTOCOL.md'), 'utf8')) ?? []
const blocks = Array.from(section.matchAll(/^```js\n([\s\S]*?)^```$/gm), ([, code]) => code!)

type SignOrder = (privateKey: string, domain: object, salt: bigint) => Promise<string>

async function run(code: string): Promise<SignOrder> {
  const folder = join(root, '.cache')
  const file = join(folder, `signing-${process.pid}-${blocks.indexOf(code)}.mjs`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, code)
  try {
    return ((await import(/* @vite-ignore */ pathToFileURL(file).href)) as { signOrder: SignOrder }).signOrder
  } finally {
    rmSync(file)
  }
}

test.each([
  ['viem', 0],
  ['ethers', 1],
])('The example of %s signs the order that the server hashes, as the wallet', async (library, index) => {
  expect(blocks[index]).toContain(`from '${library}'`)
  const signOrder = await run(blocks[index]!)
  const wallet = testWallet('reader of the protocol')
  const salt = 12_345n
  const signature = await signOrder(wallet.privateKey, { ...DEVELOPMENT_DOMAIN, types: JSON.stringify(STRUCTS) }, salt)
  const digest = typedDataHasher(DEVELOPMENT_DOMAIN)('Order', orderMessage(wallet.address, { salt }))
  expect(recoverSigner(digest, parseSignature(signature)!)).toBe(wallet.address)
})
