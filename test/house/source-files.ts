import { globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the house test knows of a file: its text, and what it imports. */
export interface SourceFile {
  /** From the repository's root, such as `src/trading/price-line.ts`. */
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
  readonly imports: readonly Import[]
}

export interface Import {
  /** A path from the root for files of ours, else the package's name. */
  readonly target: string
  readonly isOurs: boolean
  readonly isTypeOnly: boolean
}

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Our files that match the patterns, in the order of their paths. */
export function sourceFiles(...patterns: string[]): SourceFile[] {
  return globSync(patterns, { cwd: root, exclude: (path) => /(^|\/)(node_modules|generated)$/.test(path) })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map(readSource)
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  return { path, text, lines: text.replace(/\n$/, '').split('\n'), imports: importsOf(path, text) }
}

const statement = /^(?:import|export)\s+(type\s)?([^'"`;]*?\bfrom\s+)?['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm

function importsOf(path: string, text: string): Import[] {
  return Array.from(text.matchAll(statement), ([, type, names = '', from, dynamic]) => {
    const specifier = from ?? dynamic!
    const isOurs = specifier.startsWith('.')
    const members =
      /\{([^}]*)\}/
        .exec(names)?.[1]
        ?.split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '') ?? []
    const onlyTypes = members.length > 0 && /^\{/.test(names.trim()) && members.every((name) => name.startsWith('type '))
    return {
      target: isOurs ? posix.join(posix.dirname(path), specifier) : specifier,
      isOurs,
      isTypeOnly: Boolean(type) || onlyTypes,
    }
  })
}

/** The text without comments and string contents, for rules about code. */
export function codeOf({ text }: SourceFile): string {
  return text.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`\\/])\/\/.*$/gm, '').replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
}

/** Functions and methods with a body, by indentation, each without the functions inside it. */
export function functionsOf(file: SourceFile): { readonly name: string; readonly length: number }[] {
  const spans = file.lines.flatMap((line, start) => {
    const head = functionHead.exec(line)
    const name = head?.[2] ?? head?.[3] ?? head?.[4]
    if (!head || !name || /^(if|for|while|switch|catch)$/.test(name)) return []
    const end = file.lines.findIndex((other, at) => at > start && other.startsWith(`${head[1]}}`))
    return end < 0 ? [] : [{ name, start, end }]
  })
  return spans.map(({ name, start, end }) => {
    const inside = spans.filter((other) => other.start > start && other.end < end)
    const outermost = inside.filter((one) => !inside.some((other) => other.start < one.start && other.end > one.end))
    return { name, length: end - start + 1 - outermost.reduce((sum, one) => sum + one.end - one.start + 1, 0) }
  })
}

const functionHead =
  /^( *)(?:export )?(?:default )?(?:async )?(?:function\*? (\w+)|(?:const|let) (\w+) = (?:async )?\([^)]*\)(?:: [^=]+)? => \{$|(?:private |static |async |readonly )*([#\w]+)\([^)]*\)(?:: [^{]+)? \{$)/
