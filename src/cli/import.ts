import { BlockspinError } from '../core/errors.ts';
import { said } from '../core/phrase.ts';
import type { DataSet } from '../model/data/data_set.ts';
import type { Drift } from '../model/data/drift.ts';
import { driftPhrase } from '../report/run/drift.ts';
import { CHAINS_PER_GROUP } from '../sample/groups.ts';
import { BOUNDARIES, type Boundary, boundaryWords, sidesWords } from '../space/space.ts';
import { readData } from '../store/data_file.ts';
import type { Host } from './host.ts';
import { oneOf } from './models.ts';
import type { Given, OptionName } from './options.ts';
import { wordsOf } from './words.ts';

/**
 * The configurations of --data, checked; describes them on stderr. Undefined without --data.
 * @throws BlockspinError naming the file and what is wrong with it, and for --shape or --select without --data
 */
export async function importData(host: Host, given: Given): Promise<DataSet | undefined> {
  const shape = given.shape as number[] | undefined;
  if (given.data === undefined) {
    refuseWithoutData(given);
    return undefined;
  }
  if (shape && !(shape.length <= 3 && shape.every((extent) => Number.isInteger(extent) && extent >= 1))) {
    const expected = 'the shape of one configuration: L or Ly,Lx or Ly,Lx,channels or L,L,L';
    throw new BlockspinError({ who: '--shape', expected, got: shape.join(','), remedy: 'write for example --shape 16,16' });
  }
  const { data: whole, remark } = await readData(host.files, given.data as string, shape);
  const data = given.select === undefined ? whole : whole.select(given.select as string);
  await data.checksum();
  const space = data.space(boundaryGiven(given));
  const lattice = given.sites === undefined ? `, lattice ${sidesWords(space)}, ${boundaryWords(space)}` : '';
  const left = data.leftOut > 0 ? `; a training leaves out the last ${data.leftOut} (${CHAINS_PER_GROUP} are packed to a word)` : '';
  const selected = data.selection === undefined ? '' : `, ${data.selection} of ${whole.samples}`;
  host.err(`data: ${data.name}: ${data.samples} samples${selected} of ${data.shape.join(' x ')} ${data.type}, values ${data.values}${lattice}${left}\n`);
  if (remark) host.err(`data: ${data.name}: ${said(remark, wordsOf())}\n`);
  return data;
}

/** Says once, on stderr, that parts of the data differ. */
export function warnOfDrift(host: Host, drift: Drift | undefined): void {
  if (drift) host.err(`warning: ${said(driftPhrase(drift), wordsOf())}\n`);
}

/** @throws BlockspinError for a word that is no boundary */
export function boundaryGiven({ boundary }: Given): Boundary[] | undefined {
  const words = boundary as string[] | undefined;
  return words?.map((word) => oneOf('boundary', word, BOUNDARIES));
}

/** @throws BlockspinError for options that have no meaning without a file. */
export function refuseWithoutData({ shape, select }: Given): void {
  const who = shape ? '--shape' : select !== undefined ? '--select' : undefined;
  if (who) throw new BlockspinError({ who, expected: 'a file it belongs to', got: 'no --data', remedy: 'leave it out, or give --data' });
}

/** @throws BlockspinError for options that have no meaning for fixed data. */
export function refuseWithData(given: Given, names: readonly OptionName[]): void {
  const useless = names.find((name) => given[name] !== undefined);
  if (!useless) return;
  const got = String(given[useless]);
  throw new BlockspinError({ who: `--${useless}`, expected: 'nothing, since data are fixed', got, remedy: 'leave it out, or sample a model without --data' });
}
