/** What scripts hold on to: help, exit codes, and the exact shape of everything printed with --json or stored with --out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { matches, type Pattern } from '../support/pattern.ts';
import { inFolder, messages, run, stackLines, TINY } from '../support/program.ts';

const VERBS = ['start', 'train', 'sample', 'doctor'];
const ADAPTER: Pattern = { name: 'string', vendor: 'string', architecture: 'string', driver: 'string', origin: 'string', software: 'boolean' };
const VERSIONS: Pattern = { blockspin: 'string', node: 'string', dawn: 'string' };

const POINT: Pattern = {
  model: 'string',
  size: 'number',
  temperature: 'number|string',
  coupling: 'number',
  block: 'number',
  buffer: 'number',
  shell: 'number',
  components: 'number',
  information: { mean: 'number', error: 'number' },
  unit: 'string',
  training: { last: 'number' },
  replicas: [{ mean: 'number', error: 'number', status: 'string' }],
  filters: [[[['number']]]],
  best: 'number',
  autocorrelation: {
    energy: 'number',
    magnetisation_abs: 'number',
    burn: 'number',
    spacing: 'number',
    chains: 'number',
    halves: { energy: 'number', magnetisation_abs: 'number' },
  },
  filter: 'string',
  verdict: 'string',
};

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

interface Summary {
  seed: number;
  config: Record<string, unknown>;
  points: {
    temperature: number | string;
    coupling: number;
    information: { mean: number };
    filters: number[][][][];
    best: number;
    verdict: string;
    known: unknown;
  }[];
}

/** `points` apart, since `known` is null where theory says nothing. */
function checkSummary(summary: Summary): void {
  const { points, ...rest } = summary as unknown as Record<string, unknown> & Summary;
  assert.equal(Object.keys(rest).sort(), ['adapter', 'config', 'seconds', 'seed', 'versions']);
  matches(rest.adapter, ADAPTER, 'adapter');
  matches(rest.versions, VERSIONS, 'versions');
  matches(rest.seed, 'number', 'seed');
  for (const { known, ...point } of points) {
    matches(point, POINT, 'point');
    if (known !== null) matches(known, { value: 'number', kind: 'string', label: 'string', source: 'string' }, 'known');
    assert.ok(['converged', 'zero', 'unconverged', 'diverged'].includes(point.verdict), point.verdict);
  }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(folder.length + 1))
    .sort();
}

test('help of the program lists verbs, options and examples; help, --help and -h agree', async () => {
  const ran = await run(['--help']);
  assert.is(ran.code, 0);
  assert.is(ran.err, '');
  for (const verb of VERBS) {
    assert.match(ran.out, new RegExp(`^  ${verb} `, 'm'));
    assert.match(ran.out, `npx blockspin ${verb}`);
  }
  for (const option of 'model size temperature coupling block buffer shell components bound replicas steps batch seed adapter out json'.split(' ')) {
    assert.match(ran.out, `--${option}`);
  }
  assert.is((await run(['help'])).out, ran.out);
  assert.is((await run(['-h'])).out, ran.out);
});

for (const verb of VERBS) {
  test(`help of ${verb}`, async () => {
    const ran = await run([verb, '--help']);
    assert.is(ran.code, 0);
    assert.is(ran.err, '');
    assert.match(ran.out, `blockspin ${verb}:`);
    assert.match(ran.out, 'Examples:');
  });
}

test('version', async () => {
  const ran = await run(['--version']);
  assert.is(ran.code, 0);
  assert.match(ran.out, /^blockspin \d+\.\d+\.\d+\nnode \d+\.\S+\ndawn webgpu \S+\n$/);
});

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
  const ran = await run([
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
  ['--model chipping --size 4 --density 1 --rate 3', CHIPPING, { density: 1, biased: false, rate: 3 }],
  ['--model chipping --size 8 --density 0.5 --rate 0 --biased', CHIPPING, { density: 0.5, biased: true, rate: 0 }],
  [
    '--size 4 --temperature 2 --field 0.5 --disorder 0.2 --own-disorder --algorithm heatbath',
    ['energy'],
    { field: 0.5, disorder: 0.2, shared_disorder: false },
  ],
  ['--size 4 --temperature 2 --algorithm swendsen-wang --start random --burn 7 --spacing 3', ['energy'], { algorithm: 'swendsen-wang', burn: 7, spacing: 3 }],
] as const) {
  test(`sample --json ${words}`, async () => {
    const ran = await run(['sample', ...words.split(' '), ...TINY_SAMPLE]);
    assert.is(ran.code, 0, ran.err);
    const sampled = JSON.parse(ran.out);
    for (const name of names) assert.ok(Number.isFinite(sampled.observables[name]?.mean), `${name} ${JSON.stringify(sampled.observables[name])}`);
    for (const [name, value] of Object.entries(parameters)) assert.is(sampled[name], value, name);
    for (const check of Object.values<{ thermal: unknown }>(sampled.thermalisation)) assert.type(check.thermal, 'boolean');
  });
}

test('sample --json --chains 2: large lattices', async () => {
  const ran = await run('sample --size 64 --chains 2 --temperature 4 --samples 40 --json'.split(' '));
  assert.is(ran.code, 0, ran.err);
  const sampled = JSON.parse(ran.out);
  assert.is(sampled.samples, 80);
  // Two lattices, so the error comes from bins in time: -0.5573 at T = 4.
  const { energy } = sampled.observables;
  assert.ok(energy.bins >= 8 && Math.abs(energy.mean + 0.5573) < 5 * energy.error);
});

test('sample --algorithm tempering: all temperatures move together, one object each', async () => {
  const ran = await run('sample --size 4 --algorithm tempering --temperature 1.5,2.5 --chains 32 --samples 16 --json'.split(' '));
  assert.is(ran.code, 0, ran.err);
  const { points } = JSON.parse(ran.out);
  matches(points, [SAMPLED]);
  assert.equal(
    points.map((p: { temperature: unknown }) => p.temperature),
    [1.5, 2.5],
  );
});

test('sample without --json: readable text on stdout', async () => {
  const ran = await run(['sample', '--size', '4', '--chains', '32', '--samples', '4', '--temperature', '2']);
  assert.is(ran.code, 0, ran.err);
  assert.match(ran.out, /^T = 2\n {2}energy +-\d\.\d+ ± \d\.\d+/);
});

test('train --json --out: stdout is the summary, the folder holds the same and nothing else', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'deep/er');
    const words = [...TINY, '--replicas', '2', '--components', '2', '--temperature', '2,inf', '--coupling=-1', '--seed', '5', '--json', '--out', folder];
    const ran = await run(['train', ...words]);
    assert.is(ran.code, 0, ran.err);
    assert.equal(messages(ran), []);
    assert.equal(stackLines(ran), []);

    const summary = JSON.parse(ran.out) as Summary;
    checkSummary(summary);
    assert.is(summary.seed, 5);
    assert.equal(
      summary.points.map((p) => [p.temperature, p.coupling]),
      [
        [2, -1],
        ['inf', -1],
      ],
    );
    for (const { filters, best } of summary.points) {
      const nesting = [
        filters.length,
        ...new Set(filters.map((f) => f.length)),
        ...new Set(filters.flat().map((c) => c.length)),
        ...new Set(filters.flat(2).map((r) => r.length)),
      ];
      assert.equal(nesting, [2, 2, 2, 2], 'replica, component, row, column');
      assert.ok(best === 0 || best === 1);
    }

    assert.equal(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')), summary);
    const config = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    assert.equal(config, summary.config, 'config.json is what the summary says');
    assert.is(config.steps, 20);
    assert.equal(config.temperature, [2, 'inf'], 'infinity survives JSON');
    matches(JSON.parse(readFileSync(join(folder, 'training.json'), 'utf8')), [[{ step: ['number'], objective: ['number'] }]], 'curves');
    assert.match(readFileSync(join(folder, 'report.html'), 'utf8'), /^<!doctype html>/i);
    const files = filesBelow(folder);
    assert.equal(
      files.filter((f) => !f.startsWith('figures/')),
      ['config.json', 'report.html', 'summary.json', 'training.json'],
      'no temporary or partial file is left',
    );
    const figures = files.filter((f) => f.startsWith('figures/'));
    assert.ok(figures.length >= 4 && figures.every((f) => /\.(svg|vl\.json)$/.test(f)), figures.join(' '));
    assert.match(ran.err, 'adapter: ');
    assert.match(ran.err, folder);
  });
});

test('start names a results folder of its own below results/, and prints the plan where asked', async () => {
  await inFolder(async (cwd) => {
    const ran = await run(['start', ...TINY, '--profile', '--json'], { cwd });
    assert.is(ran.code, 0, ran.err);
    checkSummary(JSON.parse(ran.out));
    assert.match(ran.err, /critic\/\S*linear.*\d/);
    const [folder, ...more] = readdirSync(join(cwd, 'results'));
    assert.equal(more, []);
    assert.match(folder, /^ising-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d$/);
    assert.ok(filesBelow(join(cwd, 'results', folder)).includes('report.html'));
    assert.match(ran.err, `results/${folder}`);
  });
});

test('train without --json and --out: a table on stdout, progress on stderr', async () => {
  const ran = await run(['train', ...TINY]);
  assert.is(ran.code, 0, ran.err);
  assert.match(ran.out, 'I(H:E)');
  assert.match(ran.out, 'verdict');
  assert.not(ran.out.includes('\u001b['), 'no colours where there is no terminal');
  assert.match(ran.err, /^training /m);
});

test.run();
