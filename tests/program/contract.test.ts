/** What scripts hold on to: help, exit codes, and the exact shape of everything printed with --json or stored with --out. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ADAPTER, VERSIONS } from '../support/contract.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { matches, type Pattern } from '../support/pattern.ts';
import { inFolder, lastOfEach, messages, run, stackLines, TINY } from '../support/program.ts';

test.after(closeDevice);

const VERBS = ['start', 'train', 'sample', 'exact', 'study', 'plan', 'cell', 'status', 'export', 'doctor', 'bench'];

const POINT: Pattern = {
  model: 'string',
  size: 'number',
  extents: ['number'],
  boundary: ['string'],
  alphabet: { kind: 'string', values: ['number'] },
  places: 'number',
  temperature: 'number|string',
  coupling: 'number',
  block: 'number',
  buffer: 'number',
  shell: 'number',
  components: 'number',
  states: 'number',
  information: { mean: 'number', error: 'number' },
  critic: 'string',
  bound: 'string',
  unit: 'string',
  information_bits: { mean: 'number', error: 'number' },
  entropy: 'number',
  ceiling: 'number',
  training: { last: 'number' },
  replicas: [
    {
      mean: 'number',
      error: 'number',
      critic: 'string',
      measured: 'number',
      status: 'string',
      validation: 'number',
      entropy: 'number',
      onset: 'number|null',
    },
  ],
  restarts: 'number',
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

interface Summary {
  seed: number;
  config: Record<string, unknown>;
  points: {
    temperature: number | string;
    coupling: number;
    information: { mean: number };
    critic: string;
    replicas: { mean: number; critic: string; measured: number }[];
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
    assert.ok(['converged', 'zero', 'limited', 'collapsed', 'unconverged', 'diverged', 'nonstationary'].includes(point.verdict), point.verdict);
    const { mean, critic } = point.replicas[point.best];
    assert.equal([point.information.mean, point.critic], [mean, critic], 'the point is its best replica');
    for (const replica of point.replicas) {
      assert.ok(['trained', 'constant', 'half'].includes(replica.critic), replica.critic);
      if (replica.critic !== 'half') assert.is(replica.mean, replica.critic === 'constant' ? 0 : replica.measured);
    }
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
  assert.is((await inside(['help'])).out, ran.out);
  assert.is((await inside(['-h'])).out, ran.out);
});

for (const verb of VERBS) {
  test(`help of ${verb}`, async () => {
    const ran = await inside([verb, '--help']);
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

test('train --filter keeps the filter and estimates its information', async () => {
  const ran = await inside(lastOfEach(['train', ...TINY, '--filter', 'staggered', '--coupling=-1', '--temperature', '1', '--json']));
  assert.is(ran.code, 0, ran.err);
  const { config, points } = JSON.parse(ran.out) as Summary;
  assert.is(config.freeze, true);
  assert.equal(points[0].filters[points[0].best], [
    [
      [1, -1],
      [-1, 1],
    ],
  ]);
});

test('train --json --out: stdout is the summary, the folder holds the same and nothing else', async () => {
  await inFolder(async (parent) => {
    const folder = join(parent, 'deep/er');
    const words = lastOfEach([...TINY, ...'--replicas 2 --components 2 --temperature 2,inf --coupling=-1 --seed 5 --json --out'.split(' '), folder]);
    const ran = await inside(['train', ...words]);
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
    matches(
      JSON.parse(readFileSync(join(folder, 'training.json'), 'utf8')),
      [[{ step: ['number'], objective: ['number'], validation: { step: ['number'], value: ['number'] } }]],
      'curves',
    );
    assert.match(readFileSync(join(folder, 'report.html'), 'utf8'), /^<!doctype html>/i);
    const files = filesBelow(folder);
    assert.equal(
      files.filter((f) => !f.startsWith('figures/')),
      ['checksums.json', 'config.json', 'report.html', 'summary.json', 'training.json'],
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
    const ran = await inside(['start', ...TINY, '--profile', '--json'], { cwd });
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
  assert.match(ran.err, /^adapter: .+\n((compiling|sampling|training|refining|evaluating) .+\n)+$/, 'the lines of the program and no others');
  assert.match(ran.err, /^training /m);
});

test.run();
