import { BlockspinError } from '../core/errors.ts';
import { counted, said, setting } from '../core/phrase.ts';
import type { DataSet } from '../model/data/data_set.ts';
import type { Drift } from '../model/data/drift.ts';
import { parseMissing } from '../model/data/gaps.ts';
import { KINDS } from '../model/data/values.ts';
import { SAMPLED } from '../model/models.ts';
import { driftPhrase } from '../report/run/drift.ts';
import { LATTICES } from '../space/cell.ts';
import { BOUNDARIES, type Boundary, boundaryWords, type Space, sidesWords } from '../space/space.ts';
import { type FileReading, readData } from '../store/data_file.ts';
import { readSideCar, type SideCar, sideCarOf } from '../store/side_car.ts';
import type { Host } from './host.ts';
import { oneOf } from './models.ts';
import type { Given, OptionName } from './options.ts';
import { isListed } from './sites.ts';
import { wordsOf } from './words.ts';

/** Options that say how a file is read. */
export const READING: readonly OptionName[] = ['shape', 'axes', 'alphabet', 'period', 'missing', 'key', 'select'];

/** The configurations of --data, with what the side-car of the file adds to the options. */
export interface Imported {
  data: DataSet;
  /** The options given, and those of the side-car that were not. */
  given: Given;
}

/**
 * The configurations of --data, checked; describes them on stderr unless `quiet`. Undefined without --data.
 * @throws BlockspinError naming the file and what is wrong with it, and for options of reading without --data
 */
export async function importData(host: Host, options: Given, { quiet = false }: { quiet?: boolean } = {}): Promise<Imported | undefined> {
  if (options.data === undefined) {
    refuseWithoutData(options);
    return undefined;
  }
  const path = options.data as string;
  const given = { ...fromSideCar(await readSideCar(host.files, path), path), ...options };
  const { data: whole, remark } = await readData(host.files, path, readingOf(given));
  const data = given.select === undefined ? whole : whole.select(given.select as string);
  await data.checksum();
  if (!quiet) for (const line of importLines(data, whole, given, remark && said(remark, wordsOf()))) host.err(`data: ${data.name}: ${line}\n`);
  return { data, given };
}

/** How data were understood, in lines for stderr. */
function importLines(data: DataSet, whole: DataSet, given: Given, remark?: string): string[] {
  const space = spaceGiven(data, given);
  const boundary = given.boundary === undefined ? 'boundary not given' : boundaryWords(space);
  const lattice = !isListed(given) && !data.reading.parts ? `, lattice ${sidesWords(space)}, ${boundary}` : '';
  const holes = data.holes.length > 0 ? `, ${counted(data.holes.length, 'hole')}` : '';
  const selected = data.selection === undefined ? '' : `, ${data.selection} of ${whole.samples}`;
  const dropped = data.dropped > 0 ? `, ${data.dropped} incomplete ones left out` : '';
  const first = `${data.samples} samples${selected}${dropped} of ${data.shape.join(' x ')} ${data.type}, values ${data.values}${lattice}${holes}`;
  const mixed = data.temperatures !== undefined && data.temperature === undefined;
  const [coldest, hottest] = mixed ? [Math.min(...(data.temperatures ?? [])), Math.max(...(data.temperatures ?? []))] : [];
  return [first, ...(remark ? [remark] : []), ...(mixed ? [`temperatures from ${coldest} to ${hottest}: --select T=${coldest} takes those at one`] : [])];
}

/** How the options say that a file is read. */
function readingOf(given: Given): FileReading {
  const shape = given.shape as number[] | undefined;
  if (shape && !(shape.length <= 4 && shape.every((extent) => Number.isInteger(extent) && extent >= 1))) {
    const expected = 'the shape of one configuration: L or Ly,Lx or Ly,Lx,channels or L,L,L';
    throw new BlockspinError({ who: '--shape', expected, got: shape.join(','), remedy: 'write for example --shape 16,16' });
  }
  return {
    shape,
    axes: given.axes as string | undefined,
    listed: isListed(given),
    alphabet: given.alphabet === undefined ? undefined : oneOf('alphabet', given.alphabet as string, KINDS),
    period: periodOf(given.period as number | undefined),
    missing: given.missing === undefined ? undefined : parseMissing(given.missing as string[]),
    key: given.key as string | undefined,
  };
}

function periodOf(period: number | undefined): number | undefined {
  if (period === undefined || period > 0) return period;
  throw new BlockspinError({ setting: 'period', expected: 'a positive number', got: period, remedy: 'write --period 360 for degrees; 2 pi unless given' });
}

/** The options of a side-car, as if they had been typed. @throws BlockspinError for a value of another type */
function fromSideCar(beside: SideCar, path: string): Given {
  const { about: _, ...options } = beside;
  const wrong = (key: string, expected: string, got: unknown) =>
    new BlockspinError({ who: `${sideCarOf(path)}: ${key}`, expected, got: JSON.stringify(got), remedy: `write it as the value of --${key}` });
  const given: Given = {};
  for (const [key, value] of Object.entries(options)) {
    const list: unknown[] = Array.isArray(value) ? value : typeof value === 'string' && key !== 'axes' && key !== 'select' ? value.split(',') : [value];
    if (key === 'shape' || key === 'temperature') {
      const numbers = list.map(Number);
      if (!numbers.every(Number.isFinite)) throw wrong(key, 'numbers', value);
      given[key] = numbers;
    } else if (key === 'boundary' || key === 'missing') given[key] = list.map((word) => (word === null ? 'nan' : String(word).trim()));
    else if (key === 'period' || key === 'harmonics') {
      if (typeof value !== 'number') throw wrong(key, 'a number', value);
      given[key] = value;
    } else {
      if (typeof value !== 'string') throw wrong(key, 'a word', value);
      given[key as OptionName] = value;
    }
  }
  return given;
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

/** The lattice of the samples. @throws BlockspinError for options that do not fit it */
export function spaceGiven(data: DataSet, given: Given): Space {
  return data.space(boundaryGiven(given), given.lattice === undefined ? undefined : oneOf('lattice', given.lattice as string, LATTICES));
}

/** @throws BlockspinError for options that have no meaning without a file. */
export function refuseWithoutData(given: Given): void {
  const own = SAMPLED.find(({ name }) => name === given.model)?.settings ?? {};
  const name = READING.find((option) => given[option] !== undefined && !Object.hasOwn(own, option));
  if (name) throw new BlockspinError({ setting: setting(name), expected: 'a file it belongs to', got: 'no --data', remedy: 'leave it out, or give --data' });
}

/** @throws BlockspinError for options that have no meaning for fixed data. */
export function refuseWithData(given: Given, names: readonly OptionName[]): void {
  const useless = names.find((name) => given[name] !== undefined);
  if (!useless) return;
  const got = String(given[useless]);
  throw new BlockspinError({ who: `--${useless}`, expected: 'nothing, since data are fixed', got, remedy: 'leave it out, or sample a model without --data' });
}
