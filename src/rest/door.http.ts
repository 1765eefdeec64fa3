/** The whole REST door: routes, exports, what OpenAPI says of them, and the plain WebSocket. */
import type { ServerResponse } from 'node:http'
import { exceptServices } from '../graphql/sign-in.ts'
import type { Speak } from '../graphql/ws.ts'
import type { Deps } from '../platform/deps.ts'
import { createExportDoor } from './exports.http.ts'
import { openApi } from './openapi.ts'
import { createPricesSocket, type PricesOptions } from './prices.ws.ts'
import { createRestDoor, type RestDoor, type RestOptions } from './rest.http.ts'

export interface RestRoom extends RestDoor {
  /** What is spoken on the sockets of its paths. */
  readonly tongues: ReadonlyMap<string, Speak>
}

type Options = Omit<RestOptions & PricesOptions, 'log'> & { readonly deps: Deps }

export function createRest(options: Options): RestRoom {
  const shared = { ...options, log: options.deps.log }
  const routes = createRestDoor(shared)
  const exports = createExportDoor({ ...options, authenticate: exceptServices(options.authenticate) })
  const openApiText = JSON.stringify(openApi())
  const describe: RestDoor = {
    isKnown: (path) => path === '/openapi.json',
    async handle(request, response) {
      showDescription(response, request.method ?? '', openApiText)
      return {}
    },
  }
  const doors = [routes, exports, describe]
  return {
    isKnown: (path) => doors.some((door) => door.isKnown(path)),
    handle: (request, response, path, requestId) =>
      doors.find((door) => door.isKnown(path))!.handle(request, response, path, requestId),
    tongues: new Map([['/btx/ws', createPricesSocket(shared)]]),
  }
}

/** For everyone to read, pages of other origins too. */
function showDescription(response: ServerResponse, method: string, text: string): void {
  const isRead = method === 'GET' || method === 'HEAD'
  response.writeHead(isRead ? 200 : 405, {
    'content-type': 'application/json; charset=utf-8',
    'access-control-allow-origin': '*',
    ...(isRead ? {} : { allow: 'GET, HEAD' }),
  })
  response.end(isRead ? text : JSON.stringify({ message: 'The method must be GET.', data: { code: 'BAD_REQUEST' } }))
}
