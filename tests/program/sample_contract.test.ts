/** What scripts hold on to of `sample`: the exact shape of what it prints with --json, and its observables by name. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ADAPTER, VERSIONS } from '../support/contract.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { matches, type Pattern } from '../support/pattern.ts';
import { run } from '../support/program.ts';

test.after(closeDevice);

const CHAIN_ESTIMATE: Pattern = { mean: 'number', error: 'number', tau: 'number', bins: 'number', bin_length: 'number', n: 'number', reliable: 'boolean' };
const CHECK = { halves: 'number', starts: 'number', thermal: 'boolean' } as const;
const CANDIDATE = { algorithm: 'string', tau: 'number', temperature: 'number', measured: 'boolean', seconds_per_sweep: 'number', cost: 'number' } as const;
const MEASURED = {
  algorithm: 'string',
  burn: 'number',
  spacing: 'number',
  thermal: 'boolean',
  samples: 'number',
  seconds: 'number',
  updates_per_second: 'number',
} as const;
const SAMPLED = {
  ...MEASURED,
  temperature: 'number|string',
  observables: {
    energy: CHAIN_ESTIMATE,
    magnetisation_abs: CHAIN_ESTIMATE,
    staggered_abs: CHAIN_ESTIMATE,
    magnetisation_squared: CHAIN_ESTIMATE,
    specific_heat: CHAIN_ESTIMATE,
    binder: CHAIN_ESTIMATE,
  },
  thermalisation: { energy: CHECK, magnetisation: CHECK, staggered: CHECK },
} as const;
const SAMPLE_COMMON = {
  adapter: ADAPTER,
  versions: VERSIONS,
  model: 'string',
  size: 'number',
  coupling: 'number',
  chains: 'number',
  start: 'string',
  seed: 'number',
} as const;

test('sample --json: one temperature is one object', async () => {
  const ran = await run(['sample', '--size', '8', '--chains', '32', '--samples', '16', '--temperature', '1', '--json']);
  assert.is(ran.code, 0, ran.err);
  const sampled = JSON.parse(ran.out);
  const { choice, ...rest } = sampled;
  matches(rest, { ...SAMPLE_COMMON, ...SAMPLED });
  // The default says what it chose and from what.
  matches(choice, { chosen: 'string', candidates: [CANDIDATE], reason: 'string' });
  assert.equal(choice.candidates.map((c: { algorithm: string }) => c.algorithm).sort(), ['metropolis', 'swendsen-wang']);
  assert.is(rest.algorithm, choice.chosen);
  assert.match(choice.reason, choice.chosen);
  assert.is(sampled.samples, 16 * 32);
  // The ground state has energy -2 per site; exact at T = 1, L = 8 is -1.997.
  assert.ok(sampled.observables.energy.mean < -1.9 && sampled.observables.energy.mean >= -2);
  assert.match(ran.err, 'sampling ising at T = 1 on');
});

test('sample --json: a list with inf, and an antiferromagnet', async () => {
  const ran = await inside([
    'sample',
    '--size',
    '4',
    '--chains',
    '32',
    '--samples',
    '16',
    '--temperature',
    '0.5,inf',
    '--coupling',
    '-1',
    '--algorithm',
    'metropolis',
    '--json',
  ]);
  assert.is(ran.code, 0, ran.err);
  const { points, ...common } = JSON.parse(ran.out);
  matches(common, SAMPLE_COMMON);
  matches(points, [SAMPLED]);
  assert.is(common.coupling, -1);
  assert.equal(
    points.map((p: { temperature: unknown }) => p.temperature),
    [0.5, 'inf'],
  );
  const { energy, staggered_abs, magnetisation_abs } = points[0].observables;
  assert.ok(energy.mean < -1.9 && staggered_abs.mean > 0.9 && magnetisation_abs.mean < 0.1, 'a Neel state at low temperature');
});

const DIMERS = ['energy', 'specific_heat', 'winding_squared', 'winding_zero', 'columnar', 'stiffness'];
const CHIPPING = ['p0', 'p1', 'mass_squared', 'largest'];
const TINY_SAMPLE = ['--chains', '32', '--samples', '16', '--json'];

for (const [words, names, parameters] of [
  ['--model dimers --size 4 --temperature inf', DIMERS, { interaction: -1, temperature: 'inf' }],
  ['--model dimers --size 6 --temperature 1 --interaction 1', DIMERS, { interaction: 1, temperature: 1 }],
  ['--model chipping --size 4 --density 1 --chipping-rate 3', CHIPPING, { density: 1, biased: false, rate: 3 }],
  ['--model chipping --size 8 --density 0.5 --chipping-rate 0 --biased', CHIPPING, { density: 0.5, biased: true, rate: 0 }],
  [
    '--size 4 --temperature 2 --field 0.5 --disorder 0.2 --own-disorder --algorithm heatbath',
    ['energy'],
    { field: 0.5, disorder: 0.2, shared_disorder: false },
  ],
  ['--size 4 --temperature 2 --algorithm swendsen-wang --start random --burn 7 --spacing 3', ['energy'], { algorithm: 'swendsen-wang', burn: 7, spacing: 3 }],
] as const) {
  test(`sample --json ${words}`, async () => {
    const ran = await inside(['sample', ...words.split(' '), ...TINY_SAMPLE]);
    assert.is(ran.code, 0, ran.err);
    const sampled = JSON.parse(ran.out);
    for (const name of names) assert.ok(Number.isFinite(sampled.observables[name]?.mean), `${name} ${JSON.stringify(sampled.observables[name])}`);
    for (const [name, value] of Object.entries(parameters)) assert.is(sampled[name], value, name);
    for (const check of Object.values<{ thermal: unknown }>(sampled.thermalisation)) assert.type(check.thermal, 'boolean');
  });
}

test('sample --json --chains 2: large lattices', async () => {
  const ran = await inside('sample --size 64 --chains 2 --temperature 4 --samples 40 --json'.split(' '));
  assert.is(ran.code, 0, ran.err);
  const sampled = JSON.parse(ran.out);
  assert.is(sampled.samples, 80);
  // Two lattices, so the error comes from bins in time: -0.5573 at T = 4.
  const { energy } = sampled.observables;
  assert.ok(energy.bins >= 8 && Math.abs(energy.mean + 0.5573) < 5 * energy.error);
});

test('sample --algorithm tempering: all temperatures move together, one object each', async () => {
  const ran = await inside('sample --size 4 --algorithm tempering --temperature 1.5,2.5 --chains 32 --samples 16 --json'.split(' '));
  assert.is(ran.code, 0, ran.err);
  const { points } = JSON.parse(ran.out);
  matches(points, [SAMPLED]);
  assert.equal(
    points.map((p: { temperature: unknown }) => p.temperature),
    [1.5, 2.5],
  );
});

test('sample without --json: readable text on stdout', async () => {
  const ran = await inside(['sample', '--size', '4', '--chains', '32', '--samples', '4', '--temperature', '2']);
  assert.is(ran.code, 0, ran.err);
  assert.match(ran.out, /^T = 2\n {2}energy +-\d\.\d+ ± \d\.\d+/);
});

test.run();
