/** Where the page is, by the address behind `#`: `#/`, `#/p/<projectId>`, `#/portfolio`, `#/leaders`, `#/news`. */
import { createSignal } from 'solid-js'

export type Route =
  | { readonly view: 'market' | 'portfolio' | 'leaders' | 'news' }
  | { readonly view: 'project'; readonly projectId: string }

const VIEWS = ['portfolio', 'leaders', 'news'] as const

function readRoute(hash: string): Route {
  const [, head = '', id = ''] = hash.replace(/^#/, '').split('/')
  if (head === 'p' && id !== '') return { view: 'project', projectId: decoded(id) }
  const view = VIEWS.find((name) => name === head)
  return { view: view ?? 'market' }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const [route, setRoute] = createSignal<Route>(readRoute(location.hash))
addEventListener('hashchange', () => setRoute(readRoute(location.hash)))

export { route }
export const projectHref = (projectId: string): string => `#/p/${encodeURIComponent(projectId)}`
