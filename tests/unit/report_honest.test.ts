/** What tables, figures and sentences of reports must not suggest: each was once read wrongly. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { columnFormat, signed } from '../../src/report/draw/numbers.ts';
import { paled, picturesOf } from '../../src/report/draw/pictures.ts';
import { article } from '../../src/report/draw/words.ts';
import { comparedWith } from '../../src/report/published/compared.ts';
import { doubtOf, numberRow } from '../../src/report/published/row.ts';
import { publishedRows } from '../../src/report/published/rows.ts';
import { filtersFigure } from '../../src/report/run/figure_filters.ts';
import { reportHtml } from '../../src/report/run/html.ts';
import { kindWithCosine } from '../../src/report/run/looks.ts';
import { decayFigures } from '../../src/report/study/figure_decay.ts';
import { studyFindings } from '../../src/report/study/findings.ts';
import { noneWords } from '../../src/report/study/words.ts';
import { table } from '../../src/report/terminal/table.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import { madeStudy } from '../support/study_data.ts';
import { madeUpResults, records } from './results_fixture.ts';

const UNIFORM = { value: 0.5393, kind: 'uniform filter', label: 'uniform filter, exact', source: 'a table' } as const;

test('a bound above the exact value of another filter is headed by what it is compared with, with the difference', () => {
  const only = comparedWith([UNIFORM, null]);
  assert.equal([only.head, only.value(UNIFORM)], ['uniform filter, exact', '0.5393']);
  assert.is(only.difference(UNIFORM, { mean: 0.5565, error: 0.0038 }), '+0.0172(38)');
  const limit = { ...UNIFORM, value: Math.LN2, kind: 'limit', label: 'ln 2, limit of low T' } as const;
  const both = comparedWith([UNIFORM, limit]);
  assert.equal([both.head, both.value(UNIFORM)], ['known', '0.5393  uniform filter, exact']);
  assert.is(both.difference(limit, { mean: 0.69, error: 0.001 }), '', 'a limit is reached nowhere');
  assert.is(signed({ mean: -0.0038, error: 0.001 }), '−0.0038(10)');

  const { summary } = madeUpResults();
  const html = reportHtml({ summary, curves: [] }, []);
  assert.match(html, />ours − known</);
  assert.match(html, />\+0\.0058\(15\)</);
  const lines = table(summary, { width: 80 }).split('\n');
  assert.match(lines.at(-1) ?? '', /^known: .*0\.5393|uniform filter, exact/);
  assert.match(lines.join('\n'), '+0.0058(15)');
});

test('the article before a number is that of its word', () => {
  assert.equal([8, 80, 11, 18, 1, 10, 64, 110, 180].map(article).join(' '), 'an an an an a a a a a');
});

test('a filter is called uniform with its cosine', () => {
  const [point] = madeUpResults().summary.points;
  assert.match(kindWithCosine(point), /^uniform {2}(0\.9\d|1\.00)$/);
  const half = {
    ...point,
    filters: [
      [
        [
          [1, 1],
          [0.2, 0.2],
        ],
      ],
    ],
    best: 0,
  };
  assert.is(kindWithCosine(half), 'uniform  0.83');
  assert.is(kindWithCosine({ ...point, filter: 'boundary' }), 'boundary');
});

test('filters without information are pale and named noise', () => {
  const results = madeUpResults();
  const [noise] = results.summary.points.filter(({ filter }) => filter === 'none');
  const strongest = (all: ReturnType<typeof picturesOf>) => Math.max(...all.flatMap(({ rows }) => rows.flat().map((weight) => Math.abs(weight ?? 0))));
  assert.is(strongest(picturesOf(noise)), 1);
  assert.is(strongest(paled(picturesOf(noise))), 0.25);
  const spec = filtersFigure(results)?.spec;
  assert.ok(spec);
  const drawn = records(spec).filter(({ panelRow, panelColumn }) => panelRow === `T = ${noise.temperature}` && panelColumn === `buffer ${noise.buffer}`);
  assert.is(Math.max(...drawn.map(({ weight }) => Math.abs(weight as number))), 0.25);
  assert.match(JSON.stringify(spec), /"noise"/);
});

test('the largest of zeros is no information, unless other runs found some', () => {
  const study = (other: number) =>
    madeStudy(
      { name: 'zeros', train: { model: 'chipping', size: 16, block: 4, shell: 2 }, grid: { chippingRate: [1, 4], buffer: [1] }, runs: 3 },
      ({ run, temperature }) => ({ information: run > 0 ? other : 0.00001 * temperature, error: 0.0001, filter: [[1, 0.5, -0.5, 1]] }),
    );
  const said = (other: number) => {
    const { data } = study(other);
    return studyFindings(data, analyse(data)).join(' ');
  };
  assert.match(said(0.00002), /no information is found: the largest value, 0\.00004\(10\) nats, is consistent with zero\./);
  assert.not.match(said(0.00002), /The largest information/);
  assert.match(said(0.122), /consistent with zero; other runs found up to 0\.12 nats/);
  const zero = { mean: 0.0001, error: 0.0001 };
  const spread = (most: number) => ({ least: 0, lower: 0, median: 0, upper: 0, most });
  assert.is(noneWords({ information: zero, spread: spread(0.0003) }), 'no information');
  assert.is(noneWords({ information: zero, spread: spread(0.122) }), 'none in the chosen run; up to 0.12 in others');
});

test('no law is drawn through two values, and none is called open', () => {
  const study = (buffer: number[]) =>
    madeStudy({ name: 'decay', train: { size: 64, block: 4, shell: 2 }, grid: { temperature: [2.6, 3], buffer }, runs: 1 }, ({ buffer: b, temperature }) => ({
      information: 0.3 * Math.exp(-b / temperature),
      error: 0.001,
      filter: [new Array(16).fill(1)],
    })).data;
  const drawn = (buffer: number[]) => decayFigures(analyse(study(buffer)))[0];
  const laws = (buffer: number[]) => records(drawn(buffer).spec).filter(({ what }) => what !== 'value').length;
  assert.is(laws([0, 2]), 0);
  assert.not.match(JSON.stringify(drawn([0, 2]).spec), /not excluded/);
  assert.match(drawn([0, 2]).caption, /not drawn through two values/);
  assert.ok(laws([0, 2, 4]) > 0);
});

test('no z of values that had not converged, or of another lattice than the published one', () => {
  const words = { id: 'R1', claim: 'a', source: 'b', at: 'c' };
  const ours = { mean: 0.68, error: 0.001 };
  assert.is(numberRow(words, { value: 0.69 }, ours).z?.toFixed(1), '-10.0');
  const doubted = numberRow(words, { value: 0.69 }, ours, doubtOf([{ verdict: 'converged' }, { verdict: 'unconverged' }]));
  assert.equal([doubted.z, doubted.note], [null, 'no z: unconverged']);
  assert.is(doubtOf([{ verdict: 'converged' }, { verdict: 'zero' }]), '');
  const rows = (size: number) => {
    const { data } = madeStudy({ name: 'other', train: { size, block: 4, shell: 1 }, grid: { temperature: [1.8], buffer: [0] }, runs: 1 }, () => ({
      information: 0.68,
      error: 0.001,
      filter: [new Array(16).fill(1)],
    }));
    return publishedRows(analyse(data));
  };
  assert.ok(rows(64).some(({ z }) => z !== null));
  assert.ok(rows(8).length > 0 && rows(8).every(({ z }) => z === null));
  assert.match(
    rows(8)
      .map(({ note }) => note)
      .join(' '),
    /published for 64 × 64 sites.*this is 8 × 8/,
  );
});

test('digits of a column stand below one another, and what its error allows to be zero is a bound', () => {
  const column = [0.6893, 0.5565, 0.1074, 0.00073, -0.000005].map((mean, i) => ({ mean, error: [0.00105, 0.0038, 0.0025, 0.00046, 0.000085][i] }));
  assert.equal(column.map(columnFormat(column, 'brackets')), ['0.6893(11)', '0.5565(38)', '0.1074(25)', '0.0007(5)', '< 0.0003']);
  assert.equal(column.slice(0, 2).map(columnFormat(column, 'plus-minus')), ['0.6893 ± 0.0010', '0.5565 ± 0.0038']);
  assert.is(columnFormat(column, 'brackets')({ mean: 0.4, error: 0.5 }), '0.40(50)', 'an error far from the others has its own digits');
  assert.is(columnFormat(column, 'brackets')({ mean: Number.NaN, error: 1 }), 'n/a');
});

test.run();
