/**
 * Energy and specific heat per site of the L x L Ising torus, L even, J = 1, from Kaufman's partition function,
 *   Z = (2 sinh 2K)^(N/2) / 2 [Π 2 cosh(L γ_odd / 2) + Π 2 sinh(L γ_odd / 2) + Π 2 cosh(L γ_even / 2) + Π 2 sinh(L γ_even / 2)],
 *   cosh γ_k = cosh 2K coth 2K - cos(π k / L), γ_0 = 2K + ln tanh K with its sign, K = 1/T, N = L²,
 * differentiated by stencils of fourth order. Source: Kaufman, PR 76, 1232 (1949); Ferdinand & Fisher, PR 185, 832 (1969).
 */
export function kaufman(L: number, temperature: number): { energy: number; specific_heat: number } {
  const N = L * L;
  const K = 1 / temperature;
  const h = 2e-3 * K;
  const f = (n: number) => logZ(L, K + n * h);
  const first = (f(-2) - 8 * f(-1) + 8 * f(1) - f(2)) / (12 * h);
  const second = (-f(-2) + 16 * f(-1) - 30 * f(0) + 16 * f(1) - f(2)) / (12 * h * h);
  return { energy: -first / N, specific_heat: (K * K * second) / N };
}

function logZ(L: number, K: number): number {
  const gamma = (k: number) => (k === 0 ? 2 * K + Math.log(Math.tanh(K)) : Math.acosh(Math.cosh(2 * K) / Math.tanh(2 * K) - Math.cos((Math.PI * k) / L)));
  // Each product as its logarithm and its sign.
  const product = (parity: number, hyperbolic: (x: number) => number) => {
    let [log, sign] = [0, 1];
    for (let r = 0; r < L; r++) {
      const value = 2 * hyperbolic((L * gamma(2 * r + parity)) / 2);
      log += Math.log(Math.abs(value));
      sign *= Math.sign(value);
    }
    return { log, sign };
  };
  const terms = [1, 0].flatMap((parity) => [product(parity, Math.cosh), product(parity, Math.sinh)]).filter(({ sign }) => sign !== 0);
  const top = Math.max(...terms.map(({ log }) => log));
  const sum = terms.reduce((total, { log, sign }) => total + sign * Math.exp(log - top), 0);
  return ((L * L) / 2) * Math.log(2 * Math.sinh(2 * K)) - Math.LN2 + top + Math.log(sum);
}

/** Spontaneous magnetisation per site of the infinite lattice below T_c. Source: Yang, PR 85, 808 (1952). */
export function yang(temperature: number): number {
  return (1 - Math.sinh(2 / temperature) ** -4) ** (1 / 8);
}
