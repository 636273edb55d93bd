/** All dimer coverings of a small torus, and their Boltzmann averages. */
import { neighbour, sums } from '../reference/model/dimers/worm.ts';

/** Every covering of the L x L torus as partners by site. */
export function coverings(L: number): Int32Array[] {
  const all: Int32Array[] = [];
  const partner = new Int32Array(L * L).fill(-1);
  const place = (first: number) => {
    let site = first;
    while (site < L * L && partner[site] !== -1) site++;
    if (site === L * L) {
      all.push(partner.slice());
      return;
    }
    for (let direction = 0; direction < 4; direction++) {
      const other = neighbour(L, site, direction);
      if (partner[other] !== -1) continue;
      partner[site] = other;
      partner[other] = site;
      place(site + 1);
      partner[site] = partner[other] = -1;
    }
  };
  place(0);
  return all;
}

/** Boltzmann averages over coverings of what an observable sampler reports. */
export function averages(all: readonly Int32Array[], L: number, interaction: number, temperature: number): Record<string, number> {
  const sites = L * L;
  const total = { weight: 0, energy: 0, square: 0, winding_squared: 0, winding_zero: 0, columnar: 0, hh20: 0, hh01: 0 };
  for (const partner of all) {
    const [pairs, ax, ay, dx, dy] = sums({ L, partner });
    const energy = (interaction * pairs) / sites;
    const weight = Math.exp((-interaction * pairs) / temperature);
    const lies = (x: number, y: number) => (partner[(y % L) * L + (x % L)] === neighbour(L, (y % L) * L + (x % L), 0) ? 1 : 0);
    let [hh20, hh01] = [0, 0];
    for (let i = 0; i < sites; i++) {
      const [x, y] = [i % L, Math.floor(i / L)];
      hh20 += (lies(x, y) * lies(x + 2, y)) / sites;
      hh01 += (lies(x, y) * lies(x, y + 1)) / sites;
    }
    total.weight += weight;
    total.energy += weight * energy;
    total.square += weight * energy ** 2;
    total.winding_squared += (weight * (ax ** 2 + ay ** 2)) / (2 * L ** 2);
    total.winding_zero += ax === 0 && ay === 0 ? weight : 0;
    total.columnar += (weight * Math.hypot(dx, dy)) / (sites / 2);
    total.hh20 += weight * hh20;
    total.hh01 += weight * hh01;
  }
  const { weight, square, ...rest } = total;
  const means = Object.fromEntries(Object.entries(rest).map(([name, sum]) => [name, sum / weight]));
  const heat = temperature === Number.POSITIVE_INFINITY ? 0 : (sites * (square / weight - means.energy ** 2)) / temperature ** 2;
  return { ...means, specific_heat: heat };
}
