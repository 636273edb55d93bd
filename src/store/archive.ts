/** Archives of numpy that are made in memory. Reading is in `npz.ts`, which a page has, too. */

/** Of entries of archives: the same content is the same bytes. */
export const ARCHIVED = new Date(1980, 0, 1);

/**
 * The bytes of an archive of .npy files.
 * @param files bytes of the arrays by their names
 * @param level of the compression, 0 to 9
 */
export async function npzOf(files: Readonly<Record<string, Uint8Array>>, level?: 3): Promise<Uint8Array> {
  const { zipSync } = await import('fflate');
  const entries = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${name}.npy`, bytes]));
  return zipSync(entries, { mtime: ARCHIVED, ...(level === undefined ? {} : { level }) });
}
