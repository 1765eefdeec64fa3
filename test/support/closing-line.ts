import type { Reporter, TestModule } from 'vitest/node'

/** Ends the run with one plain line, and fails it where CI=true and something was skipped. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state]++
    }
    const skipped = counts.skipped + counts.pending
    console.log(`${counts.passed} passed, ${counts.failed} failed, ${skipped} skipped`)
    if (skipped > 0 && process.env.CI === 'true') {
      console.log('With CI=true nothing may be skipped.')
      process.exitCode = 1
    }
  }
}
