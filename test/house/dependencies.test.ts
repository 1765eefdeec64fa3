/** What may be installed, and what of it may run at installation: nothing. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './source-files.ts'

const read = <T>(file: string): T => JSON.parse(readFileSync(join(root, file), 'utf8')) as T
interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
  readonly dev?: boolean
  readonly optional?: boolean
}
type Versions = Record<string, string>
const lock = read<{ packages: Record<string, Locked> }>('package-lock.json').packages
const project = read<{
  dependencies: Versions
  devDependencies: Versions
  optionalDependencies: Versions
  allowScripts: Record<string, boolean>
}>('package.json')
const installed = Object.entries(lock).filter(([path, { link }]) => path !== '' && !link)

describe('Dependencies', () => {
  test('with install scripts are those whose scripts are denied in package.json; none is allowed to run one', () => {
    const scripted = installed.flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript ? [path.slice(path.lastIndexOf('node_modules/') + 13)] : [],
    )
    expect(Object.keys(project.allowScripts).sort()).toEqual([...new Set(scripted)].sort())
    expect(Object.values(project.allowScripts)).not.toContain(true)
    expect(readFileSync(join(root, 'scripts', 'install.mjs'), 'utf8')).toContain("'--ignore-scripts'")
  })

  test('are named by exact versions', () => {
    const named = { ...project.dependencies, ...project.devDependencies, ...project.optionalDependencies }
    expect(Object.entries(named).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })

  test('come from the registry, each with the hash of its content; programs of linters for other platforms may lack it', () => {
    const unchecked = installed.filter(
      ([, { integrity, dev, optional }]) => !integrity?.startsWith('sha512-') && !(dev && optional),
    )
    expect(unchecked.map(([path]) => path)).toEqual([])
    // The lock file names no address, so everything comes from the registry that npm is set to, and from nowhere else.
    const elsewhere = installed.filter(([, { resolved }]) => resolved)
    expect(elsewhere.map(([path, { resolved }]) => `${path} from ${resolved}`)).toEqual([])
  })
})
