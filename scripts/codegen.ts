/** Writes the typed documents of codegen.ts where schema, operations or the way to write them have changed. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = [
  'schema/schema.graphql',
  'schema/operations/*.graphql',
  'web/src/**/*.graphql',
  'src/rest/operations.graphql',
  'scripts/bots/operations.graphql',
  'examples/operations.graphql',
  'codegen.ts',
  'package.json',
]
const STAMP = 'test/support/generated/sources.sha256'

const read = (file: string): string => readFileSync(join(root, file), 'utf8')

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const file of globSync(SOURCES, { cwd: root }).sort()) hash.update(`${file}\0${read(file)}\0`)
  return hash.digest('hex')
}

function stampedFingerprint(): string | null {
  try {
    return read(STAMP)
  } catch {
    return null
  }
}

/** Readers beside us see the old file or the new one, never a part of it. */
function write(file: string, text: string): void {
  const target = join(root, file)
  const draft = `${target}.${process.pid}`
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(draft, text)
  renameSync(draft, target)
}

/** Answers whether anything was stale; takes a second if so. An operation that the schema does not allow is an error. */
export async function generateDocuments(): Promise<boolean> {
  const wanted = fingerprint()
  if (stampedFingerprint() === wanted && existsSync(join(root, 'web/src/generated/graphql.ts'))) return false
  const [{ generate }, { default: config }] = await Promise.all([import('@graphql-codegen/cli'), import('../codegen.ts')])
  const files: { filename: string; content: string }[] = await generate(
    { ...config, cwd: root, silent: true, errorsOnly: true },
    false,
  ).catch((error: Error) => {
    throw new Error(`The typed documents cannot be written. ${error.message}`)
  })
  // Marked as pure, so that a page carries only the documents that it runs.
  for (const { filename, content } of files)
    write(filename, content.replaceAll('= new TypedDocumentString(', '= /*#__PURE__*/ new TypedDocumentString('))
  write(STAMP, wanted)
  return true
}

if (import.meta.main) {
  try {
    const wasStale = await generateDocuments()
    console.log(`The typed documents ${wasStale ? 'are written' : 'were up to date'}.`)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
