/** Who sends a request, by its Authorization header; a bad token refuses the request as a whole. */
import type { IncomingMessage } from 'node:http'
import type { Viewer } from '../identity/viewer.ts'
import type { Log } from '../platform/log.ts'
import { CodedError } from './errors.ts'
import { maskError } from './masking.ts'
import { headerOf, RequestRefused } from './request.ts'

export type Authenticate = (authorization: string | null) => Promise<Viewer | null>

const STATUS: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, FORBIDDEN: 403, SERVICE_UNAVAILABLE: 503 }

export async function signIn(
  { authenticate, log }: { readonly authenticate: Authenticate; readonly log: Log },
  request: IncomingMessage,
  requestId: string,
): Promise<Viewer | null> {
  try {
    return await authenticate(headerOf(request, 'authorization'))
  } catch (error) {
    const shown = maskError(error, requestId, log)
    const status = STATUS[String(shown.extensions['code'])] ?? 500
    throw new RequestRefused(status, shown as CodedError, status === 401 ? { 'www-authenticate': 'Bearer' } : {})
  }
}

/** The same, but for service tokens, which are good for one REST route alone. */
export const exceptServices =
  (authenticate: Authenticate): Authenticate =>
  async (authorization) => {
    const viewer = await authenticate(authorization)
    if (viewer?.isService)
      throw new CodedError('FORBIDDEN', 'A service token is good for POST /btx/admin/investment-impact alone.')
    return viewer
  }
