/**
 * Every threat of SECURITY.md, by its number there, with the specs that try it: a file, and words of a title in it. A house
 * test holds that each is there; a threat is covered by what stands here and by nothing else.
 */
export interface Threat {
  readonly row: number
  readonly threat: string
  readonly specs: readonly (readonly [file: string, title: string])[]
}

const [door, http, sockets] = ['test/spec/door.spec.ts', 'test/spec/door-http.spec.ts', 'test/spec/door-sockets.spec.ts']
const [others, orders] = ['test/spec/threats/19-others.spec.ts', 'test/spec/threats/23-orders.spec.ts']
const bodies = 'test/spec/threats/16-bodies.spec.ts'
const twoServers = 'test/spec/threats/24-two-servers.spec.ts'

export const THREATS: readonly Threat[] = [
  {
    row: 1,
    threat: 'aliases',
    specs: [
      [door, 'row 1: 101 aliases of __typename'],
      [door, 'row 1: 101 aliased buys, and 6'],
    ],
  },
  {
    row: 2,
    threat: 'batches in one request',
    specs: [
      [http, 'row 2: an array of 10 operations is 400'],
      [bodies, 'row 2: an array of operations is 400 as an event stream too'],
    ],
  },
  {
    row: 3,
    threat: 'documents that are long to check',
    specs: [
      [door, 'row 3: 5,000 directives'],
      [door, 'row 3: 3,000 equal fields'],
      [door, 'row 3: 30 x 30 overlapping'],
      [door, 'row 3: whatever the document'],
    ],
  },
  {
    row: 4,
    threat: 'fragments in circles, fragments that fan out',
    specs: [
      [door, 'row 4: two fragments in a circle'],
      [door, 'row 4: fragments that fan out'],
    ],
  },
  {
    row: 5,
    threat: 'depth',
    specs: [
      [door, 'row 5: 13 levels'],
      [door, 'row 5: 13 levels in an operation named __schema'],
      [door, 'row 5: 13 levels by fragments'],
    ],
  },
  {
    row: 6,
    threat: 'page sizes',
    specs: [
      [door, 'row 6: a page of 100000'],
      [door, 'row 6: a page of %j by variable'],
    ],
  },
  {
    row: 7,
    threat: 'too many subscriptions and sockets',
    specs: [
      [sockets, 'row 7: the 101st operation of a socket'],
      [sockets, 'row 7: the 101st socket of an address'],
      [sockets, 'row 7: the 21st socket of a user'],
      [sockets, 'row 7: a socket without connection_init'],
      [sockets, 'row 7: event streams count like sockets'],
      [bodies, 'row 7: of subscriptions that stand behind each other'],
    ],
  },
  { row: 8, threat: 'the legacy subprotocol', specs: [[sockets, 'row 8: the legacy subprotocol is refused']] },
  {
    row: 9,
    threat: 'sockets of foreign pages',
    specs: [
      [sockets, 'row 9: a foreign Origin'],
      [sockets, 'row 9: a cookie or a header signs nobody in'],
    ],
  },
  {
    row: 10,
    threat: 'mutations in forms that a page may send',
    specs: [
      [http, 'row 10: a body of %s is 415'],
      [http, 'row 10: a mutation by GET is 405'],
    ],
  },
  {
    row: 11,
    threat: 'pages of other origins',
    specs: [
      [http, 'row 11: origins'],
      [http, 'a foreign page is 403 and reads nothing'],
    ],
  },
  {
    row: 12,
    threat: 'a subscriber that stops reading',
    specs: [
      ['test/spec/slow-readers.spec.ts', 'is let go after'],
      ['test/spec/streams.spec.ts', 'a reader that pauses is folded, within bounds, and harms nobody else'],
    ],
  },
  {
    row: 13,
    threat: "another's private stream",
    specs: [
      ['test/spec/portfolio-streams.spec.ts', 'row 13: of two users, one paused'],
      ['test/spec/live-states.spec.ts', 'shows each caller what is theirs'],
      [twoServers, 'row 13: of four people at both'],
    ],
  },
  {
    row: 14,
    threat: 'anything on the Redis channel',
    specs: [['test/spec/bus.spec.ts', 'drops and counts what is not JSON, of a wrong shape, without an envelope, or of 10 MB']],
  },
  {
    row: 15,
    threat: 'errors that tell of the inside',
    specs: [
      [http, 'over %s is masked, with an id that the log has'],
      [http, 'of a stream over %s is masked'],
      [sockets, 'row 15: a stream that throws at once'],
    ],
  },
  {
    row: 16,
    threat: 'large and strange bodies and frames',
    specs: [
      [http, 'row 16: sizes'],
      [http, 'a body of %i bytes is 413'],
      [sockets, 'row 16: a frame of 5 MB closes with 1009'],
      [sockets, 'row 16: a message in thousands of fragments closes with 1008'],
      [door, 'row 16: variables that are wide beyond any input'],
      [bodies, 'row 16: who sends a body to %s byte by byte'],
      [bodies, 'row 16: a connection goes on behind what was refused on it'],
    ],
  },
  {
    row: 17,
    threat: 'forged tokens, a provider that is away',
    specs: [
      ['test/spec/identity.spec.ts', 'a bad token is refused, not taken for a guest'],
      ['test/spec/identity.spec.ts', 'are fetched once for 1,000 unknown kids'],
      ['test/spec/threats/17-forged-tokens.spec.ts', 'a token with %s is refused'],
    ],
  },
  {
    row: 18,
    threat: 'a token that expires, or is called back, while it streams',
    specs: [
      ['test/spec/threats/18-expired-tokens.spec.ts', 'the socket closes with 4403 when its token ends'],
      ['test/spec/threats/18-expired-tokens.spec.ts', 'a %s event stream ends when its token does'],
      ['test/spec/threats/18-signed-out.spec.ts', 'has no stream left on any server within two seconds'],
      ['test/spec/threats/18-signed-out.spec.ts', 'is nobody with the old token on every server and transport'],
      ['test/spec/threats/18-signed-out.spec.ts', 'Who writes to the channel signs nobody out'],
    ],
  },
  {
    row: 19,
    threat: "what is another's, or for administrators",
    specs: [
      [others, 'is FORBIDDEN to users and UNAUTHENTICATED to guests over %s'],
      [others, "another's account is as absent"],
    ],
  },
  {
    row: 20,
    threat: 'ids of wrong forms',
    specs: [
      [door, 'row 20: %s is BAD_USER_INPUT at its place'],
      [http, 'row 20: no id of a wrong form reaches the database'],
    ],
  },
  {
    row: 21,
    threat: 'ids that tell who somebody is',
    specs: [[others, 'row 21: no id and no cursor holds an address or a name']],
  },
  {
    row: 22,
    threat: 'ways around the rate limit',
    specs: [
      ['test/spec/threats/22-rate-limits.spec.ts', 'who makes up forwarding addresses'],
      ['test/spec/threats/22-rate-limits.spec.ts', 'finds no points in new sockets'],
      ['test/spec/threats/22-rate-limits.spec.ts', 'pays for every alias, and has one budget'],
      ['test/spec/rate-limit.spec.ts', 'shrinks by the cost of each operation'],
      ['test/spec/threats/22-shared-budget.spec.ts', 'grant one bucket to who spends it on both at once, over every transport'],
      ['test/spec/threats/22-shared-budget.spec.ts', 'has been read, and costs over %s'],
      ['test/spec/threats/22-shared-budget.spec.ts', 'pays for large variables'],
      ['test/spec/threats/22-shared-budget.spec.ts', 'let no more guests in through one address'],
    ],
  },
  {
    row: 23,
    threat: 'impossible orders',
    specs: [
      [orders, 'row 23: %j shares are INVALID_SHARES'],
      [orders, 'row 23: %j is no number of shares'],
      ['src/trading/price-line.test.ts', 'splitting a buy never makes it cheaper'],
      ['src/trading/price-line.test.ts', 'splitting a sale never pays more'],
    ],
  },
  {
    row: 24,
    threat: 'spending the same cash in parallel',
    specs: [
      [orders, 'row 24: of 50 parallel buys'],
      ['test/spec/trading.spec.ts', 'gives one trade to fifty parallel buys'],
      [twoServers, 'row 24: of 50 parallel buys'],
    ],
  },
  {
    row: 25,
    threat: 'idempotency keys that come again',
    specs: [
      [orders, 'row 25: a key executes once'],
      [orders, 'row 25: one key brought over every transport at once'],
      [twoServers, 'row 25: one key is one trade'],
    ],
  },
  {
    row: 26,
    threat: 'operations that are not on the list',
    specs: [
      ['test/spec/threats/26-trusted-documents.spec.ts', 'With trusted documents in the profile %s'],
      ['test/spec/threats/26-trusted-documents.spec.ts', 'makes no suggestions over %s'],
      [http, 'has no GraphiQL and prints no schema'],
    ],
  },
  {
    row: 27,
    threat: 'the development issuer where others can reach it',
    specs: [
      ['test/spec/issuers.spec.ts', 'asked for a group %s, gives a token without it'],
      ['test/spec/issuers.spec.ts', 'the issuers do not exist, and their tokens are worth nothing'],
      ['src/config.test.ts', 'has development tokens on a public address only when told twice'],
    ],
  },
  {
    row: 28,
    threat: 'names and headlines that deceive',
    specs: [
      ['test/spec/traders.spec.ts', 'refuses %s and changes nothing'],
      ['test/spec/traders.spec.ts', 'keeps markup as the text that it is'],
      ['src/identity/display-name.test.ts', 'a right-to-left override'],
      ['src/events/texts.test.ts', 'are one line of up to 200 characters'],
    ],
  },
  {
    row: 29,
    threat: 'bots that take money from others',
    specs: [
      ['test/model/bots.test.ts', '%s ends with less than it began with'],
      ['test/model/bots.test.ts', 'no orders of two accounts and no noise'],
    ],
  },
]
