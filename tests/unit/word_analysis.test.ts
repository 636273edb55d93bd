/** Words, their circle, group and arcs, against direct sums and made samples whose order is known; super-dimers against all matchings of the smallest patch. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { analyseWords } from '../../src/analysis/words/analysis.ts';
import { isCircular, wordArcs } from '../../src/analysis/words/arcs.ts';
import { superDimers } from '../../src/analysis/words/super_dimers.ts';
import { wordGroup } from '../../src/analysis/words/word_group.ts';
import { wordLabel, wordNumber, wordTable } from '../../src/analysis/words/words.ts';
import { exitClasses } from '../../src/exact/matching/super_dimers.ts';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import { blockCentre } from '../../src/space/graph/centre.ts';
import { neighbourExits, tipsOf } from '../../src/space/graph/exits.ts';
import { regionsAround } from '../../src/space/graph/regions.ts';
import { allMatchings, goldenPatch } from '../support/all_matchings.ts';
import { close } from '../support/close.ts';
import { uniform, words } from '../support/random.ts';

const EXACT = { atol: 1e-12, rtol: 0 };
const INPUTS = 24;
const CHAINS = 64;
/** Where each word lies on the circle, in the order of their numbers: what is to be found from E. */
const PLACES = [3, 0, 6, 1, 7, 5, 2, 4];

/** Samples of words at places of a circle, or of a line, whose inputs are more probable the nearer they lie. */
function made(seed: number, samples: number, line = false) {
  const draws = words(seed, samples);
  const noise = uniform(seed + 1, samples * INPUTS, 0, 1);
  const found = Uint32Array.from(draws, (draw) => draw % 8);
  const p = (word: number, e: number) =>
    line ? 0.2 + 0.6 * (PLACES[word] / 7) * (e % 2) : 0.5 + 0.3 * Math.cos(2 * Math.PI * (PLACES[word] / 8 - e / INPUTS));
  const environment = Uint8Array.from(noise, (x, i) => (x < p(found[Math.floor(i / INPUTS)], i % INPUTS) ? 1 : 0));
  return { words: found, chains: CHAINS, environment, inputs: INPUTS };
}

const inOrder = (order: readonly number[]) => {
  const places = order.map((word) => PLACES[word]);
  const steps = places.map((place, i) => (places[(i + 1) % 8] - place + 8) % 8);
  return new Set(steps).size === 1 && [1, 7].includes(steps[0]);
};

test('numbers and labels of words', () => {
  assert.equal([wordNumber([1, -1, 1], 2), wordLabel(5, 3, 2), wordLabel(2, 3, 2)], [5, '+-+', '-+-']);
  assert.equal([wordNumber([2, 0, 1], 3), wordLabel(19, 3, 3), wordLabel(7, 1, 8)], [19, '2.0.1', '7']);
});

test('frequencies, their errors over chains, entropy and patterns, by direct sums', () => {
  const samples = made(3, 6400);
  const { words: table, entropy, mean } = wordTable(samples);
  const p = Array.from({ length: 8 }, (_, word) => samples.words.filter((one) => one === word).length / 6400);
  for (const { word, frequency, pattern, spurious } of table) {
    assert.is(spurious, false);
    const ofChains = Array.from({ length: CHAINS }, (_, c) => samples.words.filter((one, i) => i % CHAINS === c && one === word).length / 100);
    const error = Math.sqrt(ofChains.reduce((sum, x) => sum + (x - p[word]) ** 2, 0) / (CHAINS * (CHAINS - 1)));
    close([frequency.mean, frequency.error], [p[word], error], EXACT, `word ${word}`);
    const own = [...samples.words.keys()].filter((i) => samples.words[i] === word);
    const direct = Array.from({ length: INPUTS }, (_, e) => own.reduce((sum, i) => sum + samples.environment[i * INPUTS + e], 0) / own.length);
    close(Array.from(pattern), direct, EXACT, `environment of ${word}`);
  }
  close([entropy.mean], [p.reduce((sum, x) => sum - x * Math.log(x), 0)], { atol: 4 * entropy.error, rtol: 0 }, 'entropy');
  assert.ok(entropy.error > 0 && entropy.error < 0.01);
  close([mean[5]], [samples.environment.filter((_, i) => i % INPUTS === 5).reduce((a, b) => a + b, 0) / 6400], EXACT, 'mean of E');
  assert.throws(() => wordTable({ ...samples, inputs: 7 }), /words: expected 6400 x 7 values of E, got 153600/);
});

test('the order of words on a circle is found from E alone, in either sense; a rare word is spurious and left out', () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const { circle, table } = analyseWords(made(seed, 6400));
    assert.ok(circle?.clock, `seed ${seed}: ${circle?.eigenvalues}`);
    assert.ok(inOrder(circle.order), circle.order.join());
    assert.is(circle.order[0], 0);
    assert.is(table.words.length, 8);
  }
  const samples = made(6, 6400);
  for (let i = 0; i < 20; i++) samples.words[300 * i] = 9;
  const { circle, table } = analyseWords(samples);
  assert.equal([table.words.find(({ word }) => word === 9)?.spurious, circle?.order.includes(9), circle?.clock], [true, false, true]);
});

/** Eight words of noise have eigenvalues near one another, far below four times their mean. */
test('negative controls: shuffled environments and words on a line are no clock', () => {
  for (const seed of [11, 12, 13, 14, 15, 16, 17, 18]) {
    const samples = made(seed, 6400);
    const shuffled = { ...samples, environment: samples.environment.slice() };
    const turn = 3200 * INPUTS + INPUTS;
    shuffled.environment.set(samples.environment.subarray(turn), 0);
    shuffled.environment.set(samples.environment.subarray(0, turn), samples.environment.length - turn);
    const { circle } = analyseWords(shuffled);
    assert.is(circle?.clock, false, `seed ${seed}: ${circle?.eigenvalues}, noise ${circle?.noise}`);
    assert.ok(circle && circle.eigenvalues[0] < 4 * circle.noise);
    assert.is(analyseWords(made(seed, 6400, true)).circle?.clock, false);
  }
});

test('the group of words: turns of a clock are Z8, with reflections D8; maps that mix words are none', () => {
  const base = Uint32Array.from(words(5, 4000), (draw) => draw % 8);
  const map = (f: (word: number) => number) => base.map(f);
  const turns = Array.from({ length: 8 }, (_, k) => map((word) => (word + k) % 8));
  const mirrors = Array.from({ length: 8 }, (_, k) => map((word) => (k + 8 - word) % 8));
  const all = [0, 1, 2, 3, 4, 5, 6, 7];
  const found = wordGroup(base, [...turns, ...mirrors], all);
  assert.equal([found.name, found.represented], ['D8', 16]);
  assert.equal(found.maps[3].images, [3, 4, 5, 6, 7, 0, 1, 2]);
  // Every third sample goes elsewhere.
  const mixed = mirrors.map((moved) => moved.map((word, i) => (i % 3 === 0 ? (word + 1) % 8 : word)));
  const less = wordGroup(base, [...turns, ...mixed], all);
  assert.equal([less.name, less.represented], ['Z8', 8]);
  assert.ok(less.maps.slice(8).every(({ agreement }) => Math.abs(agreement - 2 / 3) < 0.05));
  const two = wordGroup(base, [base, map((word) => word >> 1)], all);
  assert.equal([two.name, two.represented, two.maps[1].images], ['trivial', 1, undefined]);
});

test('arcs: consecutive values, opposite ones, what lies outside, and orders in either sense', () => {
  const angles = Array.from({ length: 16 }, (_, k) => ((k - 7) * Math.PI) / 8);
  const of = [0, 15, 0, 15, 1, 9, 2, 10, ...new Array<number>(92).fill(0)];
  const named = [0, 0, 0, 0, 0, 1, 1, 1, ...new Array<number>(92).fill(0)];
  const [one, two] = wordArcs(named, { of, angles }, [0, 1]);
  assert.equal([one.values, one.runs, two.values, two.runs], [[0, 15], 1, [2, 9, 10], 2]);
  close([one.outside, two.outside, one.shares[15]], [1 / 97, 0, 2 / 97], EXACT, 'shares');
  assert.ok(one.resultant > 0.99 && two.resultant < 0.5);
  assert.ok(isCircular([1, 2, 3, -3, -1]) && isCircular([3, 2, 1, -1, -2]) && !isCircular([1, 3, 2, -3, -1]) && !isCircular([0, 2, 1, 3]));
});

test('super-dimers of all 128 matchings of the smallest patch: the law of scale 1 without an error', () => {
  const patch = goldenPatch(0);
  const star = neighbourExits(patch, 0, -1);
  const all = allMatchings(patch);
  assert.equal([star.length, all.length], [8, 128]);
  const classes = all.flatMap(({ edges }) =>
    star.map(({ centre, left, right }) => [centre, left, right].findIndex((list) => list.some((e) => edges.includes(e)))),
  );
  const { marginal, given, violations } = superDimers({ classes, neighbours: 8, chains: 1 });
  const j = [1, 2, 3, 4, 5, 6, 7];
  assert.is(violations, 0);
  close(
    marginal.map(({ mean }) => mean),
    [1 / 8, 7 / 16, 7 / 16],
    EXACT,
    'P',
  );
  const of = (a: number, b: number) => given[a][b].map(({ mean }) => mean);
  close(
    of(1, 0),
    j.map((k) => (8 - k) / 28),
    EXACT,
    'P(C_j given L_0)',
  );
  close(
    of(0, 1),
    j.map((k) => k / 8),
    EXACT,
    'P(L_j given C_0)',
  );
  close(of(1, 1), [3 / 4, 4 / 7, 13 / 28, 3 / 7, 13 / 28, 4 / 7, 3 / 4], EXACT, 'P(L_j given L_0)');
  const law = j.map((k) => [0, 1, 2].map((a) => [0, 1, 2].map((b) => marginal[a].mean * given[a][b][k - 1].mean)));
  const compared = superDimers({ classes, neighbours: 8, chains: 1, law });
  assert.ok([...compared.marginal, ...compared.given.flat(2)].every(({ z = Number.NaN }) => z === 0));
  // A sample with two C is told, and a wrong law is far away.
  const wrong = classes.slice();
  wrong.fill(0, 0, 2);
  assert.is(superDimers({ classes: wrong, neighbours: 8, chains: 128 }).violations, 1);
  const turned = law.map((table) => table.map(([c, l, r]) => [c, r, l]));
  assert.ok(superDimers({ classes, neighbours: 8, chains: 128, law: turned }).given[0][1].some(({ z = 0 }) => Math.abs(z) > 4));
  assert.throws(() => superDimers({ classes: [0, 1, 2], neighbours: 8, chains: 1 }), /super-dimers: expected samples of 8 classes in 1 chains, got 3/);
});

test('neighbours and exits of the level-2 patch: 6, 5 and 5 edges by class, as the exact law has them; 16 tips; the middle of a block', () => {
  const patch = ammannBeenkerPatch(2);
  const { regions } = regionsAround(patch, 0);
  const star = neighbourExits(patch, 0, 1);
  assert.is(star.length, 8);
  star.forEach(({ node, region, centre, left, right, angle }, j) => {
    assert.equal([region.length, centre.length, left.length, right.length], [17, 6, 5, 5]);
    assert.equal({ centre, left, right }, exitClasses(patch, { centre: 0, node, region, towards: regions[1].nodes }));
    assert.ok(Math.abs(angle - ((j - 3) * Math.PI) / 4) < 1e-9 && Math.abs(Math.hypot(...(patch.positions?.[node] ?? [])) - 3 - 2 * Math.SQRT2) < 1e-9);
  });
  const tips = tipsOf(patch, 0, regions[1]);
  assert.equal(
    tips?.edges.map(({ length }) => length),
    Array.from({ length: 16 }, (_, k) => (k % 2 === 0 ? 4 : 2)),
  );
  assert.is(blockCentre(patch, regions[1].edges), 0);
  assert.equal(neighbourExits(patch, 0, 2), [], 'the graph ends before');
  assert.equal(neighbourExits({ nodes: 2, edges: [[0, 1]] }, 0, -1), []);
});

test.run();
