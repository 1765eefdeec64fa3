import SchemaBuilder from '@pothos/core'
import type { Decimal } from '../money/decimal.ts'
import type { Context } from './context.ts'

/** The schema builder. It knows conventions and the scalars' types, and no type of any room. */
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
}>({ defaultFieldNullability: false })

builder.queryType({ description: 'Reads. Public unless a field says otherwise.' })
builder.mutationType({
  description: 'Writes, answered after their commit and idempotent by key. A refusal is data, in userErrors.',
})
builder.subscriptionType({ description: 'Streams, over WebSocket (graphql-transport-ws) or SSE.' })
