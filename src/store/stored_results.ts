/** Results of a training as they are stored, read again. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { Results, Summary } from '../train/result/summary.ts';
import type { Files } from './files.ts';
import { CONFIG, FINISHED, PARTIAL } from './results.ts';
import { sealOf } from './seal.ts';
import { CHECKSUMS, checkSums } from './training_seal.ts';

/** Whether a folder holds what a training writes. */
export function isTraining(names: readonly string[]): boolean {
  return names.includes(FINISHED.summary) || names.includes(PARTIAL);
}

/** Results as they are stored. */
interface Stored {
  results: Results;
  /** What a person should know of the files. */
  notes: string[];
}

/**
 * The results in the folder of a training: those of the finished run, else those at the time of its last save.
 * @throws BlockspinError naming a file that is missing or not as it was written
 */
export async function readResults(files: Files, path: string): Promise<Stored> {
  const names = (await files.list(path)) ?? [];
  const { results, notes } = await (names.includes(FINISHED.summary) ? finished(files, path) : partial(files, path));
  const { config } = results.summary;
  const summary = { ...results.summary, config: { ...config, ...(config.data ? { data: described(config.data) } : {}) } as Summary['config'] };
  return { results: { ...results, summary }, notes };
}

async function finished(files: Files, path: string): Promise<Stored> {
  const { sealed, damaged } = await checkSums(files, path);
  const strange = damaged.find((name) => name !== CONFIG);
  if (strange) throw notAsWritten(`${path}/${strange}`, 'another one, or none');
  const summary = (await readJson(files, `${path}/${FINISHED.summary}`)) as Summary;
  const curves = (await readJson(files, `${path}/${FINISHED.curves}`)) as Results['curves'];
  // The settings of a finished run are in its summary, too, and nothing is read from there.
  const config = damaged.length > 0 ? [`${path}/${CONFIG}: not as it was written; the settings of the run are in ${FINISHED.summary}, too`] : [];
  return { results: { summary, curves }, notes: sealed ? config : [unsealed(`${path}/${CHECKSUMS}: missing`)] };
}

async function partial(files: Files, path: string): Promise<Stored> {
  const name = `${path}/${PARTIAL}`;
  const state = await sealOf((await files.find(name)) ?? new Uint8Array());
  if (state === 'damaged') throw notAsWritten(name, 'one with another checksum');
  const { seal, ...results } = (await readJson(files, name)) as Results & { seal?: string };
  if (state === 'none' && seal !== undefined) throw notAsWritten(name, 'one without its checksum');
  return { results, notes: state === 'none' ? [unsealed(`${name}: without a checksum`)] : [] };
}

const unsealed = (what: string) => `${what}, as in version 0.1: whether the results are as they were written cannot be told`;

/** What a report says of fixed data, out of their description: the samples themselves are in no folder of results. */
function described(stored: object): object {
  const { file, ...rest } = stored as { file: string };
  return { ...rest, name: file, toJSON: () => stored };
}

async function readJson(files: Files, path: string): Promise<unknown> {
  const bytes = await files.find(path);
  if (bytes === undefined) throw notAsWritten(path, 'none');
  try {
    return JSON.parse(new TextDecoder().decode(bytes), revived);
  } catch (error) {
    throw notAsWritten(path, (error as Error).message);
  }
}

function notAsWritten(path: string, got: string): BlockspinError {
  return new BlockspinError({
    who: path,
    expected: 'a file as the training has written it',
    got,
    remedy: phrase`use another copy of it, run blockspin train again with another ${setting('out')}, or go on with ${setting('resume')} where there is a checkpoint`,
    code: 'store',
  });
}

/** Of each node of a graph, null for one that lies nowhere. */
const PLACES = ['positions', 'lift'];

/** JSON has null where a number was not finite; only of known values and of places it says that there is none. */
function revived(key: string, value: unknown): unknown {
  // Entries were read before their list.
  if (PLACES.includes(key) && Array.isArray(value)) return value.map((place) => (Array.isArray(place) ? place : null));
  return value === null && key !== 'known' ? Number.NaN : value;
}
