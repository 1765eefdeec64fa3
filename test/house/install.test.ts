/** When the dependencies are installed: where the lock file names what is not there, and never else. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

type Install = (root: string, options: { forDevelopment: boolean }) => Promise<void>
const module = new URL('../../scripts/install.mjs', import.meta.url)
const { install } = (await import(fileURLToPath(module))) as { install: Install }

let root: string

/** An npm that only leaves a mark. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'btx-install-'))
  mkdirSync(join(root, 'node_modules'))
  writeFileSync(join(root, 'npm-cli.js'), `require('node:fs').writeFileSync(${JSON.stringify(join(root, 'called'))}, '')`)
  vi.stubEnv('npm_execpath', join(root, 'npm-cli.js'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(root, { recursive: true })
})

async function isInstallRun(wanted: object, present: object, forDevelopment = true): Promise<boolean> {
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }))
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: present }))
  await install(root, { forDevelopment })
  return existsSync(join(root, 'called'))
}

const a = { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } }
const b = (entry: object) => ({ 'node_modules/b': { version: '1.0.0', ...entry } })

test.each([
  ['everything is there', a, a],
  ['the rest is for another platform', { ...a, ...b({ optional: true, os: ['plan9'] }) }, a],
  ['the rest only serves what is for another platform', { ...a, ...b({ optional: true }) }, a],
])('nothing is installed where %s', async (_where, wanted, present) => {
  expect(await isInstallRun(wanted, present)).toBe(false)
})

test.each([
  ['a package is missing', { ...a, ...b({}) }, a],
  ['a package has another version', { 'node_modules/a': { version: '1.0.1', integrity: 'sha512-a' } }, a],
  ['the package for this platform is missing', { ...a, ...b({ optional: true, os: [process.platform] }) }, a],
])('the locked packages are installed where %s', async (_where, wanted, present) => {
  expect(await isInstallRun(wanted, present)).toBe(true)
})

test('packages for development are asked for by development only', async () => {
  expect(await isInstallRun({ ...a, ...b({ dev: true }) }, a, false)).toBe(false)
  expect(await isInstallRun({ ...a, ...b({ dev: true }) }, a, true)).toBe(true)
})
