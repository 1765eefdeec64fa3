/** A key that this device keeps. Loaded when it is first needed: the curve is most of its size. */
import { generatePrivateKey, privateKeyToAccount, signTypedData } from 'viem/accounts'
import type { TypedData } from './signing.ts'

export function freshKey(): { readonly privateKey: string; readonly address: string } {
  const privateKey = generatePrivateKey()
  return { privateKey, address: privateKeyToAccount(privateKey).address.toLowerCase() }
}

/** The EIP-712 signature. Numbers come as texts, which a wallet reads, and are numbers here. */
export async function signWith(privateKey: string, { domain, types, primaryType, message }: TypedData): Promise<string> {
  const values = Object.fromEntries(
    types[primaryType]!.map(({ name, type }) => [
      name,
      type.startsWith('uint') ? BigInt(message[name] as string) : message[name],
    ]),
  )
  return await signTypedData({
    privateKey: privateKey as `0x${string}`,
    domain: { ...domain, verifyingContract: domain.verifyingContract as `0x${string}` },
    types: types as Record<string, { name: string; type: string }[]>,
    primaryType,
    message: values,
  })
}
