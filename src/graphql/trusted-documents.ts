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
