/**
 * Builds the pages of web/ into web/dist where their sources changed since the last build; plain JavaScript for any Node
 * from 20 on. The new folder takes the old one's place at once, so that a server that runs meanwhile serves one of the two.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './install.mjs'

const STAMP = 'sources.sha256'

/** With `rootDir` as the repository and `node` as the program that runs Vite. */
export async function buildWeb(root, { node }) {
  if (isFresh(root)) return
  await withLock(join(root, '.cache'), 'building the pages', async () => {
    if (isFresh(root)) return
    const start = Date.now()
    console.error('Building the pages (only after changes) …')
    const wanted = fingerprint(root)
    const draft = join(root, 'web', `dist.${process.pid}`)
    try {
      await run(
        node,
        [
          join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
          'build',
          join(root, 'web'),
          '--outDir',
          draft,
          '--emptyOutDir',
          '--logLevel',
          'warn',
        ],
        root,
      )
      writeFileSync(join(draft, STAMP), wanted)
      swap(draft, join(root, 'web', 'dist'))
    } finally {
      rmSync(draft, { recursive: true, force: true })
    }
    console.error(`The pages are built (${((Date.now() - start) / 1000).toFixed(1)} s).`)
  })
}

function isFresh(root) {
  const stamp = join(root, 'web', 'dist', STAMP)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root)
}

function fingerprint(root) {
  const hash = createHash('sha256')
  const web = join(root, 'web')
  const files = readdirSync(web, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !/^dist([.\\/]|$)/.test(file.slice(web.length + 1)) && !/\.test\.ts$/.test(file))
  for (const file of files.sort())
    hash
      .update(`${file.slice(web.length)}\0`)
      .update(readFileSync(file))
      .update('\0')
  // What the build is made with.
  hash.update(readFileSync(join(root, 'package-lock.json')))
  return hash.digest('hex')
}

function swap(draft, target) {
  const old = `${draft}.old`
  mkdirSync(dirname(target), { recursive: true })
  if (existsSync(target)) renameSync(target, old)
  renameSync(draft, target)
  rmSync(old, { recursive: true, force: true })
}

function run(command, parameters, cwd) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { cwd, stdio: ['ignore', 2, 2], env: { ...process.env, NODE_ENV: 'production' } })
    child.on('error', reject)
    child.on('exit', (code, signal) =>
      code === 0
        ? resolve()
        : reject(new Error(`The pages could not be built (vite ended with ${code ?? signal}; its reason is above).`)),
    )
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildWeb(dirname(dirname(fileURLToPath(import.meta.url))), { node: process.execPath })
}
