/** A study in the formats of other programs: all arrays of its store, or one table. */
import { BlockspinError } from '../../core/errors.ts';
import { setting } from '../../core/phrase.ts';
import { formatNpy } from '../../store/npy.ts';
import type { ZarrArray, ZarrData } from '../../store/zarr.ts';
import { settingsOf } from '../plan/config.ts';
import { arraysOf, coordinatesOf } from './arrays.ts';
import type { RunStatus, StudyData } from './data.ts';
import { FURTHER_AXES, type FurtherAxis } from './data.ts';
import type { StudyFolder } from './folder.ts';
import { checkedCells, readStudy } from './read.ts';
import { encode } from './record.ts';

export const EXPORT_FORMATS = ['npy', 'npz', 'hdf5', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** An array of the store with its numbers. */
interface Loaded {
  array: ZarrArray;
  data: ZarrData;
}

/**
 * The files of an export, by name: one per array for npy, one in all for the others.
 * @param stem name of single files, without extension
 * @throws BlockspinError for a damaged chunk, and where the package for HDF5 is not installed
 */
export async function exportStudy(folder: StudyFolder, format: ExportFormat, stem: string): Promise<Record<string, Uint8Array>> {
  if (format === 'csv') return { [`${stem}.csv`]: new TextEncoder().encode(await table(folder)) };
  const arrays = await load(folder);
  const npy = Object.fromEntries(arrays.map(({ array, data }) => [`${array.name}.npy`, formatNpy({ shape: array.shape, data })]));
  if (format === 'npy') return npy;
  if (format === 'hdf5') return { [`${stem}.h5`]: await hdf5(folder, arrays) };
  const { zipSync } = await import('fflate');
  // The date is fixed: equal studies are equal files.
  return { [`${stem}.npz`]: zipSync(npy, { level: 6, mtime: new Date(1980, 0, 1) }) };
}

/** Coordinates and arrays. Chunks of unfinished cells read as missing, even if some of them exist. */
async function load(folder: StudyFolder): Promise<Loaded[]> {
  await checkedCells(folder);
  const loaded: Loaded[] = coordinatesOf(folder.plan);
  for (const array of Object.values(arraysOf(folder.plan))) loaded.push({ array, data: (await folder.store.readArray(array.name)).data });
  return loaded;
}

/** Datasets with dimension scales, as netCDF-4 and h5py read them; the config is an attribute of the file. */
async function hdf5(folder: StudyFolder, arrays: readonly Loaded[]): Promise<Uint8Array> {
  const h5 = await import('h5wasm').catch((error: Error) => {
    throw new BlockspinError({
      setting: setting('format', 'hdf5'),
      expected: 'the package h5wasm, which npm installs unless told to leave optional packages out',
      got: error.message.split('\n')[0],
      remedy: 'npm install h5wasm@0.10.3, or export npz',
    });
  });
  const { FS } = await h5.ready;
  const types = { float64: '<d', float32: '<f', int32: '<i', int8: '<b', uint8: '<B' } as const;
  // In the memory of the package: HDF5 has no transactions, so the whole file is written at the end.
  const path = '/study.h5';
  const file = new h5.File(path, 'w');
  try {
    for (const { array, data } of arrays) {
      const set = file.create_dataset({ name: array.name, data, shape: [...array.shape], dtype: types[array.type] });
      for (const [name, value] of Object.entries(array.attributes)) set.create_attribute(name, typeof value === 'string' ? value : encode(value).trim());
      if (array.dims.length === 1 && array.dims[0] === array.name) set.make_scale(array.name);
    }
    // Programs for netCDF refuse arrays with scales on only some dimensions. The attribute names are netCDF's own.
    const extents = new Map(arrays.flatMap(({ array }) => array.dims.map((dim, axis) => [dim, array.shape[axis]] as const)));
    for (const [dim, extent] of extents) {
      if (arrays.some(({ array }) => array.name === dim)) continue;
      const scale = file.create_dataset({ name: dim, data: new Float32Array(extent), shape: [extent], dtype: '<f' });
      scale.make_scale(`This is a netCDF dimension but not a netCDF variable.${String(extent).padStart(10)}`);
    }
    for (const { array } of arrays) {
      const set = file.get(array.name) as InstanceType<typeof h5.Dataset>;
      array.dims.forEach((dim, axis) => {
        set.set_dimension_label(axis, dim);
        if (dim !== array.name) set.attach_scale(axis, dim);
      });
    }
    file.create_attribute('title', folder.config.name);
    file.create_attribute('config', encode(folder.config).trim());
    file.create_attribute('versions', JSON.stringify(folder.origin.versions));
    file.create_attribute('commit', folder.origin.commit);
  } finally {
    file.close();
  }
  try {
    return FS.readFile(path) as Uint8Array;
  } finally {
    FS.unlink(path);
  }
}

/** One row per run that is done: its coordinates, then its results. */
async function table(folder: StudyFolder): Promise<string> {
  const rows: string[] = [];
  const settings = settingsOf(folder.config);
  const further = FURTHER_AXES.filter((axis) => folder.config.grid[axis]);
  for (const setting of settings) rows.push(...rowsOf(await readStudy(folder, setting), further, setting));
  const control = folder.plan.axes.at(-1)?.name as string;
  const head = [
    ...further,
    'components',
    control,
    'buffer',
    'run',
    'information',
    'error',
    'validation',
    'entropy',
    'onset',
    'status',
    'chosen',
    'verdict',
    'filter',
  ];
  return `${[head.join(','), ...rows].join('\n')}\n`;
}

function rowsOf(data: StudyData, further: readonly FurtherAxis[], setting: Partial<Record<FurtherAxis, number>>): string[] {
  const { axes } = data;
  return axes.components.flatMap((components, c) =>
    axes.temperature.flatMap((control, t) =>
      axes.buffer.flatMap((buffer, b) =>
        axes.run
          .filter((r) => data.status[c][t][b][r] !== ('missing' satisfies RunStatus))
          .map((r) => {
            const point = data.points[c][t][b];
            const of = [data.information, data.error, data.validation, data.entropy, data.onset].map((values) => spelled(values[c][t][b][r]));
            const place = [...further.map((axis) => setting[axis] as number), components, control, buffer, r].map(spelled);
            return [...place, ...of, data.status[c][t][b][r], point.best === r ? 1 : 0, point.verdict ?? '', point.kind ?? ''].join(',');
          }),
      ),
    ),
  );
}

/** As Python's float() reads it. */
function spelled(value: number): string {
  return Number.isNaN(value) ? 'nan' : value === Number.POSITIVE_INFINITY ? 'inf' : String(value);
}
