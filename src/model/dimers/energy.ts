import { BitCounts } from '../../sample/bit_counts.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';

/** v N_f per site of each chain, N_f plaquettes with two parallel dimers. @param words (G, L, L, 2) right and down bonds, bit = chain */
export function dimerEnergies(words: Uint32Array, size: number, interaction: number): Float64Array {
  const sites = size * size;
  const energies = new Float64Array((words.length / (2 * sites)) * CHAINS_PER_GROUP);
  for (let group = 0; group < words.length / (2 * sites); group++) {
    const parallel = new BitCounts();
    const bond = (site: number, direction: 0 | 1) => words[2 * (group * sites + site) + direction];
    for (let i = 0; i < sites; i++) {
      parallel.add(bond(i, 0) & bond((i + size) % sites, 0));
      parallel.add(bond(i, 1) & bond(i % size === size - 1 ? i + 1 - size : i + 1, 1));
    }
    for (let chain = 0; chain < CHAINS_PER_GROUP; chain++) energies[group * CHAINS_PER_GROUP + chain] = (interaction * parallel.of(chain)) / sites;
  }
  return energies;
}
