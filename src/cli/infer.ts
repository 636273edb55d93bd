/** `blockspin infer tissue.json`: microscopic parameters of a tissue from one snapshot. */
import { checkStopped } from '../core/async.ts';
import { BlockspinError, nearest } from '../core/errors.ts';
import { type InferInput, inferConfig } from '../infer/config.ts';
import { infer as inferred } from '../infer/infer.ts';
import { FITTED, SYMBOLS } from '../infer/parameters.ts';
import type { InferResult } from '../infer/result.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { inferReportFiles } from '../report/infer/report.ts';
import { inferText } from '../report/infer/text.ts';
import { FINISHED, PARTIAL, ResultsFolder, toJson } from '../store/results.ts';
import { readTissueFile } from '../store/tissue/read.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';
import { stageProgress } from './study_show.ts';
import { tissueLines } from './tissue_file.ts';

/** Names of parameters on the command line: those that can be fitted, and the length e below which edges are smooth. */
const NAMES: Readonly<Record<string, keyof TissueParameters>> = { ...FITTED, e: 'smoothing' };

/** Infers, prints, and writes the summary. @returns exit code */
export async function infer(host: Host, given: Given, operand?: string): Promise<number> {
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
  const snapshot = { mesh, parameters: { ...known, ...parametersGiven(given) } };
  const folder = given.out === undefined ? undefined : await ResultsFolder.create(host.files, given.out as string, { file: operand, ...input });
  const device = await host.openDevice(given.adapter as string | undefined);
  const display = stageProgress(host, `infer ${operand}`);
  const progress = async (stage: 'fits' | 'bootstrap', fraction: number) => {
    checkStopped(host.signal);
    display.progress(stage === 'fits' ? fraction / 2 : (1 + fraction) / 2);
  };
  const whole = (result: InferResult) => toJson({ versions: host.versions, file: operand, ...result });
  let partial: InferResult | undefined;
  try {
    const result = await inferred(device, snapshot, input, {
      progress,
      partial: (so) => {
        partial = so;
        if (!folder) return;
        display.clear();
        host.err('fits are done; refits of simulated snapshots follow, and a stop keeps the fits\n');
      },
    });
    if (folder) {
      // Results first: a report that cannot be drawn must not cost a result.
      await folder.write(FINISHED.summary, whole(result));
      for (const [name, content] of Object.entries(await inferReportFiles(result, { mesh, parameters: stored }))) await folder.write(name, content);
    }
    display.clear();
    host.out(given.json ? whole(result) : inferText(result));
    if (folder) host.err(`wrote ${folder.path}/${FINISHED.summary} and report.html\n`);
  } catch (error) {
    display.clear();
    if (folder && partial) {
      await folder.write(PARTIAL, whole(partial));
      host.err(`wrote ${folder.path}/${PARTIAL}\n`);
    }
    throw error;
  } finally {
    device.close();
  }
  return 0;
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
    if (Object.hasOwn(NAMES, name) && Number.isFinite(value)) return [NAMES[name], value] as const;
    const near = Object.hasOwn(NAMES, name) ? undefined : nearest(name, Object.keys(NAMES));
    throw new BlockspinError({
      who: '--parameters',
      expected: `values of ${[...SYMBOLS, 'e'].join(', ')}, as KP=0.8,e=0.03`,
      got: word,
      remedy: near ? `did you mean ${near}=${text}?` : 'write for example --parameters KP=0.8',
    });
  });
  return Object.fromEntries(pairs);
}
