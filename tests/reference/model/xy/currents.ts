/**
 * Exact values of the XY model on the L x L torus, from its dual: exp(K cos t) = sum_n I_n(K) exp(i n t), so that integrating the angles
 * leaves whole numbers n on the bonds, a current without sources, with the weight prod I_n(K). The currents k_1 .. k_L that go down
 * between two rows are a state of a transfer matrix; those within a row follow from two neighbouring states up to a constant, which is
 * summed over. Their sum W = sum k is conserved, and the helicity modulus is T <W²>.
 * Source: Prokof'ev & Svistunov, PRL 87, 160601 (2001); Pollock & Ceperley, PRB 36, 8343 (1987).
 */

/** The modified Bessel function I_n(x) of whole order, by its series. */
export function bessel(n: number, x: number): number {
  let term = 1;
  for (let k = 1; k <= Math.abs(n); k++) term *= x / (2 * k);
  let sum = 0;
  for (let k = 1; term > 1e-17 * sum || sum === 0; k++) {
    sum += term;
    term *= (x / 2) ** 2 / (k * (k + Math.abs(n)));
    if (term === 0) break;
  }
  return sum;
}

/** All lists of L currents from -most to most with a given sum. */
function statesOf(L: number, most: number, sum: number): number[][] {
  const states: number[][] = [];
  const extend = (state: number[], rest: number) => {
    if (state.length === L) {
      if (rest === 0) states.push(state);
      return;
    }
    for (let k = -most; k <= most; k++) extend([...state, k], rest - k);
  };
  extend([], sum);
  return states;
}

function product(a: readonly Float64Array[], b: readonly Float64Array[]): Float64Array[] {
  return a.map((row) => {
    const out = new Float64Array(row.length);
    row.forEach((x, k) => {
      for (let j = 0; j < out.length; j++) out[j] += x * b[k][j];
    });
    return out;
  });
}

/** The weight of all currents with a sum W down the lattice, divided by I_0(K)^(2 L²). */
function weightOf(L: number, K: number, W: number, most: number): number {
  const weights = Array.from({ length: 4 * most + 1 }, (_, n) => bessel(n, K) / bessel(0, K));
  const weight = (n: number) => weights[Math.abs(n)] ?? 0;
  const states = statesOf(L, most, W);
  const transfer = states.map((from) =>
    Float64Array.from(states, (to) => {
      let sum = 0;
      for (let first = -2 * most; first <= 2 * most; first++) {
        let across = first;
        let row = 1;
        for (let x = 0; x < L; x++) {
          row *= weight(across) * weight(to[x]);
          across += from[x] - to[x];
        }
        sum += row;
      }
      return sum;
    }),
  );
  let power: Float64Array[] = transfer;
  for (let n = 1; n < L; n++) power = product(power, transfer);
  return power.reduce((trace, row, i) => trace + row[i], 0);
}

/** Energy per site (J = 1), specific heat per site and helicity modulus at a temperature. @param most the largest current on a bond that is kept */
export function exactRotors(L: number, temperature: number, most = 3): { energy: number; specific_heat: number; helicity_modulus: number } {
  const h = 1e-3;
  const sums = (K: number) => {
    const fluxes = Array.from({ length: L * most + 1 }, (_, W) => (W === 0 ? 1 : 2) * weightOf(L, K, W, most));
    const all = fluxes.reduce((sum, one) => sum + one, 0);
    return { log: Math.log(all) + 2 * L * L * Math.log(bessel(0, K)), squares: fluxes.reduce((sum, one, W) => sum + W * W * one, 0) / all };
  };
  const K = 1 / temperature;
  const [low, here, high] = [sums(K - h), sums(K), sums(K + h)];
  return {
    energy: -(high.log - low.log) / (2 * h * L * L),
    specific_heat: (K * K * (high.log - 2 * here.log + low.log)) / (h * h * L * L),
    helicity_modulus: temperature * here.squares,
  };
}
