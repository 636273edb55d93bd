/** Documents: every one can be found, every link leads somewhere, and every command they show is one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseWords } from '../../native/node/words.ts';
import type { Host } from '../../src/cli/host.ts';
import { readOptions, trainingOptions } from '../../src/cli/options.ts';
import { VERBS, type VerbName } from '../../src/cli/verbs.ts';
import { type StudyInput, studyConfig } from '../../src/study/plan/config.ts';
import { planStudy, trainInputOf } from '../../src/study/plan/plan.ts';
import { PRESET_NAMES } from '../../src/study/plan/presets.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { root } from '../support/root.ts';

const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

/** Documents whose commands tests/program/examples.test.ts runs, or of tissue-data.md program/tissue_data, all of them that begin with `npx blockspin` but those of NOT_RUN. */
const RUN = [
  'docs/tissue-data.md',
  'README.md',
  'docs/studies.md',
  'docs/own-data.md',
  'docs/exact-values.md',
  'docs/samplers.md',
  'docs/order.md',
  'docs/graphs.md',
  'docs/operators.md',
  'docs/graph-examples.md',
  'docs/samplers-graphs.md',
  'docs/quasicrystal.md',
  'docs/tissue.md',
  'docs/infer.md',
];

/** Commands that no test runs as they stand, by their first words, and why. */
const NOT_RUN: Record<string, string> = {
  'npm start': 'examples runs `blockspin start` in a small size',
  'npm test': 'is the suite itself',
  'npm run bench:peers': 'needs the peers; their harness is tested by unit/peers',
  'npx blockspin train --model potts': 'trains for a minute; unit/shapes draws such a filter and names it',
  'npx blockspin train --size 32 --block 4 --buffer 2 --temperature 2.269185':
    'trains for minutes, on files that it wrote; program/deflation does so in a small size',
  'npx blockspin study quasicrystal --small': 'trains for minutes; physics/quasicrystal runs it',
  'npx blockspin study operators --small': 'trains and samples for minutes; physics/operators runs it',
  'npx blockspin study spokes --small': 'trains for a minute; physics/quasicrystal runs it',
  'npx blockspin study docs/order/': 'trains for up to two minutes; the configs are planned below',
  'npx blockspin report results/order-': 'needs the study before it; reports are drawn by examples',
  'npm run bench': 'measures for minutes; program/bench runs it with --quick on one row',
  'bash pack/run.sh': 'needs the pack; its parts are tested by program/machine',
  'seq 0 47': 'needs xargs or GNU parallel; the verb is run by examples',
  'docs/slurm/study.sh': 'needs Slurm; tests/slurm/run.sh runs it',
  AT_ONCE: 'needs Slurm; tests/slurm/run.sh runs it',
  sbatch: 'needs Slurm; tests/slurm/run.sh runs it',
};

/** Lines of blocks of shell, without comments. */
function shellLines(text: string): string[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1]);
  return blocks
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#\s.*$/, '').trim())
    .filter((line) => line !== '');
}

/** Commands between backticks in sentences. */
const inlineCommands = (text: string) =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`((?:npx blockspin|npm(?: run| test| start)) ?[^`\n]*)`/g)].map((match) => match[1].trim());

/** Reads a command as the program would; throws where it would refuse it. */
function checkCommand(command: string): void {
  const [verb, ...rest] = command.replace(/^npx blockspin ?/, '').split(/\s+/);
  if (verb === '' || verb === '--help' || verb === '--version') return;
  if (!(verb in VERBS)) throw new Error(`${command}: there is no verb ${verb}`);
  const { options, lists } = VERBS[verb as VerbName] as (typeof VERBS)[VerbName] & { lists?: (typeof VERBS)['exact']['lists'] };
  const { given, verbs } = readOptions({ words: rest, parse: parseWords } as unknown as Host, options, lists);
  if (verb === 'train' && !given.data && !given.graph && given.centre === undefined && !given.resume) trainConfig(trainingOptions(given));
  const [operand] = verbs;
  const isName = (verb === 'study' || verb === 'plan') && /^[a-z]+$/.test(operand ?? '');
  if (isName && !(PRESET_NAMES as readonly string[]).includes(operand)) throw new Error(`${command}: there is no preset ${operand}`);
}

/** The script of package.json that a command of npm names. */
function checkScript(command: string): void {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const name = /^npm (?:run )?([\w:]+)/.exec(command)?.[1] ?? '';
  if (!(name in scripts)) throw new Error(`${command}: package.json has no script ${name}`);
}

const isExample = (line: string) => line.startsWith('npx blockspin');

for (const file of DOCUMENTS) {
  test(`${file}: commands are of the program, each run by a test or listed with the reason`, () => {
    const lines = shellLines(textOf(file));
    for (const line of [...lines, ...inlineCommands(textOf(file))]) {
      if (isExample(line) && !/[A-Z]{3,}|\.\.\./.test(line)) checkCommand(line);
      if (line.startsWith('npm ')) checkScript(line);
    }
    const left = lines.filter((line) => !(isExample(line) && RUN.includes(file)) && !Object.keys(NOT_RUN).some((words) => line.startsWith(words)));
    assert.equal(left, [], 'run these in tests/program/examples.test.ts, or list them here with the reason');
  });

  test(`${file}: links lead to files and headings`, () => {
    const headings = (text: string) =>
      [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
        title
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      );
    for (const [, target] of textOf(file).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path, heading] = target.split('#');
      const to = path === '' ? file : normalize(join(dirname(file), path));
      assert.ok(existsSync(join(root, to)), `${target} leads to nothing`);
      if (heading) assert.ok(headings(textOf(to)).includes(heading), `${target}: there is no such heading`);
    }
  });
}

for (const name of readdirSync(join(root, 'docs/order'))) {
  test(`docs/order/${name}: a study that can be planned, with its setting in docs/order.md`, () => {
    const config = JSON.parse(textOf(`docs/order/${name}`)) as StudyInput;
    assert.ok(planStudy(studyConfig(config)).cells.length > 0);
    assert.throws(() => studyConfig({ ...config, train: { ...config.train, blok: 2 } }), /block/);
    assert.match(textOf('docs/order.md'), new RegExp(`study docs/order/${name} `));
  });
}

test('docs/quasicrystal-s4.json: the next level can be planned, and its chains fit one buffer', () => {
  const config = studyConfig(JSON.parse(textOf('docs/quasicrystal-s4.json')) as StudyInput);
  const plan = planStudy(config);
  assert.is(plan.cells.length, 4);
  const { sites } = trainInputOf(plan, plan.cells[0]);
  assert.equal([sites?.block.length, sites?.environment.length], [4832, 360]);
  const { chains, heldOut, validation } = config.train;
  assert.ok(4 * 15_474 * (chains + heldOut + validation) <= 2 ** 27);
});

test('docs/README.md leads to every document', () => {
  const linked = [...textOf('docs/README.md').matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => normalize(join('docs', target)));
  assert.equal(
    DOCUMENTS.filter((file) => file !== 'docs/README.md' && !linked.includes(file)),
    [],
  );
});

test('control: commands that the program would refuse are found out', () => {
  for (const [command, message] of [
    ['npx blockspin trian --size 8', /no verb trian/],
    ['npx blockspin train --sise 8', /did you mean --size/],
    ['npx blockspin train --size 8 --block 8', /window/],
    ['npx blockspin study isng', /no preset isng/],
  ] as const) {
    assert.throws(() => checkCommand(command), message);
  }
  assert.throws(() => checkScript('npm run benhc -- --quick'), /no script benhc/);
});

test('control: lines of shell are found, with their comments taken off', () => {
  assert.equal(shellLines('a\n```sh\nnpx blockspin doctor   # looks\n\nseq 1\n```\n```ts\nno\n```\n'), ['npx blockspin doctor', 'seq 1']);
  assert.equal(inlineCommands('`npx blockspin train --profile` and `npm test`, not `--size` nor\n```sh\n`npm run x`\n```\n'), [
    'npx blockspin train --profile',
    'npm test',
  ]);
});

test.run();
