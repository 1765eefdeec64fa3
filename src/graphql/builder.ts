import SchemaBuilder from '@pothos/core'
import RelayPlugin from '@pothos/plugin-relay'
import type { Decimal } from '../money/decimal.ts'
import type { Context } from './context.ts'

/** The schema builder. It knows scalars and conventions, and no type of any room. */
export const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  DefaultInputFieldRequiredness: false
  Scalars: {
    ID: { Input: string; Output: string }
    /** Read as exact { digits, decimals }; written as text, by formatScaled. */
    Decimal: { Input: Decimal; Output: string }
    DateTime: { Input: Date; Output: Date }
    Cursor: { Input: string; Output: string }
  }
}>({
  plugins: [RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    encodeGlobalID: (typename, id) => Buffer.from(`${typename}:${id}`).toString('base64url'),
  },
})

builder.queryType({})
builder.mutationType({})
builder.subscriptionType({})
