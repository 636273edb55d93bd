/** numpy's .npz files: arrays by name in a zip archive. */
import type { ArrayOfNumbers } from '../core/array.ts';
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { elements } from '../core/shape.ts';
import type { SiteList } from '../space/sites.ts';
import { parseNpy } from './npy.ts';

/** Names under which people store configurations, the most telling first. */
const NAMES = ['spins', 'configs', 'configurations', 'samples', 'snapshots', 'data', 'x', 'X'];
/** An archive that unpacks to more than this times its size is damaged or an attack. */
const MOST_RATIO = 2000;

/** What belongs to the configurations of an archive. */
export interface Archive {
  readonly array: ArrayOfNumbers;
  /** Name of the array. */
  readonly key: string;
  /** Other arrays whose names say what they are. */
  readonly edges?: ArrayOfNumbers;
  readonly mask?: ArrayOfNumbers;
  readonly temperature?: ArrayOfNumbers;
  /** Where block and environment are arrays of their own: their places in `array`. */
  readonly parts?: SiteList;
}

/**
 * The configurations of an archive, and what is stored beside them.
 * @param key of the array, where it has none of the usual names
 * @throws BlockspinError for a damaged archive, and where it is not clear which array is meant
 */
export async function parseNpz(bytes: Uint8Array, name: string, key?: string): Promise<Archive> {
  const entries = await unzipped(bytes, name);
  const names = Object.keys(entries).map((entry) => entry.replace(/\.npy$/, ''));
  const array = (wanted: string) => parseNpy(entries[`${wanted}.npy`] ?? entries[wanted], `${name}, array ${wanted}`);
  const usual = NAMES.filter((one) => names.includes(one));
  const beside = (...wanted: string[]) => wanted.filter((one) => one !== key && names.includes(one)).map(array)[0];
  const temperature = beside('temperature', 'temperatures', 'T');
  if (key === undefined && usual.length === 0 && names.includes('V') && names.includes('E'))
    return { ...joined(array('V'), array('E'), name), ...(temperature ? { temperature } : {}) };
  const chosen = key ?? (names.length === 1 ? names[0] : usual.length === 1 ? usual[0] : undefined);
  if (chosen === undefined || !names.includes(chosen)) {
    throw new BlockspinError({
      setting: 'key',
      expected:
        chosen === undefined ? `one array of ${name} that holds the samples: ${names.join(', ')}` : `the name of an array of ${name}: ${names.join(', ')}`,
      got: chosen ?? (usual.length > 1 ? `${usual.length} of the usual names` : 'none of the usual names'),
      remedy: phrase`say which, for example ${setting('key', usual[0] ?? names[0] ?? 'spins')}`,
    });
  }
  const [edges, mask] = [beside('edges', 'edge_index'), beside('mask')];
  return { array: array(chosen), key: chosen, ...(edges ? { edges } : {}), ...(mask ? { mask } : {}), ...(temperature ? { temperature } : {}) };
}

/** Ready arrays V (N, ...) and E (N, ...) as one (N, values), V first. */
function joined(V: ArrayOfNumbers, E: ArrayOfNumbers, name: string): Archive {
  const [samples] = V.shape;
  if (samples !== E.shape[0]) {
    throw new BlockspinError({
      who: name,
      expected: `as many samples in E as in V, ${samples}`,
      got: E.shape[0],
      remedy: 'save both for the same samples, in the same order',
    });
  }
  const [v, e] = [V, E].map(({ shape }) => elements(shape.slice(1)));
  const same = V.data.constructor === E.data.constructor;
  const data = same ? (V.data.constructor as new (length: number) => typeof V.data) : Float64Array;
  const values = new data(samples * (v + e));
  for (let n = 0; n < samples; n++) {
    for (let i = 0; i < v; i++) values[n * (v + e) + i] = same ? V.data[n * v + i] : Number(V.data[n * v + i]);
    for (let i = 0; i < e; i++) values[n * (v + e) + v + i] = same ? E.data[n * e + i] : Number(E.data[n * e + i]);
  }
  const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  return { array: { shape: [samples, v + e], data: values }, key: 'V and E', parts: { block: range(0, v), environment: range(v, e) } };
}

/** The files of an archive by name. @throws BlockspinError for a damaged archive */
export async function unzipped(bytes: Uint8Array, name: string): Promise<Record<string, Uint8Array>> {
  const { unzipSync } = await import('fflate');
  let size = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ originalSize }) => {
        size += originalSize;
        if (size > 2 ** 20 + MOST_RATIO * bytes.length) throw new Error('an archive that unpacks to far more than its size');
        return true;
      },
    });
  } catch (error) {
    throw new BlockspinError({
      who: name,
      expected: 'an archive of numpy.savez',
      got: bytes.length === 0 ? 'an empty file' : (error as Error).message,
      remedy: 'the file is truncated or damaged: copy or save it again',
    });
  }
}
