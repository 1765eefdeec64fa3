/** A small line of prices; for the eye alone, figures stand beside it. */
import { createMemo, type JSX } from 'solid-js'

export function Sparkline(props: { points: readonly number[]; width?: number; height?: number; class?: string }): JSX.Element {
  const width = () => props.width ?? 72
  const height = () => props.height ?? 26
  const path = createMemo(() => {
    const { points } = props
    if (points.length < 2) return `M0 ${height() / 2}H${width()}`
    const low = Math.min(...points)
    const range = Math.max(...points) - low
    const x = (index: number) => ((index / (points.length - 1)) * width()).toFixed(1)
    const y = (point: number) => (range === 0 ? height() / 2 : height() - 2 - ((point - low) / range) * (height() - 4)).toFixed(1)
    return `M${points.map((point, index) => `${x(index)} ${y(point)}`).join('L')}`
  })
  return (
    <svg
      class={`spark ${props.class ?? ''}`}
      width={width()}
      height={height()}
      viewBox={`0 0 ${width()} ${height()}`}
      aria-hidden="true"
      preserveAspectRatio="none"
    >
      <path d={path()} />
    </svg>
  )
}
