import { readdirSync, readFileSync } from 'node:fs'
import { type DefinitionNode, Kind, parse, print, visit } from 'graphql'

/** The documents of schema/operations by operation name, each with the fragments that it uses. */
const folder = new URL('../../schema/operations/', import.meta.url)
const definitions: readonly DefinitionNode[] = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .flatMap((file) => parse(readFileSync(new URL(file, folder), 'utf8'), { noLocation: true }).definitions)

function named(kind: Kind.OPERATION_DEFINITION | Kind.FRAGMENT_DEFINITION, name: string): DefinitionNode {
  const found = definitions.find((definition) => definition.kind === kind && definition.name?.value === name)
  if (!found) throw new Error(`schema/operations has no ${name}.`)
  return found
}

function withFragments(definition: DefinitionNode, into: Set<DefinitionNode>): Set<DefinitionNode> {
  into.add(definition)
  visit(definition, {
    FragmentSpread: ({ name }) => {
      const fragment = named(Kind.FRAGMENT_DEFINITION, name.value)
      if (!into.has(fragment)) withFragments(fragment, into)
    },
  })
  return into
}

const texts = new Map<string, string>()

/** operation('Buy') is the whole document of mutation Buy, ready to be sent. */
export function operation(name: string): string {
  const text =
    texts.get(name) ??
    print({
      kind: Kind.DOCUMENT,
      definitions: [...withFragments(named(Kind.OPERATION_DEFINITION, name), new Set())],
    })
  texts.set(name, text)
  return text
}

export const operationNames = (): string[] =>
  definitions.flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? [definition.name!.value] : []))
