/** A plot with logarithmic x, as SVG text that reads in light and dark. */
export interface Line {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 320, 56, 150, 28, 44]
const COLOURS = ['#2f7ed8', '#d8702f', '#3a9a5b']

export function plotOf({ title, x, y, lines }: { title: string; x: string; y: string; lines: readonly Line[] }): string {
  const points = lines.flatMap((line) => line.points)
  const decades = points.map((point) => Math.log10(point.x))
  const [first, last] = [Math.floor(Math.min(...decades)), Math.ceil(Math.max(...decades))]
  const top = Math.max(...points.map((point) => point.y)) * 1.2
  const atX = (value: number) => LEFT + ((Math.log10(value) - first) / (last - first)) * (WIDTH - LEFT - RIGHT)
  const atY = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - TOP - BOTTOM)
  const text = (left: number, down: number, what: string, anchor = 'middle') =>
    `<text x="${left.toFixed(1)}" y="${down.toFixed(1)}" text-anchor="${anchor}">${what}</text>`
  const ticks = Array.from({ length: last - first + 1 }, (_, n) => 10 ** (first + n))
  const levels = Array.from({ length: 5 }, (_, n) => (top * n) / 4)
  const drawn = lines.map((line, n) => {
    const colour = COLOURS[n % COLOURS.length]
    const path = line.points.map((point) => `${atX(point.x).toFixed(1)},${atY(point.y).toFixed(1)}`).join(' ')
    const dots = line.points.map(
      (point) => `<circle cx="${atX(point.x).toFixed(1)}" cy="${atY(point.y).toFixed(1)}" r="3" fill="${colour}"/>`,
    )
    const end = line.points.at(-1)!
    const name = `<text x="${(atX(end.x) + 8).toFixed(1)}" y="${(atY(end.y) + 4 + n * 14).toFixed(1)}" fill="${colour}">${line.name}</text>`
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}${name}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11" fill="#808080">
<title>${title}</title>
${text(LEFT, 16, title, 'start')}
${levels.map((level) => `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${atY(level).toFixed(1)}" y2="${atY(level).toFixed(1)}" stroke="#80808040"/>${text(LEFT - 6, atY(level) + 4, level.toFixed(0), 'end')}`).join('\n')}
${ticks.map((tick) => text(atX(tick), HEIGHT - BOTTOM + 16, tick.toLocaleString('en'))).join('\n')}
${text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x)}
${text(LEFT - 40, TOP - 2, y, 'start')}
${drawn.join('\n')}
</svg>
`
}
