/** Published statements beside made-up studies whose answers are known; docs/published.md is what its command makes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { storedStudies, withPublished } from '../../bench/lab/published/page.ts';
import { dimerOperators } from '../../src/analysis/filters/patterns.ts';
import type { PublishedRow } from '../../src/report/published/row.ts';
import { publishedRows } from '../../src/report/published/rows.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import type { StudyData } from '../../src/study/cells/data.ts';
import { PRESET_NAMES } from '../../src/study/plan/presets.ts';
import { close } from '../support/close.ts';
import { mix, noisy, Source } from '../support/ensembles.ts';
import { REPOSITORY, testWith } from '../support/needs.ts';
import { root } from '../support/root.ts';
import { dimerStudy, isingStudy, madeStudy, T_C } from '../support/study_data.ts';

const rowsOf = (data: StudyData) => publishedRows(analyse(data));
const one = (rows: PublishedRow[], id: string, claim: RegExp, at = /./) => {
  const found = rows.filter((row) => row.id === id && claim.test(row.claim) && at.test(row.at));
  assert.is(found.length, 1, `${id} ${claim} ${at}: ${found.map((row) => row.at).join('; ')}`);
  return found[0];
};
const zOf = ({ z }: PublishedRow, expected: number, tolerance = 1e-6) => close([z ?? Number.NaN], [expected], { atol: tolerance, rtol: 0 }, 'z');

test('Ising: values, exponents, laws, filters, components, each with its z', () => {
  const { data } = isingStudy();
  const rows = rowsOf(data);
  for (const buffer of [0, 8]) {
    const row = one(rows, 'R1', /ln 2/, new RegExp(`T = 1\\.8, L_B = ${buffer}$`));
    assert.is(row.ours, '0.6900(10)');
    zOf(row, (0.69 - Math.LN2) / 0.001);
    assert.match(row.note, /in-sample/);
  }
  const exponent = one(rows, 'R2', /exponent/);
  assert.match(exponent.note, /in L_B \+ b\/2: 0\.2[45]\d*\(\d+\)/);
  assert.ok((exponent.z ?? 0) > 4, `the law in L_B + b/2 is no exponent of 0.09 in L_B: ${exponent.ours}`);
  assert.match(one(rows, 'R3', /exponential/, /T = 2\.6/).ours, /^exponential, ξ = 2\.0/);
  assert.match(one(rows, 'R3', /exponential/, /T = 4$/).ours, /^zero/);
  zOf(one(rows, 'R3', /zero/, /L_B = 8/), 0);
  assert.is(one(rows, 'R4', /below/).ours, 'uniform: L_B = 0, 1, 2, 4, 6, 8');
  assert.is(one(rows, 'R4', /far above/).ours, 'no information: L_B = 0, 1, 2, 4, 6, 8');
  const peak = one(rows, 'R4', /peaks/);
  assert.ok(Math.abs(peak.z ?? 9) < 1, `${peak.ours} is T_c within the resolution`);
  // A wrong value must show: 0.6 nats where ln 2 was published.
  const { data: wrong } = madeStudy({ train: { size: 64 }, grid: { temperature: [1.8], buffer: [0] }, runs: 1 }, () => ({
    information: 0.6,
    error: 0.001,
    filter: [new Array<number>(16).fill(1)],
  }));
  zOf(one(rowsOf(wrong), 'R1', /ln 2/, /T = 1\.8/), (0.6 - Math.LN2) / 0.001);
});

test('saturation: one component for spins, two for dimers', () => {
  const { data } = isingStudy({ grid: { temperature: [1.8, T_C, 2.6], buffer: [0, 2, 4], components: [1, 2] } });
  const row = one(rowsOf(data), 'R12', /saturates/, /T = 1\.8/);
  assert.is(row.ours, '1');
  assert.match(row.note, /one holds 1\.0/);
});

test('dimers: ln 4, plaquettes, staggered filters, two components, half in one', () => {
  const { data } = dimerStudy();
  const rows = rowsOf(data);
  const full = one(rows, 'R5', /ln 4/, /T = 0\.5, L_B = 2/);
  zOf(full, (data.points[1][0][1].information.mean - Math.log(4)) / 0.001);
  const shares = (row: PublishedRow) => [...row.ours.matchAll(/(\d+) %/g)].map(([, part]) => Number(part));
  const [columnar, stray] = shares(one(rows, 'R7', /below/));
  assert.ok(columnar > 80 && stray < 10, `${columnar} %, ${stray} %`);
  const [lost, staggered] = shares(one(rows, 'R7', /high T/));
  assert.ok(staggered > 80 && lost < 10, `${lost} %, ${staggered} %`);
  assert.is(one(rows, 'R12', /saturates/, /T = 0\.5/).ours, '2');
  assert.match(one(rows, 'R12', /saturates/, /T = 0\.5/).note, /one holds 0\.50\d+\(\d+\) of all, published one half/);
  assert.match(one(rows, 'R9', /below T_BKT$/).ours, /^Z4(xZ2)? on 4 optima|^Z2xZ2 on 4 optima|^D4 on 4 optima/);
  assert.is(one(rows, 'R10', /high T$/).ours, 'U(1)');
  const value = one(rows, 'R6', /2 sites/);
  zOf(value, (data.points[1][1][1].information.mean - Math.LN2 / 2) / 0.001);
});

test('chipping: the average, the two levels, where the largest value is', () => {
  const level = (rate: number) => (rate < 3 ? 0.12 : rate === 3 ? 0.13 : 0.08);
  const { data } = madeStudy(
    { train: { model: 'chipping', size: 64, block: 8, shell: 4 }, grid: { chippingRate: [1, 2, 3, 5, 10], buffer: [8] }, runs: 2 },
    ({ temperature }) => ({ information: level(temperature), error: 0.001, filter: [[1, 1, 1, 1, 1, 1, 1, 1.1]] }),
  );
  const rows = rowsOf(data);
  assert.match(one(rows, 'R13', /averages/).ours, /at least 0\.99/);
  assert.is(one(rows, 'R13', /saturates/).ours, '0.1200(10) and 0.0800(10) nats');
  // The line between 0.12 at 2 and 0.08 at 5 is 0.1067 at 3.
  assert.match(one(rows, 'R13', /peak/).ours, /^largest, 0\.1300\(10\), at w = 3, .*; at w_c \+0\.0233\(12\) nats above the line between w = 2 and 5$/);
  const { data: step } = madeStudy(
    { train: { model: 'chipping', size: 256, block: 8, shell: 4 }, grid: { chippingRate: [2, 2.5, 3], buffer: [8] }, runs: 2 },
    ({ temperature }) => ({ information: 0.1 - temperature / 100, error: 0.001, filter: [[1, 1, 1, 1, 1, 1, 1, 1]] }),
  );
  assert.match(one(rowsOf(step), 'R13', /peak/).ours, /at w = 2, L_B = 8$/, 'nothing is said of a peak at the end of the curve');
});

/** Row R10 of filters on a circle with the density 1 + 0.6 cos 4θ, so that the resultant of 4θ is 0.3. */
function unequalCircle(information: (angle: number) => number): PublishedRow {
  const { fields } = dimerOperators(4);
  const source = new Source(23);
  const { data } = madeStudy(
    { train: { model: 'dimers', size: 32, block: 4, shell: 2 }, grid: { temperature: [15], buffer: [2], components: [1] }, runs: 200 },
    () => {
      const draw = (): number => {
        const angle = 2 * Math.PI * source.uniform();
        return 1.6 * source.uniform() < 1 + 0.6 * Math.cos(4 * angle) ? angle : draw();
      };
      const angle = draw();
      const filter = noisy(mix(Math.cos(angle), fields[0], Math.sin(angle), fields[1]), 0.15, source);
      return { information: information(angle) + 0.0005 * source.normal(), error: 0.001, filter: [filter] };
    },
  );
  return one(rowsOf(data), 'R10', /high T$/);
}

test('a circle of which some directions are found more often: the amplitude stands in the row, also where the information depends on the angle', () => {
  const amplitude = (ours: string, words: string) => {
    const [, mean, error] = new RegExp(`^${words}, resultant of 4θ 0\\.(\\d\\d)\\d?\\((\\d+)\\)$`).exec(ours) ?? [];
    assert.ok(Math.abs(Number(mean) - 30) < 15 && Number(error) > 0, ours);
  };
  const flat = unequalCircle(() => 0.1);
  amplitude(flat.ours, 'modulated circle');
  assert.match(flat.note, /if the information is constant along the angle/);
  amplitude(unequalCircle((angle) => 0.1 + 0.002 * Math.sin(2 * angle)).ours, 'a circle with preferred directions');
});

test('free dimers with real values of the filters: both exponents, and what H is', () => {
  const { data } = madeStudy(
    {
      train: { model: 'dimers', size: 32, block: 4, shell: 2, variable: 'linear' },
      grid: { temperature: [15], buffer: [1, 2, 3, 4], components: [1, 2, 3] },
      runs: 2,
    },
    ({ components, buffer }) => ({
      information: Math.min(2, components) * (buffer + 2) ** -2,
      error: 0.0001,
      filter: Array.from({ length: components }, (_, k) => dimerOperators(4).fields[k % 2]),
    }),
  );
  const rows = rowsOf(data);
  const { note } = one(rows, 'R6', /exponent/);
  assert.match(note, /ours held out, of the real values of the filters; that law \(p = .*\); in L_B \+ b\/2: 2\.000\d*\(\d+\) \(p = 1/);
  assert.not.match(one(rows, 'R6', /2 sites/).note, /0\.281/);
  const saturation = one(rows, 'R12', /saturates/);
  assert.is(saturation.ours, '2');
  assert.match(saturation.note, /published one half; H is the values of the filters$/);
});

test('nothing is said of models of which nothing was published', () => {
  const some = (train: object, grid: object) =>
    rowsOf(madeStudy({ train, grid, runs: 1 }, () => ({ information: 0.1, error: 0.001, filter: [new Array<number>(32).fill(1)] })).data);
  assert.equal(some({ model: 'dimers', size: 16, interaction: 1 }, { temperature: [0.5], buffer: [1] }), []);
});

const page = join(root, 'docs/published.md');
const folder = join(root, 'bench/results');

testWith(REPOSITORY, 'the page is what its command makes from the stored lines', () => {
  const text = readFileSync(page, 'utf8');
  const studies = storedStudies(folder);
  assert.is(withPublished(text, studies), text, 'npm run bench -- published makes it anew');
  for (const { name, rows } of studies) {
    assert.ok(
      PRESET_NAMES.some((known) => name.startsWith(known)),
      name,
    );
    assert.ok(rows.length > 0, `${name} has rows`);
  }
  const another = { ...studies[0], name: 'another' };
  assert.ok(withPublished(text, [another]) !== text);
});

test.run();
