/** What all cells share in the store of a study: metadata and coordinates, all of which follow from the plan. */
import { ZarrFolder } from '../../store/zarr.ts';
import { arraysOf, coordinatesOf } from './arrays.ts';
import type { Origin, Planned } from './plan_file.ts';

/**
 * Writes the metadata of the group and of all arrays, and the coordinates.
 * @param adapters that results were computed on
 * @returns SHA-256 by key of all but the group, whose metadata have a seal of their own because adapters are added
 */
export async function writeShared(
  { files, path }: ZarrFolder,
  { plan, origin }: Pick<Planned, 'plan' | 'origin'>,
  adapters: readonly string[],
): Promise<Record<string, string>> {
  // A store of its own: it remembers what it wrote.
  const store = new ZarrFolder(files, path);
  const { config } = plan;
  await store.writeGroup({ title: config.name, config, seed: config.seed, ...(origin satisfies Origin), adapters });
  for (const { array, data } of coordinatesOf(plan)) {
    await store.writeArray(array);
    await store.writeChunk(array, [0], data);
  }
  for (const array of Object.values(arraysOf(plan))) await store.writeArray(array);
  return Object.fromEntries(store.written);
}

/** The first of these files that is not as it was written, in words; undefined where all are. */
export async function sharedDamage(store: ZarrFolder, { sealed, shared }: Pick<Planned, 'sealed' | 'shared'>): Promise<string | undefined> {
  if (sealed && !(await store.groupAttributes(true))) return `${store.path}/zarr.json is missing or not as it was written`;
  return store.damage(shared);
}

/** Folders of the store, each with the leftovers of plans that were killed. */
export function sharedLeftovers(store: ZarrFolder, { plan }: Pick<Planned, 'plan'>): [folder: string, leftover: RegExp][] {
  const coordinates = coordinatesOf(plan).map(({ array }): [string, RegExp] => [`${store.path}/${array.name}`, /\.tmp$/]);
  const arrays = Object.keys(arraysOf(plan)).map((name): [string, RegExp] => [`${store.path}/${name}`, /^zarr\.json\..*\.tmp$/]);
  return [[store.path, /^zarr\.json\..*\.tmp$/], ...coordinates, ...arrays];
}
