/** What scripts hold on to of `sample`: the exact shape of what it prints with --json, and its observables by name. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultRuns, grouped } from '../../src/cli/spending.ts';
import type { Clock } from '../../src/gpu/waiting.ts';
import { kaufman } from '../reference/kaufman.ts';
import { ADAPTER, VERSIONS } from '../support/contract.ts';
import { closeDevice, theDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { matches, type Pattern } from '../support/pattern.ts';
import { lastOfEach, messages, run } from '../support/program.ts';

test.after(closeDevice);

const CHAIN_ESTIMATE: Pattern = { mean: 'number', error: 'number', tau: 'number', bins: 'number', bin_length: 'number', n: 'number', reliable: 'boolean' };
/** Not finite in perfect order, which JSON writes as null. */
const PERHAPS: Pattern = { ...(CHAIN_ESTIMATE as object), mean: 'number|null', error: 'number|null' };
const CHECK = { halves: 'number', starts: 'number', thermal: 'boolean' } as const;
const CANDIDATE = { algorithm: 'string', tau: 'number', temperature: 'number', measured: 'boolean', seconds_per_sweep: 'number', cost: 'number' } as const;
const MEASURED = {
  algorithm: 'string',
  burn: 'number',
  spacing: 'number',
  thermal: 'boolean',
  samples: 'number',
  updates: 'number',
  seconds: 'number',
  updates_per_second: 'number',
} as const;
const SAMPLED = {
  ...MEASURED,
  temperature: 'number|string',
  observables: {
    energy: CHAIN_ESTIMATE,
    magnetisation: CHAIN_ESTIMATE,
    magnetisation_abs: CHAIN_ESTIMATE,
    staggered_abs: CHAIN_ESTIMATE,
    magnetisation_squared: CHAIN_ESTIMATE,
    specific_heat: CHAIN_ESTIMATE,
    susceptibility: CHAIN_ESTIMATE,
    susceptibility_abs: CHAIN_ESTIMATE,
    correlation_length: PERHAPS,
    binder_magnetisation: CHAIN_ESTIMATE,
    binder: CHAIN_ESTIMATE,
  },
  thermalisation: { energy: CHECK, magnetisation: CHECK, staggered: CHECK, structure: CHECK },
} as const;
/** With J < 0. */
const ANTIFERROMAGNET = {
  ...SAMPLED,
  observables: {
    ...SAMPLED.observables,
    binder_magnetisation: PERHAPS,
    susceptibility_staggered: CHAIN_ESTIMATE,
    susceptibility_staggered_abs: CHAIN_ESTIMATE,
    binder_staggered: CHAIN_ESTIMATE,
  },
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
  matches(points, [ANTIFERROMAGNET]);
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

test('sample: the text has labels and units, digits by the error, and <m> with its sign', async () => {
  const ran = await inside(['sample', ...'--size 4 --temperature 2 --field -0.5 --algorithm heatbath --chains 32 --samples 16'.split(' ')]);
  assert.is(ran.code, 0, ran.err);
  // Exactly -0.966909 (complete enumeration).
  assert.match(ran.out, /^ {2}magnetisation <m> +-0\.\d{2,4} ± 0\.\d{2,4} per site +tau /m);
  assert.match(ran.out, /^ {2}specific heat +\d\.\d+ ± 0\.\d+ k_B per site/m);
  assert.match(ran.out, /^ {2}susceptibility N\(<m²>-<m>²\)\/T +\d\.\d+ ± 0\.\d+ 1\/J per site/m);
  assert.match(ran.out, /^ {2}Binder cumulant of m +0\.6\d* ±/m);
  assert.not.match(ran.out, /binder|specific_heat/);
});

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
  // The burn-in is by cluster updates of one temperature; whoever measures it moves both.
  for (const { burn, spacing, updates } of points) assert.is(updates, (32 * burn + 64 * 16 * spacing) * 16);
});

const PRECISION = {
  observable: 'string',
  wanted: 'number',
  error: 'number',
  reached: 'boolean',
  ended: 'string',
  samples: 'number',
  limit: 'number',
  seconds: 'number',
} as const;
const PRECISE = '--size 4 --temperature 2.5 --chains 32 --samples 8 --burn 40 --spacing 1 --algorithm metropolis --seed 5'.split(' ');
const WANTED = 0.02;

test('sample --error --json: measures until the error is reached, and the energy is the exact one within four times that', async () => {
  const ran = await inside(['sample', ...PRECISE, '--error', String(WANTED), '--limit', '600', '--json']);
  assert.is(ran.code, 0, ran.err);
  const { precision, ...rest } = JSON.parse(ran.out);
  matches(precision, PRECISION);
  matches(rest, { ...SAMPLE_COMMON, ...SAMPLED });
  assert.equal([precision.observable, precision.wanted, precision.reached, precision.ended, precision.limit], ['energy', WANTED, true, 'error', 600]);
  const { energy } = rest.observables;
  assert.is(precision.error, energy.error);
  assert.ok(energy.error < WANTED && energy.reliable && precision.samples > 8, JSON.stringify(precision));
  assert.equal([rest.samples, rest.updates], [32 * precision.samples, (40 + precision.samples) * 32 * 16]);
  // Odds of a false alarm 6e-5 at most; the seed is pinned. Control: the energy 10 % hotter is seen to be another.
  assert.ok(Math.abs(energy.mean - kaufman(4, 2.5).energy) < 4 * WANTED, `${energy.mean}`);
  assert.ok(Math.abs(energy.mean - kaufman(4, 2.75).energy) > 4 * WANTED, `${energy.mean}`);
});

test('sample --error: where the limit comes first all is printed, the shortfall is said, and the exit code is 1', async () => {
  const device = await theDevice();
  const { clock: usual } = device;
  let time = 0;
  // A tenth of a second passes whenever somebody looks.
  const clock: Clock = { now: () => (time += 100), sleep: usual.sleep };
  Object.assign(device, { clock });
  try {
    const json = await inside(['sample', ...PRECISE, '--error', '1e-5', '--limit', '5', '--json']);
    assert.is(json.code, 1, json.err);
    const { precision, observables, samples } = JSON.parse(json.out);
    assert.equal([json.code, precision.reached, precision.ended, precision.limit], [1, false, 'seconds', 5]);
    assert.ok(precision.error > 1e-5 && precision.error === observables.energy.error && samples === 32 * precision.samples);
    assert.ok(precision.seconds >= 4.5 && precision.seconds < 10, 'of the clock that was moved by hand');
    const [message, ...more] = messages(json);
    assert.equal(more, []);
    assert.match(message, /^blockspin: --error 0\.00001: expected a standard error of energy below it within 5 s at each point, got 0\.\d+ at T = 2\.5; /);
    assert.match(message, /use --limit \d{4,}, or a larger --error$/);
    const text = await inside(lastOfEach(['sample', ...PRECISE, '--temperature', '2,inf', '--error', '1e-5', '--limit', '5']));
    assert.is(text.code, 1);
    assert.is(text.out.match(/^T = /gm)?.length, 2, 'all points are printed');
    assert.is(
      text.out.match(/^ {2}NOT REACHED: the error of energy is 0\.\d+, not below 0\.00001: the limit of 5 s came first, after \d+ measurements/gm)?.length,
      2,
    );
    assert.match(text.err, /got 0\.\d+ at T = 2, 0\.\d+ at T = inf; /);
  } finally {
    Object.assign(device, { clock: usual });
  }
});

for (const words of ['--model dimers --size 4 --temperature 1', '--model chipping --size 4']) {
  test(`sample --error: ${words}`, async () => {
    const ran = await inside(['sample', ...words.split(' '), '--chains', '32', '--samples', '8', '--error', '0.05', '--limit', '600', '--json']);
    assert.is(ran.code, 0, ran.err);
    const { precision, observables } = JSON.parse(ran.out);
    assert.ok(precision.reached && observables[precision.observable].error === precision.error && precision.error < 0.05, JSON.stringify(precision));
  });
}

test('a default run spends what the help says', async () => {
  const ran = await inside(['sample', '--model', 'dimers', '--json']);
  assert.is(ran.code, 0, ran.err);
  const { burn, spacing, chains, samples, updates } = JSON.parse(ran.out);
  const expected = defaultRuns().find(({ model }) => model === 'dimers');
  assert.equal([burn, spacing, chains, samples / chains, updates], [expected?.burn, expected?.spacing, expected?.chains, expected?.samples, expected?.updates]);
  const help = (await inside(['sample', '--help'])).out.replace(/\s+/g, ' ');
  assert.match(help, `${grouped(updates)} site updates: ${burn} + ${samples / chains} x ${spacing} sweeps`);
});

test('sample without --json: readable text on stdout', async () => {
  const ran = await inside(['sample', '--size', '4', '--chains', '32', '--samples', '4', '--temperature', '2']);
  assert.is(ran.code, 0, ran.err);
  assert.match(ran.out, /^T = 2\n {2}energy +-\d\.\d+ ± \d\.\d+/);
});

test.run();
