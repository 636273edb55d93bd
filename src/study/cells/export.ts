/** A study in the formats of other programs: all arrays of its store, or one table. */
import { BlockspinError } from '../../core/errors.ts';
import { setting } from '../../core/phrase.ts';
import { elements } from '../../core/shape.ts';
import { ARCHIVED } from '../../store/archive.ts';
import type { NewFile } from '../../store/files.ts';
import { formatNpy } from '../../store/npy.ts';
import { filled, placeChunk, type ZarrArray, type ZarrData } from '../../store/zarr.ts';
import { settingsOf } from '../plan/config.ts';
import { arraysOf, chunkOf, coordinatesOf } from './arrays.ts';
import type { RunStatus, StudyData } from './data.ts';
import { FURTHER_AXES, type FurtherAxis } from './data.ts';
import type { StudyFolder } from './folder.ts';
import { doneCells, readChunk, readStudy } from './read.ts';
import { encode } from './record.ts';

export const EXPORT_FORMATS = ['npy', 'npz', 'hdf5', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Begins a file of an export, by its name. */
type BeginFile = (name: string) => Promise<NewFile>;

/** An array of the store with its numbers. */
interface Loaded {
  array: ZarrArray;
  data: ZarrData;
}

/** Bytes that are compressed at once. */
const PIECE = 2 ** 20;

/**
 * Writes a study in another format: one file per array for npy, one in all for the others. One array is in memory at a time, but for
 * hdf5, whose package works in memory. Files appear when all of them are whole, or not at all.
 * @param stem what single files are called, without ending
 * @param begin is asked for every file
 * @throws BlockspinError for a damaged chunk, and where the package for HDF5 is not installed
 */
export async function exportStudy(folder: StudyFolder, format: ExportFormat, stem: string, begin: BeginFile): Promise<void> {
  const files: NewFile[] = [];
  const file = async (name: string) => {
    files.push(await begin(name));
    return files[files.length - 1];
  };
  try {
    await folder.checkShared();
    if (format === 'csv') await table(folder, await file(`${stem}.csv`));
    else if (format === 'hdf5') await hdf5(folder, () => file(`${stem}.h5`));
    else if (format === 'npz') await npz(folder, await file(`${stem}.npz`));
    else for await (const { array, data } of arraysWith(folder)) await (await file(`${array.name}.npy`)).append(formatNpy({ shape: array.shape, data }));
    for (const one of files) await one.finish();
  } finally {
    for (const one of files) await one.discard();
  }
}

/** Coordinates and arrays, one after the other. Cells that are not done read as missing, also where a part of them is there. */
async function* arraysWith(folder: StudyFolder): AsyncGenerator<Loaded> {
  const done = await doneCells(folder);
  yield* coordinatesOf(folder.plan);
  for (const array of Object.values(arraysOf(folder.plan))) {
    const data = filled(array.type, elements(array.shape));
    for (const one of done) {
      const numbers = array.name === 'done' ? Uint8Array.of(1) : await readChunk(folder, one, array);
      placeChunk(array, chunkOf(array, one.cell), numbers, data);
    }
    yield { array, data };
  }
}

async function npz(folder: StudyFolder, file: NewFile): Promise<void> {
  const { Zip, ZipDeflate } = await import('fflate');
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  const write = async () => {
    for (const bytes of ready.splice(0)) await file.append(bytes);
  };
  for await (const { array, data } of arraysWith(folder)) {
    const entry = new ZipDeflate(`${array.name}.npy`, { level: 6 });
    // The date is fixed: equal studies are equal files.
    entry.mtime = ARCHIVED;
    zip.add(entry);
    const bytes = formatNpy({ shape: array.shape, data });
    for (let at = 0; at < bytes.length; at += PIECE) {
      entry.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
      await write();
    }
  }
  zip.end();
  await write();
}

/** Datasets with dimension scales, as netCDF-4 and h5py read them; the config is an attribute of the file. */
async function hdf5(folder: StudyFolder, begin: () => Promise<NewFile>): Promise<void> {
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
  const arrays: Pick<Loaded, 'array'>[] = [];
  try {
    for await (const { array, data } of arraysWith(folder)) {
      arrays.push({ array });
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
    await (await begin()).append(FS.readFile(path) as Uint8Array);
  } finally {
    FS.unlink(path);
  }
}

/** One row per run that is done: its coordinates, then its results. */
async function table(folder: StudyFolder, file: NewFile): Promise<void> {
  const further = FURTHER_AXES.filter((axis) => folder.config.grid[axis]);
  const control = folder.plan.axes.at(-1)?.name as string;
  const results = ['information', 'error', 'validation', 'entropy', 'onset', 'status', 'chosen', 'verdict', 'filter'];
  const write = (rows: readonly string[]) => file.append(new TextEncoder().encode(rows.map((row) => `${row}\n`).join('')));
  await write([[...further, 'components', control, 'buffer', 'run', ...results].join(',')]);
  for (const setting of settingsOf(folder.config)) await write(rowsOf(await readStudy(folder, setting), further, setting));
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
