import { encode } from 'uqr'

/** Where phones join: `?join=` where the address of the screen is not the one of the hall. */
function joinAddress(): string {
  const query = new URLSearchParams(location.search)
  const event = query.get('event')
  return query.get('join') ?? `${location.origin}/${event ? `?event=${encodeURIComponent(event)}` : ''}`
}

/** A QR code as one path of unit squares, with the quiet zone of four that scanners want. */
function QrCode(props: { text: string }) {
  const drawing = () => {
    const { data, size } = encode(props.text, { ecc: 'M', border: 4 })
    const path = data.flatMap((cells, y) => cells.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
    return { path, size }
  }
  return (
    <svg class="qr" viewBox={`0 0 ${drawing().size} ${drawing().size}`} role="img" aria-label={`QR code of ${props.text}`}>
      <rect class="qr-paper" width="100%" height="100%" />
      <path class="qr-ink" d={drawing().path} />
    </svg>
  )
}

export function Join() {
  const address = joinAddress()
  return (
    <section class="join" aria-labelledby="join-title">
      <h2 id="join-title">Scan and trade</h2>
      <QrCode text={address} />
      <p class="join-address">{address.replace(/^https?:\/\//, '').replace(/\/$/, '')}</p>
    </section>
  )
}
