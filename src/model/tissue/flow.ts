/** The flow of a tissue that grows: how fast it spreads, turns and streams, from how far its cells went. */
import type { Flow } from './proliferate.ts';

/** Intervals of the box in which a flow along x is looked at. */
export const INTERVALS = 16;

/** Sums over sweeps of one run; rates are ratios of them. */
export interface FlowSums {
  divergence: [number, number];
  curl: [number, number];
  /** (INTERVALS): areas, and areas times velocities along x. */
  readonly area: Float64Array;
  readonly streamed: Float64Array;
}

/** No sweep yet. */
export const noFlow = (): FlowSums => ({
  divergence: [0, 0],
  curl: [0, 0],
  area: new Float64Array(INTERVALS),
  streamed: new Float64Array(INTERVALS),
});

/**
 * Adds a sweep of a tissue whose growth varies as cos(2 π x / L) in a box that stays. In a continuum div v = g cos(2 π x / L), so that v_x = g L / 2 π sin(2 π x / L):
 * `divergence` is the amplitude of the first, from the part of v_x that goes as the sine, and `curl` that of ∂v_y/∂x. Cells count by their areas.
 */
export function addWave(sums: FlowSums, flow: Flow): void {
  const { places, velocity, area, length } = flow;
  const k = (2 * Math.PI) / length;
  const [mx, my] = meanOf(velocity, area);
  let [squares, along, across] = [0, 0, 0];
  for (let c = 0; c < area.length; c++) {
    const s = Math.sin(k * places[2 * c]);
    squares += area[c] * s * s;
    along += area[c] * (velocity[2 * c] - mx) * s;
    across += area[c] * (velocity[2 * c + 1] - my) * s;
    const part = places[2 * c] / length;
    const interval = Math.min(INTERVALS - 1, Math.floor(INTERVALS * (part - Math.floor(part))));
    sums.area[interval] += area[c];
    sums.streamed[interval] += area[c] * (velocity[2 * c] - mx);
  }
  sums.divergence = [sums.divergence[0] + k * along, sums.divergence[1] + squares];
  sums.curl = [sums.curl[0] + k * across, sums.curl[1] + squares];
}

/** Adds a sweep of a tissue that grows alike everywhere with its box: slopes of velocities against places, div v = ∂v_x/∂x + ∂v_y/∂y and ∂v_y/∂x - ∂v_x/∂y. */
export function addUniform(sums: FlowSums, { places, velocity, area }: Flow): void {
  const [place, speed] = [meanOf(places, area), meanOf(velocity, area)];
  const slope = (of: 0 | 1, against: 0 | 1) => {
    let [squares, products] = [0, 0];
    for (let c = 0; c < area.length; c++) {
      const x = places[2 * c + against] - place[against];
      squares += area[c] * x * x;
      products += area[c] * x * (velocity[2 * c + of] - speed[of]);
    }
    return products / squares;
  };
  sums.divergence = [sums.divergence[0] + slope(0, 0) + slope(1, 1), sums.divergence[1] + 1];
  sums.curl = [sums.curl[0] + slope(1, 0) - slope(0, 1), sums.curl[1] + 1];
}

/** Means of both components, cells by their areas. @param values (N, 2) */
function meanOf(values: Float64Array, area: Float64Array): [number, number] {
  let [whole, x, y] = [0, 0, 0];
  for (let c = 0; c < area.length; c++) {
    whole += area[c];
    x += area[c] * values[2 * c];
    y += area[c] * values[2 * c + 1];
  }
  return [x / whole, y / whole];
}
