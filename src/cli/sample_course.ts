/** `blockspin sample` of what never comes to equilibrium: a course in time, of many runs, on the processor. */
import { checkStopped } from '../core/async.ts';
import { BlockspinError } from '../core/errors.ts';
import type { Estimate } from '../core/statistics.ts';
import { courseFigure } from '../report/draw/course_figure.ts';
import { fixed, significant } from '../report/draw/numbers.ts';
import { aloneSvg, figureSvg } from '../report/draw/svg.ts';
import { type Course, type Followed, follow } from '../sample/course.ts';
import { NpzFile } from '../store/npz_file.ts';
import { toJson } from '../store/results.ts';
import type { Host } from './host.ts';
import type { SampleOptions } from './models.ts';
import { observableLines, written } from './observables.ts';
import type { Given } from './options.ts';
import { besideArchive, refuseTaken, writeBeside, writeOwnFile } from './own_file.ts';
import { stageProgress } from './study_show.ts';

/** Sweeps in which runs settle, and between two looks, unless given. */
const SETTLED = 20;
const APART = 1;
/** Lines of the table over time, at most. */
const LINES = 16;

/** What is said of one value of the control parameter. */
interface Reported extends Followed {
  readonly point: number;
  readonly course_title: string;
  readonly profile: ReturnType<Course['profile']>;
  readonly burn: number;
  readonly spacing: number;
  readonly seconds: number;
}

/** Follows a course at each point and prints it; --out writes snapshots, one of them as a file of its own, and drawings. */
export async function sampleCourse(host: Host, given: Given, options: SampleOptions, out: string | undefined): Promise<number> {
  const { model, settings, chains: runs, seed, points } = options;
  refuseOtherFiles(out);
  await refuseTaken(host, out);
  const reported: Reported[] = [];
  for (const point of points) {
    host.err(`following ${model.name} at ${model.control.symbol} = ${point}, ${runs} runs, on the processor\n`);
    reported.push(await followPoint(host, options, point, out));
  }
  const common = { versions: host.versions, model: model.name, ...model.parameters(settings), runs, seed, ...(out === undefined ? {} : { out }) };
  const results = reported.map(({ point, ...rest }) => ({ rate: point, ...rest }));
  if (given.json) host.out(toJson(results.length === 1 ? { ...common, ...results[0] } : { ...common, points: results }));
  else host.out(reported.map((one) => describe(options, one)).join('\n'));
  return 0;
}

/** @throws BlockspinError for a file in which every configuration has the same length */
function refuseOtherFiles(out: string | undefined): void {
  if (out === undefined || /\.npz$/i.test(out)) return;
  const expected = 'a name ending in .npz: what comes and goes is no array with a row for each configuration';
  throw new BlockspinError({ who: '--out', expected, got: out, remedy: 'write for example --out grown.npz' });
}

async function followPoint(host: Host, options: SampleOptions, point: number, out: string | undefined): Promise<Reported> {
  const { model, settings, chains: runs, samples, seed, burn = SETTLED, spacing = APART } = options;
  const course = (model.course as NonNullable<typeof model.course>).make({ settings, point, runs, seed });
  const display = stageProgress(host, 'course');
  const began = performance.now();
  // The name is taken before the work is done.
  const file = out === undefined ? undefined : await NpzFile.create(host.files, out, 0, {});
  try {
    const each = file ? () => course.keep() : undefined;
    const followed = await follow(course, { burn, samples, spacing, each }, async (fraction) => {
      checkStopped(host.signal);
      display.progress(fraction);
    });
    const seconds = (performance.now() - began) / 1000;
    const all: Reported = { point, course_title: course.title, ...followed, profile: course.profile(), burn, spacing, seconds };
    if (file) await writeAll(host, file, course, options, all);
    return all;
  } finally {
    display.clear();
    await file?.discard();
  }
}

/** The archive, the first run as a file of its own, and both drawings. */
async function writeAll(
  host: Host,
  file: NpzFile,
  course: Course,
  { model, chains }: SampleOptions,
  { time, course: over, profile, point }: Reported,
): Promise<void> {
  await file.finish(course.archive());
  host.err(`wrote ${time.length} snapshots of each of ${chains} runs to ${file.path}\n`);
  await writeOwnFile(host, file.path, course.ownFile(), 'run');
  const about = `${model.control.symbol} = ${point}, ${chains} runs; line: a continuum without noise`.replace('P0', 'P_0');
  const drawn = { title: titleOf(course.title), about, time, course: over, drawn: course.drawn, continuum: (t: number) => course.continuum(t), profile };
  const path = besideArchive(file.path, '-course.svg');
  await writeBeside(host, path, aloneSvg(await figureSvg(courseFigure({ ...drawn, words: model.words ?? {} }).spec)));
  host.err(`drew the course to ${path}\n`);
}

const titleOf = (words: string) => `${words[0].toUpperCase()}${words.slice(1)}`;

/** Two tables: what changes in time, and means over time beside what a continuum gives. */
function describe({ model, chains }: SampleOptions, { point, course_title, time, course, observables, burn, spacing, seconds }: Reported): string {
  const { words = {}, control } = model;
  const names = ['cells', 'division_rate', 'extrusion_rate', 'divergence'].filter((name) => Object.hasOwn(course, name));
  const every = Math.ceil(time.length / LINES);
  const cell = (value: Estimate) => (Number.isFinite(value.mean) ? written(value) : '');
  const rows = [
    ['time', ...names.map((name) => words[name]?.label ?? name)],
    ...time.flatMap((t, i) => (i % every === 0 || i === time.length - 1 ? [[significant(t, 4), ...names.map((name) => cell(course[name][i]))]] : [])),
  ];
  const widths = rows[0].map((_, k) => Math.max(...rows.map((row) => row[k].length)));
  return [
    `${control.symbol} = ${point}, ${course_title}`,
    ...rows.map((row) => `  ${row.map((word, k) => word.padEnd(widths[k])).join('  ')}`.trimEnd()),
    '  means over the whole course',
    ...observableLines(observables, words),
    `  ${chains} runs, errors are over them; ${burn} sweeps without growth before, ${spacing} between looks; ${fixed(seconds, 1)} s`,
    '',
  ].join('\n');
}
