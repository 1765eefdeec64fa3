/** OpenAPI 3.1 of the REST door, made of its table. Pure. */
import { EXPORTS } from './export-tables.ts'
import type { Fields } from './fields.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes.ts'
import { PRICE_UPDATE, type Schema, type Shape } from './shapes.ts'

const json = (schema: Schema) => ({ 'application/json': { schema } })
const reference = (kind: string, name: string): Schema => ({ $ref: `#/components/${kind}/${name}` })

const FAILURES: readonly (readonly [status: string, name: string, description: string])[] = [
  ['400', 'Malformed', 'Malformed or invalid input.'],
  ['401', 'Unauthenticated', 'No token where one is needed, or one that is not valid.'],
  ['403', 'Forbidden', 'The caller may not do this, or not from this origin.'],
  ['404', 'Unknown', 'No such project or event.'],
  ['409', 'Conflict', 'The idempotency key was used for another command, or the ticker is taken.'],
  ['422', 'Refused', 'A rule of the market said no; nothing was changed.'],
  ['429', 'Limited', 'Too much was asked in a short time: retry-after says when to try again.'],
]
const STATUSES: Readonly<Record<Route['access'], readonly string[]>> = {
  public: ['400', '401', '403', '404', '429'],
  trader: ['400', '401', '403', '404', '409', '422', '429'],
  admin: ['400', '401', '403', '404', '409', '422', '429'],
  service: ['400', '401', '403', '404', '409', '422', '429'],
}
const WHO: Readonly<Record<Route['access'], string>> = {
  public: 'Everyone.',
  trader: 'Whoever is signed in.',
  admin: 'Administrators only.',
  service: 'Administrators, and a service token of the group of investments.',
}

const failures = (statuses: readonly string[]) =>
  Object.fromEntries(
    FAILURES.filter(([status]) => statuses.includes(status)).map(([status, name]) => [status, reference('responses', name)]),
  )

const parametersOf = (fields: Fields) =>
  Object.entries(fields).map(([name, { description, isRequired, schema }]) => ({
    name,
    in: 'query',
    description,
    required: isRequired,
    schema,
  }))

const bodyOf = (fields: Fields) => ({
  required: true,
  content: json({
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(fields).map(([name, { description, schema }]) => [name, { ...schema, description }]),
    ),
    required: Object.entries(fields)
      .filter(([, field]) => field.isRequired)
      .map(([name]) => name),
  }),
})

const operationIdOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string =>
  method.toLowerCase() + path.replace(/^\/btx/, '').replace(/[/.-]+(\w)/g, (_all, letter: string) => letter.toUpperCase())

const operationOf = (route: Route) => ({
  operationId: operationIdOf(route),
  summary: route.summary,
  description: WHO[route.access],
  ...(route.access === 'public' ? { security: [{}, { bearer: [] }] } : { security: [{ bearer: [] }] }),
  ...(route.method === 'GET'
    ? { parameters: parametersOf(route.fields) }
    : { parameters: [reference('parameters', 'IdempotencyKey')], requestBody: bodyOf(route.fields) }),
  responses: {
    '200': {
      description: 'Done.',
      content: json({
        type: 'object',
        properties: { message: { type: 'string', description: 'What was done, for people.' }, data: route.schema },
        required: ['message', 'data'],
      }),
    },
    ...failures(STATUSES[route.access]),
  },
})

const exportOf = ({ name, summary, fields }: (typeof EXPORTS)[number]) => ({
  operationId: `export${name[0]!.toUpperCase()}${name.slice(1)}`,
  summary,
  description: WHO.admin,
  security: [{ bearer: [] }],
  parameters: parametersOf(fields),
  responses: {
    '200': { description: 'CSV with a header line, UTF-8, CRLF.', content: { 'text/csv': { schema: { type: 'string' } } } },
    ...failures(STATUSES.public),
  },
})

function schemasOf(shapes: readonly Shape<never>[], into: Record<string, Schema> = {}): Record<string, Schema> {
  for (const { name, schema, parts } of shapes) {
    into[name] = schema
    schemasOf(parts, into)
  }
  return into
}

const FAILURE: Schema = {
  type: 'object',
  description: 'Why nothing was done.',
  properties: {
    message: { type: 'string', description: 'The reason, for people.' },
    data: {
      type: 'object',
      properties: {
        code: { type: 'string', description: 'The reason, for programs.' },
        required: { type: 'number', description: 'With INSUFFICIENT_CASH and INSUFFICIENT_SHARES: what the command needs.' },
        available: { type: 'number', description: 'With INSUFFICIENT_CASH and INSUFFICIENT_SHARES: what there is.' },
      },
      required: ['code'],
    },
  },
  required: ['message', 'data'],
}

export const openApi = () => ({
  openapi: '3.1.0',
  info: {
    title: 'BTX Exchange: the REST door',
    version: '1.0.0',
    description:
      'Thin routes over the GraphQL API at /graphql, which has more. Numbers are exact: read them by their decimal text where that ' +
      'matters. Live prices: a plain WebSocket at /btx/ws takes {"action": "subscribe", "eventId": "…"} and sends messages of the ' +
      'schema PriceUpdate.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/' }],
  paths: {
    ...Object.fromEntries(ROUTES.map((route) => [route.path, { [route.method.toLowerCase()]: operationOf(route) }])),
    ...Object.fromEntries(EXPORTS.map((table) => [`/export/${table.name}.csv`, { get: exportOf(table) }])),
  },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    parameters: {
      IdempotencyKey: {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        schema: { type: 'string', minLength: 1, maxLength: 255 },
        description: 'Makes repeats safe: a repeat with the same key answers what the first one did.',
      },
    },
    responses: Object.fromEntries(
      FAILURES.map(([, name, description]) => [name, { description, content: json(reference('schemas', 'Failure')) }]),
    ),
    schemas: { ...schemasOf([...ROUTES.flatMap(({ parts }) => parts), PRICE_UPDATE]), Failure: FAILURE },
  },
})
