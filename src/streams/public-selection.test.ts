import { type GraphQLObjectType, isInterfaceType, isObjectType, Kind, type OperationDefinitionNode, parse } from 'graphql'
import { expect, test } from 'vitest'
import { schema } from '../graphql/schema.ts'
import { isPublicSelection, PUBLIC_FIELDS } from './public-selection.ts'

function isPublic(text: string): boolean {
  const { definitions } = parse(text)
  const fragments = definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
  return isPublicSelection(schema, definitions[0] as OperationDefinitionNode, fragments)
}

test('every field that is listed as public exists', () => {
  for (const [name, fields] of Object.entries(PUBLIC_FIELDS)) {
    const type = schema.getType(name)
    expect(isObjectType(type) || isInterfaceType(type)).toBe(true)
    for (const field of fields.split(' ')) expect((type as GraphQLObjectType).getFields()).toHaveProperty(field)
  }
})

test.each([
  ['subscription { priceUpdated { sequence cursor } }', true],
  ['subscription { tradeExecuted { __typename trader { displayName } project { ticker event { name } } } }', true],
  ['subscription { leaderboardUpdated { top { rank } } }', true],
  ['subscription { leaderboardUpdated { top { rank } you { rank } } }', false],
  ['subscription { leaderboardUpdated { ...Own } } fragment Own on Leaderboard { neighbours { rank } }', false],
  ['subscription { tradeExecuted { project { quote(side: BUY, shares: 1) { maxAffordable } } } }', false],
  ['subscription { tradeExecuted { project { event { leaderboard { you { rank } } } } } }', false],
  ['subscription { eventUpdated { ... on Node { id } ... on Event { leaderboard { you { rank } } } } }', false],
  ['subscription { portfolioUpdated { account { id } } }', false],
])('%s is public: %s', (text, expected) => {
  expect(isPublic(text)).toBe(expected)
})
