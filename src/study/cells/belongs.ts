/** What belongs to a cell: its record, the chunks that the record vouches for, and its place in the array `done`. */
import { chunkKey, type ZarrFolder } from '../../store/zarr.ts';
import type { Cell, StudyPlan } from '../plan/plan.ts';
import { arraysOf, chunkOf } from './arrays.ts';
import type { CellRecord } from './record.ts';

/** Whether a record is that of a cell: its number, its seed, and checksums of nothing but its chunks. */
export function isRecordOf({ index, seed, status, chunks, ...record }: Partial<CellRecord>, plan: StudyPlan, cell: Cell): boolean {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  if (index !== cell.index || seed !== cell.seed || status !== 'done' || !isObject(chunks)) return false;
  if (![record.adapter, record.versions, record.seconds, record.autocorrelation].every(isObject)) return false;
  const keys: string[] = Object.values(arraysOf(plan)).map((array) => chunkKey(array.name, chunkOf(array, cell)));
  return Object.keys(chunks as object).every((key) => keys.includes(key));
}

/** Checksums without that of `done`, which is no result: records of version 0.1 have it, too. */
export function ofResults(plan: StudyPlan, cell: Cell, chunks: CellRecord['chunks']): CellRecord['chunks'] {
  const done = chunkKey('done', chunkOf(arraysOf(plan).done, cell));
  return Object.fromEntries(Object.entries(chunks).filter(([key]) => key !== done));
}

/** Whether the array `done` of the store says that a cell is done. */
export async function isMarked(store: ZarrFolder, plan: StudyPlan, cell: Cell): Promise<boolean> {
  const bytes = await store.get(chunkKey('done', chunkOf(arraysOf(plan).done, cell)));
  return bytes?.length === 1 && bytes[0] === 1;
}

/** Says in the array `done` of the store that a cell is done, or not. */
export async function mark(store: ZarrFolder, plan: StudyPlan, cell: Cell, isDone: boolean): Promise<void> {
  const { done } = arraysOf(plan);
  const at = chunkOf(done, cell);
  if (isDone) await store.writeChunk(done, at, Uint8Array.of(1));
  else await store.files.remove(store.path + chunkKey('done', at));
}
