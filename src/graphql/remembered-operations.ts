/**
 * The policy, with a memory for queries and subscriptions that come again with the same variables: what it says of one
 * depends on nothing else, and equal subscriptions share what is known of them. Only what was admitted is remembered, and of that as much as fits.
 */
import { LRUCache } from 'lru-cache'
import type { Operation, OperationParameters, Policy } from './policy.ts'

const OPERATIONS_MAX = 5_000
const TEXT_MAX = 8_000_000
const VALUE_LENGTH_MAX = 200

/** null where it is not worth remembering: variables that hold more than a few short values. */
function keyOf({ query, documentId, operationName, variables, extensions }: OperationParameters): string | null {
  if (extensions != null || (operationName != null && typeof operationName !== 'string')) return null
  const text = query || documentId
  if (typeof text !== 'string' || (query && documentId != null)) return null
  const values = valuesText(variables)
  return values === null ? null : `${query ? 'text' : 'id'} ${operationName ?? ''} ${values} ${text}`
}

function valuesText(variables: unknown): string | null {
  if (variables == null) return ''
  if (typeof variables !== 'object' || Array.isArray(variables)) return null
  for (const value of Object.values(variables))
    if ((typeof value === 'object' && value !== null) || (typeof value === 'string' && value.length > VALUE_LENGTH_MAX))
      return null
  return JSON.stringify(variables)
}

export function rememberingOperations(policy: Policy): Policy {
  const remembered = new LRUCache<string, Operation>({
    max: OPERATIONS_MAX,
    maxSize: TEXT_MAX,
    sizeCalculation: (_operation, key) => key.length,
  })
  return {
    ...policy,
    admit(parameters, source) {
      const key = source.idempotencyKey === null ? keyOf(parameters) : null
      const known = key === null ? undefined : remembered.get(key)
      if (known) return { operation: known }
      const admission = policy.admit(parameters, source)
      const { operation } = admission
      if (key !== null && operation && operation.definition.operation !== 'mutation') remembered.set(key, operation)
      return admission
    },
  }
}
