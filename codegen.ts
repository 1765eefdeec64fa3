import type { CodegenConfig } from '@graphql-codegen/cli'

const scalars = {
  ID: 'string',
  Decimal: { input: 'string | number', output: 'string' },
  DateTime: 'string',
  Cursor: 'string',
}

const common = {
  useTypeImports: true,
  enumType: 'string-literal',
  immutableTypes: true,
  arrayInputCoercion: false,
  strictScalars: true,
  scalars,
} as const

const presetConfig = { fragmentMasking: false, skipIndexFile: true }
/** Each document with its id beside it, and all of them by id in persisted-documents.json. */
const persistedDocuments = { mode: 'embedHashInDocument', hashPropertyName: 'documentId' } as const

/** Typed documents, for the tests and for the pages; `npm run codegen` writes them where they are stale. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'test/support/generated/': { documents: 'schema/operations/*.graphql', preset: 'client', presetConfig, config: common },
    // Documents as texts, committed: the server needs no codegen to start.
    'src/rest/generated/': {
      documents: 'src/rest/operations.graphql',
      preset: 'client',
      presetConfig,
      config: { ...common, documentMode: 'string', onlyOperationTypes: true },
    },
    'scripts/bots/generated/': {
      documents: 'scripts/bots/operations.graphql',
      preset: 'client',
      presetConfig: { ...presetConfig, persistedDocuments },
      config: { ...common, documentMode: 'string', onlyOperationTypes: true },
    },
    'examples/generated/': {
      documents: 'examples/operations.graphql',
      preset: 'client',
      presetConfig,
      config: { ...common, onlyOperationTypes: true },
    },
    // Documents as texts: a browser loads no parser of GraphQL. Committed, because the pages are built without codegen.
    'web/src/generated/': {
      documents: ['schema/operations/*.graphql', 'web/src/**/*.graphql'],
      preset: 'client',
      presetConfig: { ...presetConfig, persistedDocuments },
      config: { ...common, documentMode: 'string', pureMagicComment: true, onlyOperationTypes: true },
    },
  },
}

export default config
