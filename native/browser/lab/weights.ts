/** How weights are coloured, and hatched where they are noise. */
import { svg } from './dom.ts';

/** A drawing of weights. */
export interface WeightsPicture {
  viewBox: string;
  /** In words. */
  label: string;
  children: SVGElement[];
}

/** Diagonal lines across the whole filter. */
export function hatching(side: number): SVGElement[] {
  const step = side / 8;
  const lines = Array.from({ length: 17 }, (_, k) => {
    const at = (k - 8) * step;
    const [x, y] = at < 0 ? [0, -at] : [at, 0];
    const length = side - Math.max(x, y);
    return `M${x} ${y}l${length} ${length}`;
  });
  return [svg('path', { class: 'hatch', d: lines.join(''), 'stroke-width': 0.02 * side, fill: 'none' })];
}

/** From the colour of −1 over that of 0 to that of +1. */
export function colourOf(weight: number): string {
  const part = Math.round(100 * Math.min(1, Math.abs(weight)));
  return `color-mix(in oklab, var(${weight < 0 ? '--minus' : '--plus'}) ${part}%, var(--zero))`;
}
