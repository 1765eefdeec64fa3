import { describe, expect, it } from 'vitest'
import { addressGroup } from '../platform/addresses.ts'
import { isLocalCaller } from './callers.ts'

describe('a caller is local', () => {
  it.each([
    ['by IPv4', '127.0.0.1', {}],
    ['by any address of the loopback net', '127.8.9.10', { host: '127.8.9.10:4000' }],
    ['by IPv6', '::1', { host: '[::1]:4000' }],
    ['by IPv4 written as IPv6', '::ffff:127.0.0.1', { host: 'localhost:4000' }],
    [
      'in a browser on a local page',
      '127.0.0.1',
      { host: 'localhost:4000', origin: 'http://localhost:4000', 'sec-fetch-site': 'same-origin' },
    ],
  ])('%s', (_what, address, headers) => expect(isLocalCaller(address, headers)).toBe(true))

  it.each([
    ['from the network', '192.168.1.7', {}],
    ['from a name that only begins so', '127.0.0.1.example.com', {}],
    ['without an address', '', {}],
    ...[
      'x-forwarded-for',
      'X-Forwarded-For',
      'x-forwarded-host',
      'x-forwarded-proto',
      'forwarded',
      'via',
      'x-real-ip',
      'cf-connecting-ip',
      'true-client-ip',
    ].map((name) => [`behind ${name}`, '127.0.0.1', { [name]: '127.0.0.1' }] as const),
    ['behind an empty forwarding header', '127.0.0.1', { 'x-forwarded-for': '' }],
    ['under another host name (rebinding)', '127.0.0.1', { host: 'evil.example:4000' }],
    ['from a foreign page', '127.0.0.1', { host: 'localhost:4000', origin: 'https://evil.example' }],
    ['from an opaque origin', '127.0.0.1', { origin: 'null' }],
    ['across sites', '127.0.0.1', { host: 'localhost:4000', 'sec-fetch-site': 'cross-site' }],
  ] as const)('not %s', (_what, address, headers) => expect(isLocalCaller(address, headers)).toBe(false))
})

describe('limits are counted for', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['192.0.2.7:52100', '192.0.2.7'],
    ['[2001:db8:1:2::9]:52100', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]', '2001:db8:1:2::/64'],
  ])('%s as %s', (address, group) => expect(addressGroup(address)).toBe(group))
})
