import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KINDS, kindOf, ROOMS, RUNNING_PARTS, roomOf } from './rooms.ts'
import { codeOf, functionsOf, root, type SourceFile, sourceFiles } from './source-files.ts'

const isTest = ({ path }: SourceFile) => /\.(test|spec)\.ts$|^test\//.test(path)
const source = sourceFiles('src/**/*.ts').filter((file) => !isTest(file))
const everything = sourceFiles('{src,migrations,test,scripts,bench,examples}/**/*.{ts,mjs}', 'web/src/**/*.{ts,tsx}', '*.ts')

/** Every line of `files` that `pattern` finds in code, as `path: text`. */
const found = (files: readonly SourceFile[], pattern: RegExp): string[] =>
  files.flatMap((file) => (codeOf(file).match(pattern) ?? []).map((text) => `${file.path}: ${text.trim()}`))

describe('Rooms', () => {
  test('are all in the order, and the order has no other', () => {
    const present = new Set(source.map(({ path }) => roomOf(path)).filter((room) => room !== null))
    expect([...present].sort()).toEqual([...ROOMS].sort())
  })

  test('import only from rooms before them (types aside); schema.ts is the list of rooms', () => {
    const order = (room: string | null) => (room === null ? ROOMS.length : ROOMS.findIndex((name) => name === room))
    const upward = source
      .filter(({ path }) => path !== 'src/graphql/schema.ts')
      .flatMap((file) =>
        file.imports
          .filter(({ isOurs, isTypeOnly, target }) => isOurs && !isTypeOnly && order(roomOf(target)) > order(roomOf(file.path)))
          .map(({ target }) => `${file.path} imports ${target}`),
      )
    expect(upward).toEqual([])
  })

  test('go down inside: graphql → commands → sql → table → pure', () => {
    const upward = source.flatMap((file) => {
      const own = kindOf(file.path)
      return file.imports.flatMap(({ target, isOurs, isTypeOnly }) => {
        const other = isOurs && !isTypeOnly ? kindOf(target) : null
        return own && other && KINDS.indexOf(other) > KINDS.indexOf(own) ? [`${file.path} imports ${target}`] : []
      })
    })
    expect(upward).toEqual([])
  })

  test('have no barrel file: what one needs comes from the file that defines it', () => {
    expect(source.filter(({ path }) => path.endsWith('/index.ts')).map(({ path }) => path)).toEqual([])
    expect(found(source, /^export (?:type )?(?:\*|\{[^}]*\})(?: as \w+)? from/gm)).toEqual([])
  })
})

describe('A pure file', () => {
  const pure = source.filter(({ path }) => kindOf(path) === 'pure')

  test('has no package and no shell under it', () => {
    const impure = pure.flatMap(({ path, imports }) =>
      imports
        .filter(
          ({ target, isOurs, isTypeOnly }) =>
            !isTypeOnly && (isOurs ? RUNNING_PARTS.includes(target) || roomOf(target) === 'platform' : true),
        )
        .map(({ target }) => `${path} imports ${target}`),
    )
    expect(impure).toEqual([])
  })

  test('has no clock, no randomness, no environment, and waits for nothing', () => {
    const pattern =
      /\basync\b|\bawait\b|\bPromise\b|\bDate\.now\b|\bnew Date\(\)|\bperformance\.|\bMath\.random\b|\bprocess\.|\bset(?:Timeout|Interval|Immediate)\b|\bcrypto\b/g
    expect(found(pure, pattern)).toEqual([])
  })
})

describe('SQL', () => {
  const isSql = ({ path }: SourceFile) => path.endsWith('.sql.ts') || path.startsWith('migrations/')
  const elsewhere = source.filter((file) => !isSql(file))

  test('stands in *.sql.ts and migrations only', () => {
    expect(found(elsewhere, /\bsql(?:<[^`]*>)?`|\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(/g)).toEqual([])
  })

  test('and Kysely itself are unknown to *.graphql.ts', () => {
    const knowing = elsewhere.filter(
      ({ path, imports }) => path.endsWith('.graphql.ts') && imports.some(({ target }) => target.startsWith('kysely')),
    )
    expect(knowing.map(({ path }) => path)).toEqual([])
  })

  test('of a room writes only its own tables', () => {
    const owners = new Map<string, string>()
    for (const { text, path } of sourceFiles('src/database.ts')) {
      const rooms = new Map(
        Array.from(text.matchAll(/\{([^}]*)\} from '\.\/([^/]+)\//g)).flatMap(([, names, room]) =>
          names!.split(',').map((name) => [name.trim(), room!]),
        ),
      )
      for (const [, table, type] of text.matchAll(/^ {2}(\w+): (\w+)$/gm)) owners.set(table!, rooms.get(type!) ?? path)
    }
    const writes =
      /\b(?:insert into|update(?! of\b| skip\b)|delete from|insertInto\(['"]|updateTable\(['"]|deleteFrom\(['"])\s*(\w+)/gi
    const foreign = source.filter(isSql).flatMap(({ path, text }) =>
      Array.from(text.matchAll(writes), ([, table]) => table!)
        .filter(
          (table) => owners.has(table) && owners.get(table) !== roomOf(path) && !['demo', 'backup'].includes(roomOf(path) ?? ''),
        )
        .map((table) => `${path} writes ${table} of ${owners.get(table)}`),
    )
    expect(owners.size).toBeGreaterThan(10)
    expect(foreign).toEqual([])
  })

  test('of every migration can be taken back, and its name is its date and purpose', () => {
    const migrations = sourceFiles('migrations/*.ts')
    for (const { path, text } of migrations) {
      expect(path).toMatch(/^migrations\/\d{4}-\d{2}-\d{2}-\d{2}-[a-z0-9-]+\.ts$/)
      expect(text).toMatch(/export async function up\([\s\S]*export async function down\(/)
    }
  })
})

describe('Sizes, which may only shrink', () => {
  const isPage = ({ path }: SourceFile) => path.startsWith('web/')

  test('of files: 300 lines, of tests 500, of pages with their markup 450', () => {
    const long = everything.filter((file) => file.lines.length > (isTest(file) ? 500 : isPage(file) ? 450 : 300))
    expect(long.map(({ path, lines }) => `${path}: ${lines.length} lines`)).toEqual([])
  })

  test('of functions: 60 lines, of components with their markup 140', () => {
    const long = everything.flatMap((file) =>
      functionsOf(file)
        .filter(({ length }) => length > (isPage(file) ? 140 : 60))
        .map(({ name, length }) => `${file.path}: ${name} has ${length} lines`),
    )
    expect(long).toEqual([])
  })
})

describe('No file', () => {
  test('has what is left to do, or an exception from the checks', () => {
    const word = ['TO', 'DO|FIX', 'ME|XX', 'X|HA', 'CK'].join('')
    const pattern = new RegExp(
      String.raw`\b(?:${word})\b|@ts-(?:ignore|nocheck|expect-error)|\b(?:test|it|describe)\.(?:only|todo)\b`,
      'g',
    )
    expect(everything.flatMap(({ path, text }) => (text.match(pattern) ?? []).map((match) => `${path}: ${match}`))).toEqual([])
  })

  test('of the server writes to the console: there is a log; the banner is the one exception', () => {
    const allowed = ['src/server.ts', 'src/platform/postgres-keeper.ts']
    expect(
      found(
        source.filter(({ path }) => !allowed.includes(path)),
        /\bconsole\.\w+/g,
      ),
    ).toEqual([])
  })

  test('names a folder of one machine', () => {
    expect(
      everything.flatMap(({ path, text }) =>
        (text.match(/['"`](?:file:\/\/)?\/(?:root|home|work|Users)\/\S*/g) ?? []).map((match) => `${path}: ${match}`),
      ),
    ).toEqual([])
  })
})

test('The lock file names the packages of every platform, or npm ci refuses it', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  )
  expect(missing).toEqual([])
})
