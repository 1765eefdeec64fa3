import { operation } from '../support/operations.ts'
import { type Answer, type Command, refused } from './commands.ts'

/** The real market as the model's counterpart: commands and questions through the GraphQL door, over HTTP. */
// oxlint-disable-next-line typescript/no-explicit-any -- answers are read by the names of the contract
export type Data = any
export interface Response {
  readonly data?: Data
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[] | undefined
}
/** user null: without a token. */
export type Ask = (user: string | null, query: string, variables: Record<string, unknown>) => Promise<Response>

const OPERATIONS = {
  buy: 'Buy',
  sell: 'Sell',
  saveProject: 'SaveProject',
  saveProjects: 'SaveProjects',
  updateSeed: 'UpdateSeed',
  applyPhaseBump: 'ApplyPhaseBump',
  applyInvestment: 'ApplyInvestment',
  saveEvent: 'SaveEvent',
} as const

export function variablesOf({ does, key, input }: Command): Record<string, unknown> {
  if (does === 'saveProjects') return { inputs: input.inputs, idempotencyKey: key }
  if (does === 'buy' || does === 'sell') {
    const { limit, ...trade } = input
    return { input: { ...trade, [does === 'buy' ? 'maxCost' : 'minProceeds']: limit, idempotencyKey: key } }
  }
  if (does === 'saveEvent') {
    const { reopen, ...event } = input
    return { input: { ...event, ...(reopen ? { closesAt: null } : {}), idempotencyKey: key } }
  }
  return { input: { ...input, idempotencyKey: key } }
}

const codeOf = ({ message, extensions }: NonNullable<Response['errors']>[number]): string =>
  typeof extensions?.code === 'string' ? extensions.code : message

/** Sends the command; a refusal by its code, whether it is a user error or an error of the request. */
export async function sendCommand(ask: Ask, command: Command): Promise<Answer> {
  const { data, errors } = await ask(command.user, operation(OPERATIONS[command.does]), variablesOf(command))
  if (errors) return refused(codeOf(errors[0]!))
  const { userErrors, ...results } = data[command.does]
  if (userErrors.length === 0) return { done: results }
  if (userErrors.length > 1 || Object.values(results).some((result) => result !== null)) {
    throw new Error(`a refusal is one user error and nothing else: ${JSON.stringify(data)}`)
  }
  return refused(userErrors[0].code)
}

/** Asks a query that must succeed. */
export async function askFor(
  ask: Ask,
  user: string | null,
  name: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const { data, errors } = await ask(user, operation(name), variables)
  if (errors) throw new Error(`${name} ${JSON.stringify(variables)}: ${JSON.stringify(errors)}`)
  return data
}
