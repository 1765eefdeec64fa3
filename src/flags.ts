import { parseArgs } from 'node:util'
import { ConfigError } from './platform/environment.ts'

/** The flags of `src/server.ts`, each a variable of the environment by another name; a flag wins. */
const FLAGS = { role: 'ROLE', processes: 'PROCESSES' } as const

/** The environment as the command line changes it; throws a ConfigError for what is no flag. */
export function withFlags(
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): Readonly<Record<string, string | undefined>> {
  const names = Object.keys(FLAGS) as (keyof typeof FLAGS)[]
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true })
    return { ...env, ...Object.fromEntries(names.flatMap((name) => (values[name] ? [[FLAGS[name], values[name]]] : []))) }
  } catch {
    throw new ConfigError('The command line', args.join(' '), names.map((name) => `--${name} <value>`).join(' '))
  }
}
