/**
 * Exact rational numbers, for the reference model only: nothing is rounded but by floorTo, ceilTo and halfUpTo, each to
 * a number of decimals. Slow and obvious on purpose; shares no code with src. Invariant: lowest terms, den > 0.
 */
export type Exact = Rational | string | number | bigint

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))

export class Rational {
  readonly num: bigint
  readonly den: bigint

  constructor(num: bigint, den = 1n) {
    if (den === 0n) throw new RangeError('a rational number with denominator 0')
    const common = gcd(num, den) * (den < 0n ? -1n : 1n)
    this.num = num / common
    this.den = den / common
  }

  /** From a decimal text ("-1.02"), a bigint or a whole number. */
  static of(value: Exact): Rational {
    if (value instanceof Rational) return value
    if (typeof value === 'bigint') return new Rational(value)
    const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value)) ?? []
    if (whole === undefined) throw new RangeError(`not a decimal number: ${value}`)
    return new Rational(BigInt(`${sign}${whole}${fraction}`), 10n ** BigInt(fraction.length))
  }

  plus(other: Exact): Rational {
    const b = Rational.of(other)
    return new Rational(this.num * b.den + b.num * this.den, this.den * b.den)
  }

  minus(other: Exact): Rational {
    return this.plus(Rational.of(other).negated())
  }

  times(other: Exact): Rational {
    const b = Rational.of(other)
    return new Rational(this.num * b.num, this.den * b.den)
  }

  over(other: Exact): Rational {
    const b = Rational.of(other)
    return new Rational(this.num * b.den, this.den * b.num)
  }

  negated(): Rational {
    return new Rational(-this.num, this.den)
  }

  /** −1, 0 or 1: this below, equal to, above the other. */
  compare(other: Exact): -1 | 0 | 1 {
    const difference = this.minus(other).num
    return difference < 0n ? -1 : difference > 0n ? 1 : 0
  }

  below(other: Exact): boolean {
    return this.compare(other) < 0
  }

  above(other: Exact): boolean {
    return this.compare(other) > 0
  }

  equals(other: Exact): boolean {
    return this.compare(other) === 0
  }

  /** The largest multiple of 10^-decimals that is not above, below zero too. */
  floorTo(decimals: number): Rational {
    const unit = 10n ** BigInt(decimals)
    const scaled = this.num * unit
    const quotient = scaled / this.den
    return new Rational(scaled < 0n && scaled % this.den !== 0n ? quotient - 1n : quotient, unit)
  }

  ceilTo(decimals: number): Rational {
    return this.negated().floorTo(decimals).negated()
  }

  /** floor(x + ½ unit), below zero too: half-up2(−0.125) = −0.12. */
  halfUpTo(decimals: number): Rational {
    return this.plus(new Rational(1n, 2n * 10n ** BigInt(decimals))).floorTo(decimals)
  }

  /** How many decimals it takes to write it down; Infinity for one third. */
  get decimals(): number {
    let [rest, twos, fives] = [this.den, 0, 0]
    for (; rest % 2n === 0n; rest /= 2n) twos++
    for (; rest % 5n === 0n; rest /= 5n) fives++
    return rest === 1n ? Math.max(twos, fives) : Number.POSITIVE_INFINITY
  }

  /** The shortest exact decimal text: "16.32", "-0.5", never "-0". Throws for one third. */
  toString(): string {
    const { decimals } = this
    if (!Number.isFinite(decimals)) throw new RangeError(`${this.num}/${this.den} is no decimal number`)
    const digits = ((this.num * 10n ** BigInt(decimals)) / this.den).toString()
    if (decimals === 0) return digits
    const [sign, bare] = digits.startsWith('-') ? ['-', digits.slice(1)] : ['', digits]
    const padded = bare.padStart(decimals + 1, '0')
    return `${sign}${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`
  }
}

export const exact = (value: Exact): Rational => Rational.of(value)
export const larger = (a: Exact, b: Exact): Rational => (exact(a).below(b) ? exact(b) : exact(a))
export const smaller = (a: Exact, b: Exact): Rational => (exact(a).above(b) ? exact(b) : exact(a))
export const sum = (values: readonly Exact[]): Rational => values.reduce<Rational>((total, value) => total.plus(value), exact(0))
