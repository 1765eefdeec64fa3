import { Worker } from 'node:worker_threads'
import { availableParallelism } from 'node:os'
import { type CodedError, unavailable } from '../graphql/errors.ts'
import type { Log } from '../platform/log.ts'
import { counter, gauge } from '../platform/metrics.ts'
import { typedDataHasher } from './hashing.codec.ts'
import { hexOf } from './hex.ts'
import { packJobs, type RecoveryJob, unpackSigners } from './recovery.codec.ts'
import { parseSignature, type Signature, signatureText } from './signature.ts'
import type { Hex, Message, SigningDomain, StructName } from './typed-data.ts'

/** What a signature says. */
export interface Signed {
  /** The EIP-712 hash of the message; an order's id. */
  readonly hash: Hex
  /** Whose key signed it; null where the text is no signature or none that a key can have made. */
  readonly signer: Hex | null
  /** As it is stored, 65 bytes; null where the text is no signature. */
  readonly signature: Hex | null
}

/**
 * Hashes messages of this exchange and finds out who signed them. Hashing is quick and done here; recovering a key takes as
 * long as the rest of a request, so worker threads do it, in batches of what came while they were busy.
 */
export interface Signatures {
  readonly domain: SigningDomain
  hashOf<Name extends StructName>(name: Name, message: Message<Name>): Hex
  /** Never says whether the signer may: that is `authoritiesOf`'s. Rejects with SERVICE_UNAVAILABLE only. */
  verify<Name extends StructName>(name: Name, message: Message<Name>, signature: string): Promise<Signed>
  /** Whose key signed 32 bytes. */
  recover(digest: Buffer, signature: Signature): Promise<Hex | null>
  close(): Promise<void>
}

declare module '../graphql/context.ts' {
  interface Services {
    signatures: Signatures
  }
}

export interface RecoveryLimits {
  readonly workers: number
  /** Signatures that one message to a worker carries at most. */
  readonly batchMax: number
  /** Signatures that may wait; one more is refused, retryable. */
  readonly queueMax: number
  /** The program of a worker. */
  readonly program: URL
}

const LIMITS: RecoveryLimits = {
  workers: Math.min(4, Math.max(1, availableParallelism() - 1)),
  batchMax: 32,
  queueMax: 20_000,
  program: new URL('./recovery.worker.ts', import.meta.url),
}

export function createSignatures(domain: SigningDomain, log: Log, limits: Partial<RecoveryLimits> = {}): Signatures {
  const hasher = typedDataHasher(domain)
  const pool = createRecoveryPool(log, { ...LIMITS, ...limits })
  return {
    domain,
    hashOf: (name, message) => hexOf(hasher(name, message)),
    async verify(name, message, text) {
      const digest = hasher(name, message)
      const signature = parseSignature(text)
      const signer = signature && (await pool.recover(digest, signature))
      return { hash: hexOf(digest), signer, signature: signature && signatureText(signature) }
    },
    recover: pool.recover,
    close: pool.close,
  }
}

interface Waiting extends RecoveryJob {
  readonly answer: (signer: Hex | null) => void
  readonly fail: (error: Error) => void
}

const recovered = counter('signatures_recovered_total', 'Signatures whose signer was looked for.')
const crashed = counter('signature_workers_crashed_total', 'Worker threads of signatures that ended by themselves.')

/** Workers start when the first signature comes, and again with the next one after a crash. */
function createRecoveryPool(log: Log, { workers: workersMax, batchMax, queueMax, program }: RecoveryLimits) {
  const waiting: Waiting[] = []
  /** Each worker with what it is at; one that is idle has nothing. */
  const workers = new Map<Worker, Waiting[]>()
  const unregister = gauge('signature_queue', 'Signatures that wait for a worker.', () => waiting.length)
  let scheduled = false
  let closed = false

  function start(): Worker {
    const worker = new Worker(program)
    worker.unref()
    workers.set(worker, [])
    worker.on('message', (signers: Uint8Array) => {
      const batch = workers.get(worker) ?? []
      workers.set(worker, [])
      unpackSigners(signers).forEach((signer, index) => batch[index]!.answer(signer))
      dispatch()
    })
    worker.on('error', (error) => log.error({ err: error }, 'a worker of signatures failed'))
    worker.on('exit', () => {
      const batch = workers.get(worker) ?? []
      workers.delete(worker)
      if (!closed) crashed.add()
      for (const { fail } of batch) fail(uncheckable())
      if (waiting.length > 0) dispatch()
    })
    return worker
  }

  function dispatch(): void {
    scheduled = false
    while (waiting.length > 0) {
      const idle = [...workers].filter(([, batch]) => batch.length === 0).map(([worker]) => worker)
      const mayStart = workersMax - workers.size
      const worker = idle[0] ?? (mayStart > 0 ? start() : null)
      if (!worker) return
      const size = Math.min(batchMax, Math.ceil(waiting.length / Math.max(1, idle.length + mayStart)))
      const batch = waiting.splice(0, size)
      workers.set(worker, batch)
      recovered.add({}, batch.length)
      const packed = packJobs(batch)
      worker.postMessage(packed, [packed.buffer])
    }
  }

  return {
    async recover(digest: Buffer, signature: Signature): Promise<Hex | null> {
      if (closed || waiting.length >= queueMax) throw uncheckable()
      return await new Promise<Hex | null>((answer, fail) => {
        waiting.push({ digest, signature, answer, fail })
        if (scheduled) return
        scheduled = true
        // What the same turn brings, as the orders of one batch, goes out together.
        queueMicrotask(dispatch)
      })
    },
    async close(): Promise<void> {
      closed = true
      for (const { fail } of waiting.splice(0)) fail(uncheckable())
      await Promise.all([...workers.keys()].map((worker) => worker.terminate()))
      unregister()
    },
  }
}

const uncheckable = (): CodedError => unavailable('The signature cannot be checked now. Try again.')
