/** What reports of runs on fixed data say: the states of their values, and the places at which windows were cut. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { picturesByState, tellingPictures } from '../../src/analysis/filters/states.ts';
import { drawFigures } from '../../src/report/run/figures.ts';
import { findings } from '../../src/report/run/findings.ts';
import { blockWords, dataWords, latticeWords } from '../../src/report/run/places.ts';
import { drawFilters } from '../../src/report/terminal/table.ts';
import { madeUpResults, plain, records } from './results_fixture.ts';

const STATES = { kind: 'states', values: [-1, 0, 1] } as const;
const FILTER = [
  [1, -0.5, -0.5, 0.8, -0.8, 0],
  [0.2, -0.2, 0, 0, 0, 0],
];

/** Results on values of three states: a weight for each, side by side. */
function ofStates(states = 3, filter: number[][] = FILTER) {
  const results = madeUpResults({ temperature: [1.8], buffer: [0], block: 2, states });
  const [point] = results.summary.points;
  point.alphabet = STATES;
  point.filters = point.filters.map(() => [filter]);
  return results;
}

test('the pictures of a filter, and those that a look can be told from', () => {
  assert.equal(picturesByState(FILTER, 3), [
    [
      [1, 0.8],
      [0.2, 0],
    ],
    [
      [-0.5, -0.8],
      [-0.2, 0],
    ],
    [
      [-0.5, 0],
      [0, 0],
    ],
  ]);
  assert.equal(picturesByState(FILTER, 1), [FILTER]);
  // Spin one: the state 0 has only noise.
  assert.equal(tellingPictures([[-1, 0.02, 0.98, -0.9, -0.01, 0.91]], 3), [[[-1, -0.9]], [[0.98, 0.91]]]);
  assert.equal(tellingPictures([[0, 0, 0]], 3), [[[0]], [[0]], [[0]]]);
  assert.is(tellingPictures([[Number.NaN, 0, 0]], 3).length, 3);
});

test('one-hot filters: a picture for every state, below its name', async () => {
  const results = ofStates();
  const lines = drawFilters(results.summary).split('\n');
  assert.match(lines[1], /^T = 1\.8 +-1 +0 +1$/);
  assert.match(lines[2], /^ +\+1\.0 \+0\.8 -0\.5 -0\.8 -0\.5 \+0\.0$/);
  assert.match(lines[3], /^ +\+0\.2 \+0\.0 -0\.2 \+0\.0 \+0\.0 \+0\.0$/);
  const colour = plain(drawFilters(results.summary, { colour: true })).split('\n');
  assert.match(colour[1], /-1 +0 +1$/);
  assert.match(colour[2], /▀{4} ▀{4} ▀{4}$/);
  const [filters] = await drawFigures(results);
  assert.is(records(filters.spec).length, 3 * 4);
  assert.match(filters.caption, 'a picture for each of the states -1, 0, 1, whose weights sum to zero at every site');
});

test('the sign of a binary H is chosen, a logit of a Potts component keeps its own', async () => {
  const negative = FILTER.map((row) => row.map((w) => 0 - w));
  const first = (states: number) => drawFilters(ofStates(states, negative).summary).split('\n')[2];
  assert.match(first(2), /\+1\.0 \+0\.8 -0\.5 -0\.8/);
  assert.match(first(3), /-1\.0 -0\.8 \+0\.5 \+0\.8/);
  const [[two], [three]] = [await drawFigures(ofStates(2)), await drawFigures(ofStates(3))];
  assert.match(two.caption, 'its overall sign, which is arbitrary, fixed');
  assert.match(three.caption, 'the logits of the 3 states of H one after another');
  assert.not.match(three.caption, 'sign');
});

test('what H of three states can hold, and what its filter looks like', async () => {
  const results = ofStates();
  results.summary.points[0].filter = 'uniform';
  assert.match(
    findings(results)[0],
    'a variable H of one component of 3 states that keeps as much information as possible about the environment beyond a buffer, at most ln 3 (1.58 bits)',
  );
  const text = findings(results).join(' ');
  assert.match(text, 'the filter is uniform: for every state the sites of the block count about alike');
  assert.not.match(text, 'magnetisation');
  const [, information] = await drawFigures(results);
  assert.match(information.svg, 'ln 3 (1.58 bits)');
});

test('what data were taken as, in words', () => {
  const binary = { kind: 'binary', values: [-1, 1] } as const;
  const places = (boundary: ('periodic' | 'open')[] | undefined, count: number) => dataWords({ alphabet: binary, boundary, places: count });
  assert.equal(places(undefined, 1), []);
  assert.equal(places(['periodic', 'periodic'], 64), ['The lattice is taken as periodic: windows wrap around its edges.']);
  assert.equal(places(['open'], 1), ['The lattice is taken as open: windows are cut at the one place where all of the largest window exists.']);
  assert.match(
    places(['periodic', 'open'], 12)[0],
    /as periodic along y, open along x: .* at one of the 12 places .*; values are those of the mixture over these places\.$/,
  );
  assert.equal(dataWords({ alphabet: STATES, places: 1 }), ['The values -1, 0 and 1 are taken as 3 states without an order.']);
});

test('lattices and blocks in words', () => {
  const run = { config: { block: 2 } } as Parameters<typeof latticeWords>[0];
  assert.is(latticeWords(run, { extents: [12], boundary: ['open'] }), 'an open chain of 12 sites');
  assert.is(latticeWords(run, { extents: [12], boundary: ['periodic'] }), 'a ring of 12 sites');
  assert.is(latticeWords(run, { extents: [4, 6], boundary: ['open', 'open'] }), 'a 4 × 6 lattice');
  assert.is(blockWords(run, { extents: [4, 6] }), '2 × 2 sites');
});

test.run();
