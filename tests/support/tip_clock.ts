/** The best filter of eight states for the block of the published super-dimers, and words of sampled matchings. */
import * as assert from 'uvu/assert';
import { analyseWords, type WordAnalysis, type WordInput } from '../../src/analysis/words/analysis.ts';
import { type SuperDimers, superDimers } from '../../src/analysis/words/super_dimers.ts';
import type { Estimate } from '../../src/core/statistics.ts';
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

/** What words of the clock are, whatever the number of samples. */
export function assertClock(input: WordInput): WordAnalysis {
  const analysis = analyseWords(input);
  const { table, circle, group, tips = [], directions = [], recovered } = analysis;
  assert.is(table.words.length, 8);
  for (const { word, frequency } of table.words)
    assert.ok(Math.abs(frequency.mean - 1 / 8) < 4 * frequency.error, `word ${word}: ${frequency.mean} ± ${frequency.error}`);
  const steps = circle?.order.map((word, i) => (circle.order[(i + 1) % 8] - word + 8) % 8) ?? [];
  assert.ok(new Set(steps).size === 1 && [1, 7].includes(steps[0]), `order ${circle?.order}`);
  assert.is(recovered, true);
  assert.equal([group?.name, group?.represented, group?.maps.length], ['Z8', 8, 16]);
  for (const { word, values, runs, outside, resultant } of tips) {
    assert.equal([values.length, runs, outside < 1e-9], [2, 1, true], `tips of word ${word}`);
    assert.ok(resultant > 0.9);
  }
  const size = table.samples / 8;
  for (const { word, shares } of directions) {
    const seen = shares.flatMap((share, d) => (share > 0 ? [{ share, d }] : [])).sort((a, b) => a.share - b.share);
    assert.is(seen.length, 2, `word ${word}: exactly 0 at six neighbours`);
    assert.ok([1, 7].includes((seen[0].d - seen[1].d + 8) % 8), 'two that stand side by side');
    // Correlation along a chain is weak at one sweep.
    assert.ok(Math.abs(seen[1].share - 2 / 3) < 5 * Math.sqrt(2 / 9 / size), `word ${word}: ${seen[1].share}`);
  }
  return analysis;
}

/** The classes of both stars against the law, |z| < 4 each; exactly one neighbour is C. */
export function assertLaw(found: WordSamples): SuperDimers[] {
  const { stars = [] } = found.place ?? {};
  assert.equal(
    stars.map(({ level, neighbours }) => [level, neighbours.length]),
    [
      [-1, 8],
      [1, 8],
    ],
  );
  const { marg, ...golden } = MATCHINGS.super_dimers;
  const j = [1, 2, 3, 4, 5, 6, 7];
  const laws = [
    { 'C|L': j.map((k) => (8 - k) / 28), 'L|C': j.map((k) => k / 8), 'L|L': [3 / 4, 4 / 7, 13 / 28, 3 / 7, 13 / 28, 4 / 7, 3 / 4] },
    { 'C|L': golden['C_j|L_0'], 'L|C': golden['L_j|C_0'], 'L|L': golden['L_j|L_0'] },
  ];
  return found.stars().map((star, s) => {
    const law = superDimers(star);
    assert.is(law.violations, 0);
    const within = (name: string, { mean, error }: Estimate, exact: number) =>
      assert.ok(Math.abs(mean - exact) < Math.max(4 * error, 1e-9), `${name}, star ${s}: ${mean} ± ${error}, exact ${exact}`);
    law.marginal.forEach((estimate, a) => {
      within('CLR'[a], estimate, marg[a]);
    });
    for (const [name, [a, b]] of Object.entries({ 'C|L': [1, 0], 'L|C': [0, 1], 'L|L': [1, 1] } as const)) {
      laws[s][name as 'C|L'].forEach((exact, k) => {
        within(`${name} ${k + 1}`, law.given[a][b][k], exact);
      });
    }
    return law;
  });
}
