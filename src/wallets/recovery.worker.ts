/** Recovers signers in a thread of its own: a packed batch in, the packed answers out. */
import { parentPort } from 'node:worker_threads'
import { recoverPacked } from './recovery.codec.ts'

parentPort?.on('message', (jobs: Uint8Array) => {
  const signers = recoverPacked(jobs)
  parentPort?.postMessage(signers, [signers.buffer])
})
