/** The schema is the list of its rooms, in their order. */
import './scalars.graphql.ts'
import './node.ts'
import './connection.ts'
import { builder } from './builder.ts'

export const schema = builder.toSchema()
