import { BlockspinError } from '../core/errors.ts';
import { counted } from '../core/phrase.ts';
import type { DataSet } from '../model/data/data_set.ts';
import type { Kind } from '../model/data/values.ts';
import { drawConfiguration } from '../report/terminal/configuration.ts';
import { boundaryWords, type Space } from '../space/space.ts';
import { toJson } from '../store/results.ts';
import { isTissue, readTissueFile } from '../store/tissue/read.ts';
import type { Host } from './host.ts';
import { boundaryGiven, type Imported, importData, READING, spaceGiven } from './import.ts';
import type { Given } from './options.ts';
import { showTissue } from './tissue_file.ts';

/** What a training makes of each kind of values. */
const SEEN: Readonly<Record<Kind, string>> = {
  binary: 'one bit each',
  categorical: 'states without an order, one bit for each state',
  ordinal: 'numbers, standardised',
  angle: 'angles, seen as cosine and sine',
  real: 'numbers, standardised',
  count: 'counts, relative to their mean',
};

/** `blockspin data FILE`: how a file is understood, in five lines and a picture, before anything is trained. A tissue has five lines, too. */
export async function data(host: Host, options: Given, operand?: string): Promise<number> {
  if (operand === undefined) {
    throw new BlockspinError({ who: 'data', expected: 'a file of configurations', got: 'none', remedy: 'write for example npx blockspin data samples.npy' });
  }
  if (options.tissue || (await looksLikeTissue(host, operand))) {
    refuseReading(options);
    showTissue(host, await readTissueFile(host.files, operand), operand, options.json === true);
    return 0;
  }
  const { data: set, given } = (await importData(host, { ...options, data: operand }, { quiet: true })) as Imported;
  const boundary = boundaryGiven(given);
  const space = spaceGiven(set, given);
  if (given.json)
    host.out(
      toJson({
        versions: host.versions,
        data: set,
        extents: set.extents,
        ...(space.cell ? { lattice: space.cell.name } : {}),
        boundary: boundary ? space.boundary : 'unknown',
      }),
    );
  else host.out([...lines(set, space, boundary && boundaryWords(space)), '', ...drawConfiguration(set).map((row) => `  ${row}`), ''].join('\n'));
  return 0;
}

/** Whether a file says itself that it is a tissue. One that cannot be read is left to whoever reads it. */
async function looksLikeTissue(host: Host, path: string): Promise<boolean> {
  const bytes = /\.(json|txt|csv)$/i.test(path) ? await host.files.find(path).catch(() => undefined) : undefined;
  return bytes !== undefined && isTissue(path, bytes);
}

/** @throws BlockspinError for options that say how configurations are read */
function refuseReading(options: Given): void {
  const other = [...READING, 'boundary', 'lattice'].find((name) => options[name as keyof Given] !== undefined);
  if (other === undefined) return;
  throw new BlockspinError({
    who: `--${other}`,
    expected: 'nothing, since the file is a tissue',
    got: String(options[other as keyof Given]),
    remedy: 'leave it out',
  });
}

/** Samples, lattice, boundary, values, and what is missing. */
function lines(set: DataSet, { cell }: Space, boundary: string | undefined): string[] {
  const { name, samples, axes, extents, channels, kind, values, holes, dropped, source, type, temperature, temperatures } = set;
  const what = cell ? `${cell.name}, ${extents.join(' x ')} ${cell.basis.length > 1 ? 'cells' : 'sites'}` : `${extents.join(' x ')} sites`;
  const sites = `${what} along ${axes.join(' ')}${channels > 1 ? `, ${channels} values at each` : ''}`;
  const { edges, parts } = set.reading;
  const graph = parts
    ? `ready arrays, ${parts.block.length} values of V and ${parts.environment.length} of E`
    : edges
      ? `values on a graph with ${Math.max(...edges.shape)} edges`
      : undefined;
  const at = temperature === undefined ? (temperatures ? ', at several temperatures' : '') : `, T = ${temperature}`;
  const gaps = [
    ...(holes.length > 0
      ? [`${counted(holes.length, 'hole')}: ${holes.length === 1 ? 'site' : 'sites'} ${holes.slice(0, 8).join(', ')}${holes.length > 8 ? ', ...' : ''}`]
      : []),
    ...(dropped > 0 ? [`${dropped} incomplete samples left out`] : []),
  ];
  return [
    `${name}: ${samples} samples, ${type} of shape (${source.shape.join(', ')})${at}`,
    `  lattice   ${graph ?? sites}`,
    `  boundary  ${graph ? 'none: blocks are cut by bonds, with --centre and --radius, or listed with --sites' : (boundary ?? 'not given: a training needs --boundary periodic, open, or one for each axis')}`,
    `  values    ${values}: ${kind ? `${kind}, ${SEEN[kind]}` : 'say what they are with --alphabet'}`,
    `  missing   ${gaps.join('; ') || 'nothing'}`,
  ];
}
