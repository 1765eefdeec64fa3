/** What the server says of itself (/config.json), and which event the page shows (`?event=`). */
export interface OidcSite {
  readonly mode: 'oidc'
  readonly issuer: string
  readonly clientId: string | null
  /** Null while the identity provider does not answer. */
  readonly authorizationEndpoint: string | null
  readonly tokenEndpoint: string | null
  readonly endSessionEndpoint: string | null
  readonly scope: string
}

export interface Site {
  readonly auth: OidcSite | { readonly mode: 'dev' } | { readonly mode: 'guest' }
  readonly adminGroup: string
  readonly eventId: string
  readonly hasExplorer: boolean
  /** Documents are sent by their ids, because no other may be. */
  readonly trustedOnly: boolean
}

let asked: Promise<Site> | null = null

export function loadSite(): Promise<Site> {
  asked ??= fetch('/config.json', { cache: 'no-store' })
    .then((response) => response.json() as Promise<Site>)
    .catch((error: unknown) => {
      asked = null
      throw error
    })
  return asked
}

/** The event of the address, else the server's. */
export const eventIdOf = (site: Site): string => new URLSearchParams(location.search).get('event') ?? site.eventId
