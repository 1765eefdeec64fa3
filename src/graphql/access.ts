import type { Viewer } from '../identity/viewer.ts'
import type { Context } from './context.ts'
import { forbidden, unauthenticated } from './errors.ts'
import { PLAIN_ID } from './node.ts'

/** The caller; UNAUTHENTICATED for a guest. */
export function requireViewer(context: Context): Viewer {
  if (!context.viewer) throw unauthenticated()
  return context.viewer
}

/** The caller, who is an administrator; UNAUTHENTICATED or FORBIDDEN otherwise. */
export function requireAdmin(context: Context): Viewer {
  const viewer = requireViewer(context)
  if (!viewer.isAdmin) throw forbidden()
  return viewer
}

/** The caller, who is an administrator or the service of investments, which the door lets in for them alone. */
export function requireInvestor(context: Context): Viewer {
  const viewer = requireViewer(context)
  if (!viewer.isAdmin && !viewer.isService) throw forbidden()
  return viewer
}

export const DEFAULT_EVENT_ID = 'kickstart'

/** A projectId or eventId as the database may see it; null for a text that no id has. */
export const plainId = (text: string): string | null => (PLAIN_ID.test(text) ? text : null)

/** The argument `eventId`: kickstart where it is null or absent. */
export const eventIdOf = (argument: string | null | undefined): string => argument ?? DEFAULT_EVENT_ID
