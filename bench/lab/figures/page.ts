/** The tables of docs/benchmarks.md from stored lines, and the names of its figures. */
import { bytesText, noise, percent, scaled, time } from '../../numbers.ts';
import type { BenchRecord, Timed } from '../../record.ts';
import { between, cell, table } from '../markdown.ts';
import type { Absent } from '../peers/catalogue.ts';
import type { SamplingRow } from '../peers/sampling.ts';
import { short } from '../peers/table.ts';
import type { Refusal, TrainingRow } from '../peers/training.ts';
import { exponentText, type PowerLaw } from '../scaling/fit.ts';
import { type Curve, curvesOf, type ScalingRecord } from '../scaling/scaling.ts';

/** The first line of a file of bench:peers. */
interface PeersRun {
  kind: 'run';
  date: string;
  commit?: string;
  adapter: { name: string; driver: string };
  processor?: string;
  cores: number;
}
/** A line of a file of bench:peers. */
export type PeersLine = PeersRun | TrainingRow | SamplingRow | Refusal | ({ kind: 'absent' } & Absent);
/** A line with rates. */
export type Compared = TrainingRow | SamplingRow;

/** Stored lines by kind and name: table-lavapipe.jsonl is the table `lavapipe`. */
export interface Stored {
  table: Readonly<Record<string, readonly BenchRecord[]>>;
  scaling: Readonly<Record<string, readonly ScalingRecord[]>>;
  peers: Readonly<Record<string, readonly PeersLine[]>>;
}
/** Kind of a stored file. */
export type Kind = keyof Stored;
/** In the order of the page. */
export const KINDS = ['table', 'scaling', 'peers'] as const satisfies Kind[];

/** Names of the files in bench/results that figures are drawn from. */
export const STORED = /^(table|scaling|peers)-([a-z0-9-]+)\.jsonl$/;
/** Names of the figures in docs/. */
export const figureName = (what: string, adapter: string) => `benchmarks-${what}-${adapter}.svg`;

const folded = (summary: string, text: string) => `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
const minus = (text: string) => text.replaceAll('-', '−');

function made({
  adapter,
  commit = 'unknown',
  date,
  machine,
}: Pick<BenchRecord, 'date' | 'machine'> & { commit?: string; adapter: PeersRun['adapter'] }): string {
  return `${adapter.name}, driver ${adapter.driver || 'unknown'}; ${machine.processor}, ${machine.cores} cores; commit ${commit}, ${date.slice(0, 10)}`;
}

const isTimed = (record: BenchRecord): record is Timed => record.outcome === 'timed';

function rowsTable(records: readonly BenchRecord[]): string {
  return table(
    ['row', 'rate', 'spread', 'one run', 'GPU time', 'of floor', 'bound by'],
    records.map((record) => {
      const title = cell(`${record.group}: ${record.name}`);
      if (!isTimed(record)) return [title, record.outcome, '', '', '', '', ''];
      const { rate, wall, gpu, fraction, bound_by, unit } = record;
      return [
        title,
        `${scaled(rate.median)}${unit}/s`,
        `± ${percent(noise(rate))}`,
        time(wall.median),
        gpu ? time(gpu.median) : '',
        fraction === null ? '' : percent(fraction),
        bound_by,
      ];
    }),
  );
}

function tableSection(adapter: string, records: readonly BenchRecord[]): string {
  const ops = records.filter(({ group }) => group === 'ops');
  const others = records.filter(({ group }) => group !== 'ops');
  return [
    made(records[0]),
    `![Part of the rate that its floor allows, by row and by what bounds it](${figureName('floors', adapter)})`,
    rowsTable(others),
    ...(ops.length > 0 ? [folded(`all ${ops.length} passes of ops`, rowsTable(ops))] : []),
  ].join('\n\n');
}

const law = (fitted: PowerLaw | undefined) => (fitted ? minus(exponentText(fitted)) : 'too few points');

/** Exponents of the fitted laws, a row for each series. */
function exponents(curves: readonly Curve[]): string {
  return table(
    ['series', 'against', 'time', 'memory', 'fitted over', 'time at the end', 'last size'],
    curves.map(({ curve, fixed, parameter, time: fitted, memory, end, points, refused }) => [
      cell(`${curve}, ${fixed}`),
      cell(parameter),
      law(fitted),
      law(memory),
      fitted ? `${fitted.first} to ${fitted.last}` : '',
      end ? minus(end.time.toFixed(2)) : '',
      refused ? `${refused.n} (refused)` : (points.at(-1)?.n ?? ''),
    ]),
    2,
  );
}

function points(curves: readonly Curve[]): string {
  return table(
    ['series', '', 'time of a run', 'range', 'memory', 'launches'],
    curves.flatMap(({ curve, fixed, parameter, points: all, refused }) => [
      ...all.map(({ n, seconds, bytes, launches }) => [
        cell(`${curve}, ${fixed}`),
        cell(`${parameter} = ${n}`),
        time(seconds.median),
        `${time(seconds.least)} to ${time(seconds.most)}`,
        bytesText(bytes),
        percent(launches),
      ]),
      ...(refused ? [[cell(`${curve}, ${fixed}`), cell(`${parameter} = ${refused.n}`), 'refused', cell(refused.message), '', '']] : []),
    ]),
    2,
  );
}

function steps(curves: readonly Curve[]): string {
  const replicas = ({ parameter, fixed }: Curve, n: number) => (parameter === 'R' ? n : Number(/R = (\d+)/.exec(fixed)?.[1]));
  return table(
    ['bound', '', 'time of a step', 'per replica', 'memory', 'per replica'],
    curves.flatMap((curve) =>
      curve.points.map(({ n, seconds, bytes }) => {
        const R = replicas(curve, n);
        return [
          curve.curve,
          cell(`${curve.parameter} = ${n}, ${curve.fixed}`),
          time(seconds.median),
          time(seconds.median / R),
          bytesText(bytes),
          bytesText(Math.round(bytes / R)),
        ];
      }),
    ),
    2,
  );
}

function scalingSection(adapter: string, records: readonly ScalingRecord[]): string {
  const curves = curvesOf(records);
  const of = (group: Curve['group']) => curves.filter((curve) => curve.group === group);
  const figure = (what: string, text: string, group: Curve['group']) => (of(group).length > 0 ? [`![${text}](${figureName(what, adapter)})`] : []);
  return [
    made(records[0]),
    ...figure('samplers', 'Time of a sweep and memory of samplers against lattice size and chains', 'sampling'),
    ...figure('training', 'Time of a training step and memory against replicas, batch and environment', 'training'),
    exponents(curves),
    ...(of('training').length > 0 ? [steps(of('training'))] : []),
    folded('all points', points(curves)),
  ].join('\n\n');
}

/** Whether a line of bench:peers has rates. */
export const isCompared = (line: PeersLine): line is Compared => line.kind === 'training' || line.kind === 'sampling';
/** The case with its number of replicas, where it has one. */
export const caseOf = (found: Compared) => ('replicas' in found ? `${found.case}, R = ${found.replicas}` : found.case);

function peersSection(adapter: string, lines: readonly PeersLine[]): string {
  const [run] = lines.filter((line) => line.kind === 'run');
  const rows = lines.filter(isCompared);
  const absent = lines.filter((line) => line.kind === 'absent' || line.kind === 'refused');
  const ratio = (value: number) => (value >= 10 ? value.toFixed(0) : value.toPrecision(2));
  const missing = absent.map((line) =>
    line.kind === 'absent' ? `- ${line.name}: ${line.state}: ${line.reason}` : `- ${line.case}, R = ${line.replicas}: refused: ${line.reason}`,
  );
  return [
    made({ ...run, machine: { processor: run.processor ?? 'unknown', cores: run.cores } }),
    `![Ratio of our rate to that of each peer](${figureName('peers', adapter)})`,
    table(
      ['case', 'peer', 'unit', 'ours', 'theirs', 'ours / theirs'],
      rows.map((found) => [
        caseOf(found),
        found.peer ?? 'none',
        found.unit,
        short(found.ours.median),
        found.theirs ? short(found.theirs.median) : '',
        found.ratio ? `${ratio(found.ratio.median)} [${ratio(found.ratio.least)}, ${ratio(found.ratio.most)}]` : '',
      ]),
      2,
    ),
    ...(missing.length > 0 ? [missing.map(cell).join('\n')] : []),
  ].join('\n\n');
}

const SECTIONS: { [K in Kind]: (adapter: string, lines: never) => string } = { table: tableSection, scaling: scalingSection, peers: peersSection };

/**
 * The page with the tables between its markers made from the stored lines.
 * @throws Error where a marker is missing
 */
export function filled(text: string, stored: Stored): string {
  return KINDS.reduce((all, kind) => {
    const files = Object.entries(stored[kind]).filter(([, lines]) => lines.length > 0);
    const sections = files.map(([adapter, lines]) => SECTIONS[kind](adapter, lines as never));
    return between(all, 'docs/benchmarks.md', [`<!-- table: ${kind} -->`, '<!-- end -->'], sections.join('\n\n') || 'Not measured yet.');
  }, text);
}
