import { BitCounts } from '../../sample/bit_counts.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';

/** -J Σ s s' - B Σ s per site of each chain. @param words (G, L, L), bit = chain */
export function spinEnergies(words: Uint32Array, size: number, coupling: number, field: number): Float64Array {
  const sites = size * size;
  const energies = new Float64Array((words.length / sites) * CHAINS_PER_GROUP);
  for (let group = 0; group < words.length / sites; group++) {
    const [unequal, up] = [new BitCounts(), new BitCounts()];
    for (let i = 0; i < sites; i++) {
      const word = words[group * sites + i];
      const right = i % size === size - 1 ? i + 1 - size : i + 1;
      unequal.add(word ^ words[group * sites + right]);
      unequal.add(word ^ words[group * sites + ((i + size) % sites)]);
      if (field !== 0) up.add(word);
    }
    for (let chain = 0; chain < CHAINS_PER_GROUP; chain++) {
      const bonds = 2 - (2 * unequal.of(chain)) / sites;
      energies[group * CHAINS_PER_GROUP + chain] = -coupling * bonds - field * ((2 * up.of(chain)) / sites - 1);
    }
  }
  return energies;
}
