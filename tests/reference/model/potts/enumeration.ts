/** Spins of q states on a small torus, by summing over all states. */
import { type ColourSweep, forward } from './heatbath.ts';

type System = Pick<ColourSweep, 'L' | 'q' | 'triangular' | 'coupling'> & { clock?: boolean };

/** Energy of a bond between states that differ by d, in units of -J. */
const bondOf = ({ q, clock }: System) => (clock ? (d: number) => Math.cos((2 * Math.PI * d) / q) : (d: number) => (d === 0 ? 1 : 0));

/** (q max n / N - 1) / (q - 1), or |Σ exp(2πi s / q)| / N. */
function orderOf({ q, clock }: System, states: readonly number[]): number {
  if (clock) {
    const along = (f: (x: number) => number) => states.reduce((sum, s) => sum + f((2 * Math.PI * s) / q), 0);
    return Math.hypot(along(Math.cos), along(Math.sin)) / states.length;
  }
  const most = Math.max(...Array.from({ length: q }, (_, s) => states.filter((one) => one === s).length));
  return ((q * most) / states.length - 1) / (q - 1);
}

/** Means by temperature: energy per site, its variance times N / T², |m|, m². The state of site 0 is fixed: all are alike. */
export function enumerate(system: System, temperatures: readonly number[]): Record<string, number>[] {
  const { L, q, coupling } = system;
  const sites = L * L;
  const bonds = Array.from({ length: sites }, (_, site) => forward(site, system).map((other) => [site, other])).flat();
  const table = Array.from({ length: 2 * q - 1 }, (_, i) => bondOf(system)(i - q + 1));
  const states = new Array<number>(sites).fill(0);
  const sums = temperatures.map(() => [0, 0, 0, 0, 0]);
  for (let number = 0; number < q ** (sites - 1); number++) {
    for (let site = 1, rest = number; site < sites; site++, rest = Math.floor(rest / q)) states[site] = rest % q;
    const energy = -coupling * bonds.reduce((sum, [a, b]) => sum + table[states[a] - states[b] + q - 1], 0);
    const order = orderOf(system, states);
    temperatures.forEach((T, i) => {
      const weight = Math.exp(-energy / T);
      [1, energy, energy * energy, order, order * order].forEach((value, k) => {
        sums[i][k] += weight * value;
      });
    });
  }
  return sums.map(([z, e, e2, m, m2], i) => ({
    energy: e / z / sites,
    specific_heat: (e2 / z - (e / z) ** 2) / temperatures[i] ** 2 / sites,
    order: m / z,
    order_squared: m2 / z,
  }));
}
