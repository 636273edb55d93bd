/** Bonds by the difference of their ends, and sites by their state, of one chain. */
import { forward } from './heatbath.ts';

export function measure(
  states: readonly number[],
  { L, q, triangular, differences }: { L: number; q: number; triangular: boolean; differences: number },
): number[] {
  const bonds = states.flatMap((s, site) =>
    forward(site, { L, triangular }).map((other) => Math.min((s - states[other] + q) % q, (states[other] - s + q) % q)),
  );
  return [
    ...Array.from({ length: differences }, (_, d) => bonds.filter((one) => one === d).length),
    ...Array.from({ length: q }, (_, s) => states.filter((one) => one === s).length),
  ];
}
