/** H = -J Σ S S' + D Σ S² - B Σ S of a small system, by summing over all states. */

export interface SmallSystem {
  sites: number;
  /** Pairs of sites; a pair that is listed twice has two bonds. */
  bonds: readonly (readonly [number, number])[];
  /** Values of a spin. */
  values: readonly number[];
  coupling: number;
  crystalField?: number;
  field?: number;
}

/** Means: energy per site and its variance, those of the magnetisation per site, its powers and magnitude, and <S²>. */
export function enumerateSpins({ sites, bonds, values, coupling, crystalField = 0, field = 0 }: SmallSystem, T: number): Record<string, number> {
  const q = values.length;
  const spins = new Array<number>(sites).fill(values[0]);
  const sums = new Array<number>(8).fill(0);
  for (let state = 0; state < q ** sites; state++) {
    let rest = state;
    let [total, squares, products] = [0, 0, 0];
    for (let site = 0; site < sites; site++) {
      const S = values[rest % q];
      rest = Math.floor(rest / q);
      spins[site] = S;
      total += S;
      squares += S * S;
    }
    for (const [a, b] of bonds) products += spins[a] * spins[b];
    const energy = -coupling * products + crystalField * squares - field * total;
    const [weight, m] = [Math.exp(-energy / T), total / sites];
    [1, energy, energy * energy, m, Math.abs(m), m * m, m ** 4, squares / sites].forEach((value, k) => {
      sums[k] += weight * value;
    });
  }
  const [, e, e2, m, abs, m2, m4, density] = sums.map((sum) => sum / sums[0]);
  return {
    energy: e / sites,
    specific_heat: (e2 - e * e) / sites / T ** 2,
    magnetisation: m,
    magnetisation_abs: abs,
    magnetisation_squared: m2,
    susceptibility: ((m2 - m * m) * sites) / T,
    susceptibility_abs: ((m2 - abs * abs) * sites) / T,
    binder: 1 - m4 / 3 / m2 ** 2,
    density,
  };
}
