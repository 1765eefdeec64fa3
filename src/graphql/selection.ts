import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql'

/** By the name of their type, the names of fields, apart from each other by a space. */
export type FieldTable = Readonly<Record<string, string>>

/** Whether every field of the document stands in the table; `__typename` always may. */
export function createSelectionTest(fields: FieldTable): (schema: GraphQLSchema, document: DocumentNode) => boolean {
  const listed = new Map(Object.entries(fields).map(([type, names]) => [type, new Set(names.split(' '))]))
  return (schema, document) => {
    const typeInfo = new TypeInfo(schema)
    let isListed = true
    visit(
      document,
      visitWithTypeInfo(typeInfo, {
        Field(node) {
          const parent = typeInfo.getParentType()?.name ?? ''
          if (node.name.value !== '__typename' && !listed.get(parent)?.has(node.name.value)) isListed = false
        },
      }),
    )
    return isListed
  }
}
