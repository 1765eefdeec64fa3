/** An error of a script as the operator reads it: a file that cannot be used by its name, anything else by its message. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { path, code, message } = error as NodeJS.ErrnoException
  if (path === undefined || code === undefined) return message
  return `${path} cannot be used (${REASONS[code] ?? message}): name another file.`
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EEXIST: 'it is there already',
  EISDIR: 'it is a folder',
  ENOTDIR: 'it is below a file',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
}
