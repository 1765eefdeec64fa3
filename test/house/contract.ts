/** Compares a schema with the contract: everything in the contract must be there, just so; more is allowed. */
import {
  astFromValue,
  buildSchema,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  print,
} from 'graphql'

const defaultOf = (input: GraphQLArgument | GraphQLInputField): string => {
  const node = input.defaultValue === undefined ? null : astFromValue(input.defaultValue, input.type)
  return node ? ` = ${print(node)}` : ''
}

const inputLines = (inputs: readonly (GraphQLArgument | GraphQLInputField)[], place: string): string[] =>
  inputs.map((input) => `${place}${input.name}: ${input.type}${defaultOf(input)}`)

const fieldLines = (field: GraphQLField<unknown, unknown>, place: string): string[] => [
  `${place}.${field.name}: ${field.type}`,
  ...inputLines(field.args, `${place}.${field.name}(`),
]

function typeLines(type: GraphQLNamedType): string[] {
  const head = `${type.constructor.name} ${type.name}`
  if (isEnumType(type)) return [head, ...type.getValues().map((value) => `${type.name} has ${value.name}`)]
  if (isInputObjectType(type)) return [head, ...inputLines(Object.values(type.getFields()), `${type.name}.`)]
  if (!isObjectType(type) && !isInterfaceType(type)) return [head]
  return [
    head,
    ...type.getInterfaces().map((parent) => `${type.name} implements ${parent.name}`),
    ...Object.values(type.getFields()).flatMap((field) => fieldLines(field, type.name)),
  ]
}

/** One line for every name, type, nullability, argument, default and enum value of the schema. */
export const factsOf = (schema: GraphQLSchema): string[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__'))
    .flatMap(typeLines)

/** What breaks a client that relies on the contract: facts that are missing, arguments and inputs newly required. */
export function contractBreaks(contractText: string, schema: GraphQLSchema): string[] {
  const contract = buildSchema(contractText)
  const promised = factsOf(contract)
  const present = new Set(factsOf(schema))
  const names = new Set(promised.map((fact) => fact.split(': ')[0]))
  const missing = promised.filter((fact) => !present.has(fact)).map((fact) => `missing: ${fact}`)
  const required = [...present].filter(
    (fact) => /[(.][a-zA-Z]+: [^=]*!$/.test(fact) && !names.has(fact.split(': ')[0]!) && isInputFact(fact, contract),
  )
  return [...missing, ...required.map((fact) => `newly required: ${fact}`)]
}

function isInputFact(fact: string, contract: GraphQLSchema): boolean {
  const [, type = '', field = ''] = /^(\w+)\.(\w+)/.exec(fact) ?? []
  const known = contract.getType(type)
  if (isInputObjectType(known)) return true
  return fact.includes('(') && (isObjectType(known) || isInterfaceType(known)) && field in known.getFields()
}
