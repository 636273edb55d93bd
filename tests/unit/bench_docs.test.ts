/** docs/benchmarks.md and the tables of docs/bounds.md are what their commands make from the stored results. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { BoundComparison } from '../../bench/lab/bounds/comparison.ts';
import { tables } from '../../bench/lab/bounds/tables.ts';
import { floorsFigure, peersFigure, scalingFigure } from '../../bench/lab/figures/figures.ts';
import { filled, isCompared, KINDS, type PeersLine, STORED } from '../../bench/lab/figures/page.ts';
import { readStored } from '../../bench/lab/figures/stored.ts';
import { exponentText, powerLaw } from '../../bench/lab/scaling/fit.ts';
import { curvesOf, type ScalingRecord } from '../../bench/lab/scaling/scaling.ts';
import { seriesFor } from '../../bench/lab/scaling/series.ts';
import { bytesText } from '../../bench/numbers.ts';
import type { Timed } from '../../bench/record.ts';
import { figureSvg } from '../../src/report/draw/svg.ts';
import { close } from '../support/close.ts';
import { REPOSITORY, testWith } from '../support/needs.ts';
import { root } from '../support/root.ts';

const TIGHT = { atol: 1e-12, rtol: 1e-12 };
const page = join(root, 'docs/benchmarks.md');
testWith(REPOSITORY, 'the page is what the command makes from the stored lines', () => {
  const text = readFileSync(page, 'utf8');
  assert.is(filled(text, readStored(join(root, 'bench/results'))), text, 'npm run bench -- figures makes it anew');
});

testWith(REPOSITORY, 'the tables of docs/bounds.md are made from the stored result', () => {
  const bounds = readFileSync(join(root, 'docs/bounds.md'), 'utf8');
  const stored = JSON.parse(readFileSync(join(root, 'bench/results/bounds-lavapipe.json'), 'utf8')) as BoundComparison;
  const made = tables(stored).trim().split('\n\n');
  assert.is(made.length, 5);
  for (const table of made) assert.ok(bounds.includes(table), `npm run bench -- bounds --of FILE --tables FILE makes it anew:\n${table}`);
});

testWith(REPOSITORY, 'links of the README and of the documents lead somewhere', () => {
  for (const file of [
    'README.md',
    'CONTRIBUTING.md',
    'docs/benchmarks.md',
    'docs/published.md',
    'docs/studies.md',
    'docs/samplers.md',
    'docs/bounds.md',
    'bench/lab/peers/README.md',
  ]) {
    for (const [, target] of readFileSync(join(root, file), 'utf8').matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
      assert.ok(existsSync(join(root, dirname(file), target)), `${file}: ${target}`);
    }
  }
});

test('a power law is found with its exponent, and its error is the scatter of the points', () => {
  const exact = powerLaw([1, 2, 4, 8].map((n) => [n, 3 * n ** 2]));
  close([exact?.exponent as number, exact?.factor as number, exact?.error as number], [2, 3, 0], { atol: 1e-7, rtol: 1e-12 }, 'exact');
  assert.equal([exact?.first, exact?.last, exact?.points], [1, 8, 4]);
  // In units of ln 2: heights 0, 1 + d, 2 at 0, 1, 2; slope 1, residuals d (-1, 2, -1) / 3, Sxx = 2.
  const d = 0.3;
  const bent = powerLaw([
    [1, 1],
    [2, 2 ** (1 + d)],
    [4, 4],
  ]);
  close([bent?.exponent as number, bent?.error as number], [1, Math.sqrt((6 * d * d) / 9 / 2)], TIGHT, 'bent');
  assert.is(
    powerLaw([
      [1, 1],
      [2, 2],
    ])?.error,
    null,
  );
  assert.is(powerLaw([[1, 1]]), undefined);
  assert.is(exponentText({ exponent: 2.0123, error: 0.0201, factor: 1, first: 1, last: 2, points: 3 }), '2.01 ± 0.02');
  assert.is(exponentText({ exponent: 1, error: 0.0001, factor: 1, first: 1, last: 2, points: 3 }), '1.000 ± 0.001');
  assert.equal([900, 1536, 3 * 2 ** 20, 2 ** 31].map(bytesText), ['900 B', '1.50 KiB', '3.00 MiB', '2.00 GiB']);
});

/** A line of the benchmark: a run of so many seconds, of which launches take a part, when the calibration takes `beside`. */
function line(n: number, seconds: number, { launch = 0, beside = 1 } = {}): ScalingRecord {
  const around = (x: number) => ({ median: x, least: 0.9 * x, most: 1.1 * x });
  const timed: Timed = {
    format: 'blockspin-bench-1',
    group: 'sampling',
    name: `Ising, L = ${n}`,
    sizes: { L: n },
    unit: 'flips',
    effort: 'quick',
    adapter: { name: 'Test', vendor: '', architecture: '', driver: 'one', origin: 'system', software: true, backend: 'vulkan' },
    limits: {},
    features: [],
    versions: {},
    commit: 'abc',
    date: '2026-01-01T00:00:00.000Z',
    machine: { cores: 2, processor: 'P' },
    outcome: 'timed',
    rate: around(1 / seconds),
    wall: around(seconds * beside),
    gpu: null,
    samples: 5,
    runs_per_sample: 1,
    work: { dispatches: 1 },
    calibrated: around(1 / seconds),
    floor: { launch: launch * seconds * beside, bandwidth: 0, arithmetic: 0 },
    bound_by: 'launch',
    fraction: 0.5,
  };
  return { ...timed, scaling: { curve: 'Ising', fixed: '32 chains', parameter: 'L', n, bytes: 10 * n } };
}

const { floor: _floor, ...head } = line(64, 1) as Timed;
const refused = {
  ...head,
  outcome: 'refused',
  message: 'a | b',
  scaling: { curve: 'Ising', fixed: '32 chains', parameter: 'L', n: 64, bytes: null },
} as ScalingRecord;
/** The first point is mostly launches; the machine is half as fast at the third. */
const SERIES = [line(4, 30, { launch: 0.5 }), line(8, 64), line(16, 256, { beside: 2 }), line(32, 1024), refused];

test('exponents are of what lies beyond the launches, and a machine that is slow for a while does not change them', () => {
  const [curve, ...more] = curvesOf(SERIES);
  assert.is(more.length, 0);
  close([curve.time?.exponent as number, curve.memory?.exponent as number, curve.end?.time as number], [2, 1, 2], TIGHT, 'exponents');
  assert.equal([curve.time?.first, curve.time?.last, curve.points.length], [8, 32, 4]);
  assert.equal(curve.refused, { n: 64, message: 'a | b' });
});

const PEERS: PeersLine[] = [
  { kind: 'run', date: '2026-01-01', adapter: { name: 'Test', driver: '' }, cores: 2 },
  {
    kind: 'sampling',
    case: 'Ising',
    unit: 'flips/s',
    peer: 'C (ising.c) words 2',
    ours: { median: 2, least: 1, most: 3 },
    theirs: { median: 4, least: 4, most: 4 },
    ratio: { median: 0.5, least: 0.25, most: 0.75 },
    rounds: 3,
  },
  { kind: 'absent', name: 'JAX', state: 'missing', reason: 'pip install jax' },
];
const MARKERS = KINDS.map((kind) => `<!-- table: ${kind} -->\nold\n<!-- end -->\n`).join('between\n');

test('the page says what was measured, and where nothing was', () => {
  assert.is(filled(MARKERS, { table: {}, scaling: {}, peers: {} }).match(/Not measured yet\./g)?.length, 3);
  const stored = { table: { one: [line(8, 1)] }, scaling: { one: SERIES }, peers: { one: PEERS } };
  const made = filled(MARKERS, stored);
  assert.not.match(made, /old/);
  assert.is(made.match(/between/g)?.length, 2);
  assert.is(filled(made, stored), made, 'made twice is made once');
  assert.match(made, '| sampling: Ising, L = 8 | 1.00 flips/s | ± 10 % | 1.00 s |  | 50 % | launch |');
  assert.match(made, /\| Ising, 32 chains \| L \| 2\.000 ± 0\.001 \| 1\.000 ± 0\.001 \| 8 to 32 \| 2\.00 \| 64 \(refused\) \|/);
  assert.match(made, 'a \\| b');
  assert.match(made, '| Ising | C (ising.c) words 2 | flips/s | 2.0 | 4.0 | 0.50 [0.25, 0.75] |');
  assert.match(made, '- JAX: missing: pip install jax');
  assert.throws(() => filled('nothing', stored), /expected <!-- table: table -->/);
  assert.ok(STORED.test('scaling-lavapipe.jsonl') && !STORED.test('bounds-lavapipe.json'));
});

test('the figures can be drawn', async () => {
  for (const [spec, words] of [
    [scalingFigure(curvesOf(SERIES), 'sampling', 'Test'), ['Samplers against size, Test', 'Ising: 2.000 ± 0.001', 'Ising: 1.000 ± 0.001']],
    [floorsFigure([line(8, 1)], 'Test'), ['Ising, L = 8', 'launch']],
    [peersFigure(PEERS.filter(isCompared), 'Test'), ['C (ising.c)', 'our rate / theirs']],
  ] as const) {
    const svg = await figureSvg(spec);
    for (const word of words) assert.ok(svg.includes(word), word);
    assert.not.match(svg, /NaN|undefined/);
  }
});

test('rows of figures are named in words, in the figures of the documents as well', async () => {
  const rows = ['jsOfScores backward', 'gather_values, values', 'dimers 16 x 16, T = inf'].map((name) => ({ ...line(8, 1), name, group: 'optim' as const }));
  const svg = await figureSvg(floorsFigure(rows, 'Test'));
  for (const word of ['js of scores backward', 'gather values, values', 'dimers 16 × 16, T = ∞', 'optimiser']) assert.ok(svg.includes(`>${word}<`), word);
  const folder = join(root, 'docs');
  const drawn = readdirSync(folder).filter((name) => /^benchmarks-.*\.svg$/.test(name));
  assert.ok(drawn.length >= 4);
  for (const name of [...drawn, '']) {
    const texts = [...(name ? readFileSync(join(folder, name), 'utf8') : svg).matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text);
    assert.equal(
      texts.filter((text) => /[a-z][A-Z]|\w_\w|\d x \d|= inf\b|^(ops|optim)$/.test(text.replace(/llvmpipe.*|[\d.]+ ?[KM]i ?B?|PyTorch|TensorFlow/g, ''))),
      [],
      name,
    );
  }
});

test('series have names of their own, and sizes that grow', () => {
  for (const software of [true, false]) {
    const all = seriesFor(software);
    const names = all.map(({ curve, fixed, parameter }) => `${curve}, ${fixed}, ${parameter}`);
    assert.is(new Set(names).size, names.length);
    for (const { sizes, at = (n: number) => n } of all) {
      for (const list of [sizes.quick, [...sizes.full, ...(sizes.hardware ?? [])]]) assert.ok(list.every((n, i) => i === 0 || at(n) > at(list[i - 1])));
    }
  }
});

test.run();
