/** `npm run check`: everything about the code that can be told in seconds, all at once; answers the exit code. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

export async function check({ root, node, env }) {
  const bin = (...parts) => join(root, 'node_modules', ...parts)
  const steps = [
    { name: 'types', command: [node, bin('typescript', 'bin', 'tsc'), '--noEmit'] },
    { name: 'web types', command: [node, bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', 'web'] },
    { name: 'lint', command: [node, bin('oxlint', 'bin', 'oxlint'), '--type-aware', '--quiet'] },
    { name: 'format', command: [node, bin('@biomejs', 'biome', 'bin', 'biome'), 'format', '.'], remedy: 'npm run format' },
    { name: 'house', command: [node, bin('vitest', 'vitest.mjs'), 'run', '--config', 'test/house/vitest.config.ts'] },
    { name: 'schema', command: [node, 'scripts/print-schema.ts', '--check'], remedy: 'npm run schema' },
  ]
  // The types of the tests include those of the documents, which are written from the schema.
  const hasDocuments = await runStep({ name: 'documents', command: [node, 'scripts/codegen.ts'] }, { root, env })
  const results = await Promise.all(steps.map((step) => runStep(step, { root, env })))
  return hasDocuments && results.every(Boolean) ? 0 : 1
}

/** Prints what a step said only if it failed. */
function runStep({ name, command, remedy }, { root, env }) {
  const start = Date.now()
  return new Promise((resolve) => {
    const child = spawn(command[0], command.slice(1), { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => (output += error.message))
    child.on('close', (code) => {
      const seconds = ((Date.now() - start) / 1000).toFixed(1)
      console.log(
        code === 0
          ? `ok      ${name} (${seconds} s)`
          : `FAILED  ${name} (${seconds} s)${remedy ? `: ${remedy} repairs it` : ''}\n${output}`,
      )
      resolve(code === 0)
    })
  })
}
