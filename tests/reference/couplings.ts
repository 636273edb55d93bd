/** The renormalisation of couplings between 4 x 4 spins and their 2 x 2 blocks, by sums over all states. */

type Sums = readonly number[];

/** Σ over the torus of products of spins: even ones of nearest neighbours, of next-nearest ones and around plaquettes; odd ones of one spin, of three at the corners of a plaquette. */
export function couplings(spins: readonly number[], L: number, kind: 'odd' | 'even'): number[] {
  const s = (y: number, x: number) => spins[(y % L) * L + (x % L)];
  const sites = Array.from({ length: L * L }, (_, i) => [Math.floor(i / L), i % L] as const);
  const sum = (f: (y: number, x: number) => number) => sites.reduce((total, [y, x]) => total + f(y, x), 0);
  if (kind === 'even')
    return [
      sum((y, x) => s(y, x) * s(y, x + 1) + s(y, x) * s(y + 1, x)),
      sum((y, x) => s(y, x) * s(y + 1, x + 1) + s(y, x + 1) * s(y + 1, x)),
      sum((y, x) => s(y, x) * s(y, x + 1) * s(y + 1, x) * s(y + 1, x + 1)),
    ];
  const corners = (y: number, x: number) => [s(y, x), s(y, x + 1), s(y + 1, x), s(y + 1, x + 1)];
  const three = (four: number[]) => four.reduce((total, spin) => total + four.reduce((product, one) => product * one, 1) * spin, 0) / 4;
  return [sum((y, x) => s(y, x)), sum((y, x) => three(corners(y, x)))];
}

/** All states of 4 x 4 spins with the sums over them and over their blocks. */
export function allStates(kind: 'odd' | 'even', rule: (block: readonly number[]) => number): { fine: Sums; coarse: Sums; energy: number }[] {
  return Array.from({ length: 2 ** 16 }, (_, state) => {
    const spins = Array.from({ length: 16 }, (__, i) => ((state >> i) & 1 ? 1 : -1));
    const block = (y: number, x: number) => rule([spins[8 * y + 2 * x], spins[8 * y + 2 * x + 1], spins[8 * y + 4 + 2 * x], spins[8 * y + 5 + 2 * x]]);
    const blocks = [block(0, 0), block(0, 1), block(1, 0), block(1, 1)];
    return { fine: couplings(spins, 4, kind), coarse: couplings(blocks, 2, kind), energy: couplings(spins, 4, 'even')[0] };
  });
}

/** exp(K · fine + K_0 · energy) of every state, normalised. */
export function weightsOf(states: readonly { fine: Sums; energy: number }[], K: readonly number[], K0: number): number[] {
  const raw = states.map(({ fine, energy }) => Math.exp(K0 * (energy - 32) + fine.reduce((sum, S, a) => sum + K[a] * S, 0)));
  const total = raw.reduce((sum, w) => sum + w, 0);
  return raw.map((w) => w / total);
}
