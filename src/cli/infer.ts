/** `blockspin infer tissue.json`: microscopic parameters of a tissue from one snapshot. */
import { checkStopped } from '../core/async.ts';
import { BlockspinError, nearest } from '../core/errors.ts';
import type { Device } from '../gpu/device.ts';
import { type InferInput, inferConfig } from '../infer/config.ts';
import { infer as inferred, type TissueSnapshot } from '../infer/infer.ts';
import { FITTED, NAMED, SYMBOLS } from '../infer/parameters.ts';
import type { InferResult } from '../infer/result.ts';
import { nudgeName } from '../infer/rows.ts';
import type { TissueFile } from '../model/tissue/file.ts';
import type { Mesh } from '../model/tissue/mesh.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { inferReportFiles } from '../report/infer/report.ts';
import { inferText } from '../report/infer/text.ts';
import { FINISHED, PARTIAL, ResultsFolder, toJson } from '../store/results.ts';
import { type InferRun, StageFiles } from '../store/stages.ts';
import { readTissueFile } from '../store/tissue/read.ts';
import type { Host } from './host.ts';
import { plainSnapshot, readSnapshot } from './infer_snapshot.ts';
import type { Given } from './options.ts';
import { stageProgress } from './study_show.ts';
import { tissueLines } from './tissue_file.ts';

/** Options that do not change the results. */
const BESIDE_RESUME: readonly string[] = ['resume', 'adapter', 'json', 'debug'];

/** An inference as it is asked for, or as a stopped one asked for it. */
interface Asked {
  readonly file: string;
  readonly input: InferInput;
  readonly snapshot: TissueSnapshot & { readonly mesh: Mesh };
  /** What the file says that the snapshot was made with. */
  readonly stored: TissueFile['parameters'];
}

/** Infers, prints, and writes the summary. @returns exit code */
export async function infer(host: Host, given: Given, operand?: string): Promise<number> {
  if (given.resume !== undefined) return resumed(host, given, operand);
  if (operand === undefined) {
    const remedy = 'write for example npx blockspin infer tissue.json';
    throw new BlockspinError({ who: 'infer', expected: 'the file of a tissue', got: 'none', remedy });
  }
  const input = inputOf(given);
  const config = inferConfig(input);
  const reading = await readTissueFile(host.files, operand);
  for (const line of tissueLines(reading, operand)) host.err(`${line}\n`);
  const { mesh, parameters: stored } = reading;
  const { noise: _, ...made } = stored;
  // The values with which a file was made must not be where their own fit begins.
  const fitted: readonly string[] = config.fit.map((symbol) => FITTED[symbol]);
  const known = Object.fromEntries(Object.entries(made).filter(([name]) => !fitted.includes(name)));
  const asked: Asked = { file: operand, input, snapshot: { mesh, parameters: { ...known, ...parametersGiven(given) } }, stored };
  const folder =
    given.out === undefined ? undefined : await ResultsFolder.create(host.files, given.out as string, configOf({ file: operand, input: plainInput(input) }));
  const device = await host.openDevice(given.adapter as string | undefined);
  try {
    const stages = folder && (await StageFiles.begin(host.files, folder.path, runOf(host, device, asked)));
    return await inferIn(host, device, given, asked, folder && stages ? { folder, stages } : undefined);
  } finally {
    device.close();
  }
}

/** Settings in JSON, which has no infinity. */
const plainInput = (input: InferInput) => ({ ...input, ...(input.nudge === undefined ? {} : { nudge: [input.nudge].flat().map(nudgeName) }) });

/** What the configuration in a folder says. */
const configOf = ({ file, input }: Pick<InferRun, 'file' | 'input'>) => ({ file, ...input });

/** Goes on with an inference that was stopped, with its own snapshot and settings. */
async function resumed(host: Host, given: Given, operand: string | undefined): Promise<number> {
  const other = operand ?? Object.keys(given).find((name) => !BESIDE_RESUME.includes(name));
  if (other !== undefined) {
    throw new BlockspinError({
      who: operand === undefined ? `--${other}` : 'infer',
      expected: 'nothing beside --resume that would change the run',
      got: operand ?? String(given[other as keyof Given]),
      remedy: 'leave it out: the run goes on with the snapshot and the settings with which it began; or start another one with --out',
    });
  }
  const path = given.resume as string;
  const { run, stages } = await StageFiles.resume(host.files, path, (of) => toJson(configOf(of)));
  const asked = askedOf(run);
  const device = await host.openDevice(given.adapter as string | undefined);
  try {
    refuseElsewhere(run, runOf(host, device, asked));
    host.err(`going on with the inference of ${run.file} in ${path}\n`);
    return await inferIn(host, device, given, asked, { folder: ResultsFolder.at(host.files, path, toJson(configOf(run))), stages });
  } finally {
    device.close();
  }
}

/** A run as its folder keeps it, in JSON. */
function runOf(host: Host, device: Device, { file, input, snapshot, stored }: Asked): InferRun {
  return { file, input: plainInput(input), snapshot: plainSnapshot(snapshot, stored), version: host.versions.blockspin, adapter: device.adapter.name };
}

/** The same, read again. */
function askedOf({ file, input, snapshot }: InferRun): Asked {
  const { nudge, ...rest } = input as Omit<InferInput, 'nudge'> & { nudge?: readonly (number | 'inf')[] };
  const strengths = nudge?.map((k) => (k === 'inf' ? Number.POSITIVE_INFINITY : k));
  return { file, input: { ...rest, ...(strengths ? { nudge: strengths } : {}) }, ...readSnapshot(snapshot) };
}

/** @throws BlockspinError where a run would not give the numbers that it would have given */
function refuseElsewhere(before: InferRun, now: InferRun): void {
  for (const [key, noun, remedy] of [
    ['adapter', 'the adapter of the run', 'choose it by --adapter, or start anew: other adapters round otherwise'],
    ['version', 'the version of blockspin of the run', 'install that version, or start anew with another --out'],
  ] as const) {
    if (before[key] === now[key]) continue;
    throw new BlockspinError({ who: '--resume', expected: `${noun}, ${before[key]}`, got: now[key], remedy, code: 'store' });
  }
}

/** The computation, its folder and what is printed. */
async function inferIn(host: Host, device: Device, given: Given, { file, input, snapshot, stored }: Asked, kept: Kept | undefined): Promise<number> {
  const display = stageProgress(host, `infer ${file}`);
  const progress = async (stage: 'fits' | 'bootstrap', fraction: number) => {
    checkStopped(host.signal);
    display.progress(stage === 'fits' ? fraction / 2 : (1 + fraction) / 2);
  };
  const whole = (result: InferResult) => toJson({ versions: host.versions, file, ...result });
  let partial: InferResult | undefined;
  try {
    const result = await inferred(device, snapshot, input, {
      progress,
      ...(kept ? { stages: kept.stages } : {}),
      partial: (so) => {
        partial = so;
        if (!kept) return;
        display.clear();
        host.err('fits are done; refits of simulated snapshots follow\n');
      },
    });
    if (kept) await writeResults(kept, whole(result), result, { mesh: snapshot.mesh, parameters: stored });
    display.clear();
    host.out(given.json ? whole(result) : inferText(result));
    if (kept) host.err(`wrote ${kept.folder.path}/${FINISHED.summary} and report.html\n`);
  } catch (error) {
    display.clear();
    if (kept) await tellStopped(host, kept, partial && whole(partial));
    throw error;
  }
  return 0;
}

/** A folder, and the stages in it. */
interface Kept {
  readonly folder: ResultsFolder;
  readonly stages: StageFiles;
}

/** Results first: a report that cannot be drawn must not cost a result. */
async function writeResults({ folder, stages }: Kept, summary: string, result: InferResult, tissue: Pick<TissueFile, 'mesh' | 'parameters'>): Promise<void> {
  await folder.write(FINISHED.summary, summary);
  for (const [name, content] of Object.entries(await inferReportFiles(result, tissue))) await folder.write(name, content);
  await stages.finish();
  await folder.finish();
}

/** Keeps the fits of a run that ends before its refits, and says how it can go on. */
async function tellStopped(host: Host, { folder }: Kept, partial: string | undefined): Promise<void> {
  if (partial !== undefined) {
    await folder.write(PARTIAL, partial);
    host.err(`wrote the fits to ${folder.path}/${PARTIAL}\n`);
  }
  host.err(`go on with npx blockspin infer --resume ${folder.path}\n`);
}

/** The settings among the options. */
function inputOf(given: Given): InferInput {
  const { fit, nudge, starts, replicas, bootstrap, amplitude, steps, inner, time, seed } = given;
  const all = {
    fit: fit ?? undefined,
    nudge: (nudge as string[] | undefined)?.map(strength),
    starts,
    replicas,
    bootstrap,
    amplitude,
    steps,
    learningRate: given['learning-rate'],
    inner,
    time,
    seed,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as InferInput;
}

/** 0, 1.5, inf */
function strength(word: string): number {
  const value = /^inf(inity)?$/i.test(word) ? Number.POSITIVE_INFINITY : word === '' ? Number.NaN : Number(word);
  if (value >= 0) return value;
  throw new BlockspinError({
    setting: 'nudge',
    expected: 'numbers from 0 separated by commas, or inf',
    got: word,
    remedy: 'write for example --nudge 0,1,inf',
  });
}

/** KP=0.8,e=0.03 */
function parametersGiven({ parameters }: Given): Partial<TissueParameters> {
  const pairs = ((parameters as string[] | undefined) ?? []).map((word) => {
    const [name, text = ''] = word.split('=');
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (Object.hasOwn(NAMED, name) && Number.isFinite(value)) return [NAMED[name], value] as const;
    const near = Object.hasOwn(NAMED, name) ? undefined : nearest(name, Object.keys(NAMED));
    throw new BlockspinError({
      who: '--parameters',
      expected: `values of ${[...SYMBOLS, 'e'].join(', ')}, as KP=0.8,e=0.03`,
      got: word,
      remedy: near ? `did you mean ${near}=${text}?` : 'write for example --parameters KP=0.8',
    });
  });
  return Object.fromEntries(pairs);
}
