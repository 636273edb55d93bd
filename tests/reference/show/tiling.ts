/** Dimers on a planar graph as a picture, in double precision: every pixel against every edge. */

interface Drawn {
  positions: readonly (readonly [number, number] | null)[];
  edges: readonly (readonly [number, number])[];
  half: number;
}

type Colour = readonly number[];

const WIDTHS = { line: 0.045, bar: 0.15 };
/** Of an edge to a ghost only its beginning is drawn, outwards. */
const STUB = 0.45;

const mix = (a: Colour, b: Colour, t: number) => a.map((x, c) => x + t * (b[c] - x));

/**
 * @param covered (M) whether an edge has a dimer
 * @returns (side, side, 3) from 0 to 1
 */
export function tilingPicture({ positions, edges, half }: Drawn, covered: readonly boolean[], side: number, high: Colour, ground: Colour): number[] {
  const segments = edges.map(([a, b]) => {
    const [one, other] = [positions[a], positions[b]];
    if (one && other) {
      const angle = Math.atan2(other[1] - one[1], other[0] - one[0]);
      const direction = ((Math.round((angle * 180) / Math.PI / 45) % 4) + 4) % 4;
      return { from: one, to: other, direction };
    }
    const tip = (one ?? other) as readonly [number, number];
    const length = Math.hypot(...tip);
    return { from: tip, to: [tip[0] * (1 + STUB / length), tip[1] * (1 + STUB / length)] as const, direction: 0 };
  });
  const inside = (away: number, width: number) => Math.min(1, Math.max(0, 0.5 + ((width - away) * side) / (2 * half)));
  return Array.from({ length: side * side }, (_, i) => {
    const x = ((2 * ((i % side) + 0.5)) / side - 1) * half;
    const y = (1 - (2 * (Math.floor(i / side) + 0.5)) / side) * half;
    const away = segments.map(({ from, to }) => {
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      const t = Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy)));
      return Math.hypot(x - from[0] - t * dx, y - from[1] - t * dy);
    });
    const nearest = (some: readonly number[]) => some.reduce((best, e) => (best < 0 || away[e] < away[best] ? e : best), -1);
    const line = nearest([...edges.keys()]);
    const bar = nearest([...edges.keys()].filter((e) => covered[e]));
    const free = mix(ground, high, 0.3 * inside(away[line], WIDTHS.line));
    return mix(free, mix(high, ground, 0.15 * segments[bar].direction), inside(away[bar], WIDTHS.bar));
  }).flat();
}
