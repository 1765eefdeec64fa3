/** Where a request to an issuer comes from. Pure. Source: protocol, "Identity"; threats, rows 22 and 27. */

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** 127.0.0.0/8 and ::1, also written as IPv6. */
function isLoopbackAddress(address: string): boolean {
  const plain = address.toLowerCase().replace(/^::ffff:/, '')
  return plain === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain)
}

const FORWARDING =
  /^(x-forwarded(-.*)?|forwarded|via|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|.*-connecting-ip|fly-client-ip)$/i

/**
 * A program on this machine speaks for itself: a loopback connection without any forwarding header. A browser must also
 * have asked a loopback name, from a page of a loopback name, so that no web page acts for who happens to read it.
 */
export function isLocalCaller(remoteAddress: string, headers: Headers): boolean {
  if (!isLoopbackAddress(remoteAddress)) return false
  if (Object.keys(headers).some((name) => FORWARDING.test(name) && headers[name] !== undefined)) return false
  const site = first(headers['sec-fetch-site'])
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  const origin = first(headers.origin)
  if (origin !== undefined && !isLoopbackUrl(origin)) return false
  const host = first(headers.host)
  return host === undefined || isLoopbackUrl(`http://${host}`)
}

export const first = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : header?.[0]

function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const host = new URL(text).hostname.replace(/^\[|\]$/g, '')
  return host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(host)
}
