/** The list of documents that a locked server runs: a JSON file of "sha256:<hex>" to text, whose keys must be true. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export type TrustedDocuments = ReadonlyMap<string, string>

export const documentIdOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`

/** Throws one sentence about what is wrong with the file. */
export function readTrustedDocuments(file: string): TrustedDocuments {
  let read: unknown
  try {
    read = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`TRUSTED_DOCUMENTS names ${file}, which cannot be read as JSON: ${(error as Error).message}`)
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new Error(`${file} must be an object of sha256:<hex> to document`)
  const documents = new Map<string, string>()
  for (const [id, text] of Object.entries(read)) {
    if (typeof text !== 'string' || documentIdOf(text) !== id) throw new Error(`${file}: ${id} is not the sha256 of its document`)
    documents.set(id, text)
  }
  return documents
}
