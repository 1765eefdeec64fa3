import type { CodegenConfig } from '@graphql-codegen/cli'

/** Typed documents of schema/operations, for the tests; `npm run codegen` writes them where they are stale. */
const config: CodegenConfig = {
  schema: 'schema/schema.graphql',
  documents: 'schema/operations/*.graphql',
  importExtension: '.ts',
  emitLegacyCommonJSImports: false,
  generates: {
    'test/support/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, skipIndexFile: true },
      config: {
        useTypeImports: true,
        enumType: 'string-literal',
        immutableTypes: true,
        arrayInputCoercion: false,
        strictScalars: true,
        scalars: {
          ID: 'string',
          Decimal: { input: 'string | number', output: 'string' },
          DateTime: 'string',
          Cursor: 'string',
        },
      },
    },
  },
}

export default config
