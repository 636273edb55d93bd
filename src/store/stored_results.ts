/** Results of a training as they are stored, read again. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { Results, Summary } from '../train/result/summary.ts';
import type { Files } from './files.ts';
import { PARTIAL } from './results.ts';

/** Files of a finished training, each of them whole. */
const FINISHED = { summary: 'summary.json', curves: 'training.json' } as const;

/** Whether a folder holds what a training writes. */
export function isTraining(names: readonly string[]): boolean {
  return names.includes(FINISHED.summary) || names.includes(PARTIAL);
}

/**
 * The results in the folder of a training: those of the finished run, else those at the time of its last save.
 * @throws BlockspinError naming a file that is missing or damaged
 */
export async function readResults(files: Files, path: string): Promise<Results> {
  const names = (await files.list(path)) ?? [];
  const finished = names.includes(FINISHED.summary);
  const results = finished
    ? {
        summary: (await readJson(files, `${path}/${FINISHED.summary}`)) as Summary,
        curves: (await readJson(files, `${path}/${FINISHED.curves}`)) as Results['curves'],
      }
    : ((await readJson(files, `${path}/${PARTIAL}`)) as Results);
  const { config } = results.summary;
  return { ...results, summary: { ...results.summary, config: { ...config, ...(config.data ? { data: described(config.data) } : {}) } as Summary['config'] } };
}

/** What a report says of fixed data, out of their description: the samples themselves are in no folder of results. */
function described(stored: object): object {
  const { file, ...rest } = stored as { file: string };
  return { ...rest, name: file, toJSON: () => stored };
}

async function readJson(files: Files, path: string): Promise<unknown> {
  const bytes = await files.find(path);
  const remedy = phrase`train again into another folder for ${setting('out')}, or go on with ${setting('resume')} where there is a checkpoint`;
  if (bytes === undefined) throw new BlockspinError({ who: path, expected: 'a file that the training has written', got: 'none', remedy, code: 'store' });
  try {
    return JSON.parse(new TextDecoder().decode(bytes), revived);
  } catch (error) {
    throw new BlockspinError({ who: path, expected: 'JSON', got: (error as Error).message, remedy, code: 'store' });
  }
}

/** JSON has null where a number was not finite; only of known values it says that there is none. */
function revived(key: string, value: unknown): unknown {
  return value === null && key !== 'known' ? Number.NaN : value;
}
