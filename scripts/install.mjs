/** Brings node_modules to what package-lock.json says; plain JavaScript for any Node from 20 on. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs npm if a package of the lock file is missing or of another version. For production only if nothing is
 * installed yet: an installation with development packages serves both. Install scripts do not run (none is needed:
 * src/platform/postgres-binaries.ts restores what Postgres' would). Processes that come at once wait for the first.
 */
export async function install(root, { forDevelopment }) {
  if (isInstalled(root, forDevelopment)) return
  await withLock(join(root, '.cache'), 'installing the dependencies', async () => {
    if (isInstalled(root, forDevelopment)) return
    const production = !forDevelopment && !existsSync(join(root, 'node_modules'))
    // What a running server has open stays where it is, unless it is of another version.
    const command = isPartly(root) ? ['install', '--no-save'] : ['ci']
    console.error(`Installing the locked dependencies${production ? '' : ', with those for development'} (npm ${command[0]}) …`)
    const npm = npmCommand()
    const flags = [
      ...command,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...(production ? ['--omit=dev'] : ['--include=dev']),
    ]
    const code = await run(npm[0], [...npm.slice(1), ...flags], root)
    if (code !== 0) {
      throw new Error(
        `The dependencies could not be installed (npm ${command[0]} ended with ${code}; its reason is above). Check that the npm registry can be reached and that the disk is not full, then run the command again.`,
      )
    }
  })
}

/** Does `work` while no other process does; `doing` says what it is to those that wait. */
export async function withLock(folder, doing, work) {
  const release = await lock(folder, doing)
  try {
    await work()
  } finally {
    release()
  }
}

/** npm leaves in node_modules/.package-lock.json what it installed, as its last act. */
function isInstalled(root, forDevelopment) {
  const wanted = packagesIn(join(root, 'package-lock.json'))
  const present = packagesIn(join(root, 'node_modules', '.package-lock.json'))
  if (!wanted)
    throw new Error(
      'package-lock.json is missing or broken: restore it (git checkout package-lock.json) and run the command again.',
    )
  if (!present) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true
    const found = present[path]
    if (found) return isSame(found, entry)
    return Boolean(
      (entry.optional && !isForHere(entry)) ||
        entry.peer ||
        (entry.dev && !forDevelopment) ||
        (entry.devOptional && !forDevelopment),
    )
  })
}

/** Whether everything that is installed is what it should be, and something is missing. */
function isPartly(root) {
  const wanted = packagesIn(join(root, 'package-lock.json'))
  const present = packagesIn(join(root, 'node_modules', '.package-lock.json'))
  return present !== null && Object.entries(present).every(([path, found]) => wanted[path] && isSame(found, wanted[path]))
}

const isSame = (found, wanted) => found.version === wanted.version && found.integrity === wanted.integrity

/** An optional package that names no platform serves others that do: npm leaves it out together with them. */
const isForHere = (entry) => Boolean(entry.os ?? entry.cpu) && suits(entry)

const suits = ({ os, cpu, libc }) =>
  (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch)) && !(libc && !libc.includes('glibc'))

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch {
    return null
  }
}

/** One process at a time; a lock whose owner is gone is taken over. */
async function lock(folder, doing) {
  const directory = join(folder, 'install.lock')
  const owner = join(directory, 'pid')
  mkdirSync(folder, { recursive: true })
  let said = false
  let empty = 0
  for (;;) {
    try {
      mkdirSync(directory)
      writeFileSync(owner, String(process.pid))
      return () => rmSync(directory, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const pid = existsSync(owner) ? Number(readFileSync(owner, 'utf8')) : 0
    empty = pid ? 0 : empty + 1
    if ((pid && !isAlive(pid)) || empty > 10) rmSync(directory, { recursive: true, force: true })
    else if (pid && !said) console.error(`Waiting for process ${pid}, which is ${doing} …`)
    said ||= pid > 0
    await sleep(200)
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The npm that started us, else the one on PATH. */
function npmCommand() {
  const cli = process.env.npm_execpath
  if (cli && basename(cli) === 'npm-cli.js') return [process.execPath, cli]
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm']
}

function run(command, parameters, cwd) {
  return new Promise((resolve, reject) => {
    // npm's own output goes to standard error, so that standard output is the program's.
    const child = spawn(command, parameters, { cwd, stdio: ['ignore', 2, 2], shell: command.endsWith('.cmd') })
    child.on('error', (error) => reject(new Error(`npm cannot be run (${error.message}): install Node 20 or later with npm.`)))
    child.on('exit', (code, signal) => resolve(code ?? signal))
  })
}
