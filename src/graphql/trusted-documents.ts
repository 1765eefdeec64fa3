/** The list of documents that a locked server runs: a JSON file of "sha256:<hex>" to text, whose keys must be true. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigError } from '../platform/environment.ts'

export type TrustedDocuments = ReadonlyMap<string, string>

export const documentIdOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`

/** Throws one sentence about what is wrong with the file. */
export function readTrustedDocuments(file: string): TrustedDocuments {
  let read: unknown
  try {
    read = JSON.parse(readFileSync(file, 'utf8'))
  } catch (cause) {
    throw new ConfigError('TRUSTED_DOCUMENTS', file, `a readable file of JSON (${(cause as Error).message})`, { cause })
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read))
    throw new ConfigError('TRUSTED_DOCUMENTS', file, 'a file with a JSON object of sha256:<hex> to document')
  const documents = new Map<string, string>()
  for (const [id, text] of Object.entries(read)) {
    if (typeof text !== 'string' || documentIdOf(text) !== id)
      throw new ConfigError(
        'TRUSTED_DOCUMENTS',
        file,
        `a file where every document stands by its sha256:<hex>; here ${id} is not the sha256 of its document`,
      )
    documents.set(id, text)
  }
  return documents
}

interface Choice {
  readonly profile: 'public' | 'locked'
  /** The file, or null. */
  readonly trustedDocuments: string | null
}

export const runsTrustedOnly = ({ profile, trustedDocuments }: Choice): boolean =>
  profile === 'locked' || trustedDocuments !== null

/** What may be sent: the documents of the pages and those of the file; null where it is anything. */
export function sendableDocuments(choice: Choice, ofPages: TrustedDocuments): TrustedDocuments | null {
  if (!runsTrustedOnly(choice)) return null
  const { profile, trustedDocuments: file } = choice
  if (!file && ofPages.size === 0)
    throw new ConfigError('PROFILE', profile, 'locked only where the pages are built or TRUSTED_DOCUMENTS names a file')
  return new Map([...ofPages, ...(file ? readTrustedDocuments(file) : [])])
}
