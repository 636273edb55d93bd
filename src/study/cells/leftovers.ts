/** What killed processes left of cells under temporary names, found by one look at all folders. */
import type { Files } from '../../store/files.ts';
import { chunkKey } from '../../store/zarr.ts';
import type { StudyPlan } from '../plan/plan.ts';
import { arraysOf, chunkOf } from './arrays.ts';

/** Temporary names, and takeovers of locks that nobody finished. */
const LEFTOVER = /\.(tmp|takeover)$/;
/** What a temporary name has behind that of its file: a process and random digits. */
const TEMPORARY = /\.\d+-[\w-]+\.tmp$/;

/**
 * Leftovers by number of the cell. Only the holder of a cell's lock may remove them: nobody else writes there.
 * @param cells path of the folder of records
 * @param store path of the store
 */
export async function leftoversOf(files: Files, plan: StudyPlan, cells: string, store: string): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  const add = (index: number, path: string) => found.set(index, [...(found.get(index) ?? []), path]);
  for (const name of (await files.list(cells)) ?? []) {
    const index = Number.parseInt(name, 10);
    if (LEFTOVER.test(name) && plan.cells[index]) add(index, `${cells}/${name}`);
  }
  for (const array of Object.values(arraysOf(plan))) {
    const temporary = ((await files.list(`${store}/${array.name}`)) ?? []).filter((name) => TEMPORARY.test(name));
    if (temporary.length === 0) continue;
    const byKey = new Map<string, number>(plan.cells.map((cell) => [chunkKey(array.name, chunkOf(array, cell)), cell.index]));
    for (const name of temporary) {
      const index = byKey.get(`/${array.name}/${name.replace(TEMPORARY, '')}`);
      if (index !== undefined) add(index, `${store}/${array.name}/${name}`);
    }
  }
  return found;
}
