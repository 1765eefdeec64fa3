/**
 * The one way into the project, in plain JavaScript for any Node from 20 on: installs the locked dependencies when they
 * are not what package-lock.json says, then hands over to the Node that came with them. Modes:
 *   start <script> …   run a script with what production needs, the pages built
 *   run <script> …     the same; for scripts of development with what they need
 *   test … · check     the whole test suite · types, lint, format, house rules and the printed schema, in seconds
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWeb } from './build-web.mjs'
import { check } from './check.mjs'
import { install } from './install.mjs'

/** A smaller nursery of the heap, in MB: a server after some use has 157 MB instead of 187 resident. */
const SERVER_FLAGS = ['--max-semi-space-size=8']

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [mode = '', ...rest] = process.argv.slice(2)
const usage =
  'Usage: npm start | npm test [-- files] | npm run check | npm run token -- <e-mail> | npm run migrate [-- down|status]'

if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node ${process.versions.node} is too old: install Node 20 or later and run the command again.`)
}
const forDevelopment =
  mode === 'test' || mode === 'check' || (mode === 'run' && /^(bench\/|test\/|scripts\/codegen)/.test(rest[0] ?? ''))
try {
  await install(root, { forDevelopment })
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}

const node = findNode()
const env = {
  ...process.env,
  PATH: `${dirname(node)}${delimiter}${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
}
if (mode === 'start' || mode === 'test') await buildWeb(root, { node }).catch((error) => fail(error.message))
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
if (mode === 'start' || mode === 'run') {
  if (!rest[0]) fail(usage)
  handOver([...(mode === 'start' ? SERVER_FLAGS : []), join(root, rest[0]), ...rest.slice(1)])
} else if (mode === 'test') handOver([vitest, 'run', ...rest])
else if (mode === 'check') process.exitCode = await check({ root, node, env })
else fail(usage)

/** The locked Node; where none was made for this platform, this one if it runs TypeScript as it is. */
function findNode() {
  const names = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ]
  for (const name of names) {
    const file = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (existsSync(file)) return file
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return fail(
    `No Node comes with the dependencies for ${process.platform}-${process.arch}: install Node 26 yourself and run the command again.`,
  )
}

/** Runs a program of this Node in the foreground: our signals are its signals, its exit code is ours. */
function handOver(parameters) {
  const child = spawn(node, parameters, { cwd: root, env, stdio: 'inherit' })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', ...(process.platform === 'win32' ? [] : ['SIGQUIT', 'SIGUSR2'])]
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.on('error', (error) =>
    fail(
      `${node} cannot be run (${error.message}): on musl systems such as Alpine use a glibc image, or install Node 26 yourself.`,
    ),
  )
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
