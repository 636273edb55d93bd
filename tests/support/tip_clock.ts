/** The best filter of eight states for the block of the published super-dimers, and words of sampled matchings. */
import type { Scope } from '../../src/gpu/scope.ts';
import { GraphDimerChains } from '../../src/model/graph_dimers/chains.ts';
import type { SiteList } from '../../src/space/sites.ts';
import type { CoarseRule } from '../../src/train/result/rule.ts';
import { WordSamples } from '../../src/train/result/word_samples.ts';
import { goldenPatch, MATCHINGS } from './all_matchings.ts';

/** Block and environment of the golden level-2 patch. */
export const TIP_SITES: SiteList = { block: MATCHINGS.ceilings.V, environment: MATCHINGS.ceilings.E };

/**
 * The clock: state j is tips 2 j - 1 and 2 j. A score of a tip is a sum over places with dimers and a constant; inputs are -1 and 1.
 */
export function tipClock(): CoarseRule {
  const { V, tips, constants } = MATCHINGS.ceilings;
  const scores = tips.map((terms, t) => {
    const weights = V.map(() => 0);
    for (const [place, weight] of terms) weights[place] = weight / 2;
    return { weights, bias: constants[t] + weights.reduce((sum, weight) => sum + weight, 0) };
  });
  const states = Array.from({ length: 8 }, (_, j) => [scores[(2 * j + 15) % 16], scores[2 * j]]);
  return {
    filter: states.map(([one, two]) => [one.weights.map((weight, i) => weight + two.weights[i])]),
    biases: states.map(([one, two]) => one.bias + two.bias),
    states: 8,
    variable: 'potts',
    alphabet: { kind: 'binary', values: [0, 1] },
    sides: [V.length],
  };
}

/** Words of a filter on sampled matchings of the level-2 patch. */
export async function sampledWords(
  scope: Scope,
  rule: CoarseRule,
  { groups, slots, spacing, seed }: { groups: number; slots: number; spacing: number; seed: number },
): Promise<WordSamples> {
  const graph = goldenPatch(2);
  const chains = new GraphDimerChains(scope, { graph, temperatures: new Array<number>(groups).fill(1), seed, start: 'both' });
  const range = { first: 0, groups };
  const found = new WordSamples({ rule, sites: TIP_SITES, around: { graph, centre: 0 }, samples: 32 * groups * slots, chains: 32 * groups, seed });
  const none = async () => {};
  await chains.advance(range, 20, none);
  for (let slot = 0; slot < slots; slot++) {
    await chains.advance(range, spacing, none);
    found.add((await chains.configurations(range)).data, 32 * groups);
  }
  return found;
}
