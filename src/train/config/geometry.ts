import { type Encoding, inputsOf } from '../../space/encoding.ts';
import { type Space, valuesOf } from '../../space/space.ts';
import { listTable, type SiteTable, siteTable } from '../../space/table.ts';
import type { Window } from '../../space/window.ts';
import type { TrainConfig } from './types.ts';

/** The settings that say where the values of a training live. */
type Placed = Pick<TrainConfig, 'model' | 'size' | 'data'>;

/** The space that the values of a model or of the data live in. */
export function spaceOf({ model, ...settings }: Placed): Space {
  return model.space(settings);
}

/** How the networks receive the values of a training. */
function encodingOf({ model, ...settings }: Placed): Encoding {
  return model.encoding(settings);
}

/** Inputs of a site: its values (one for listed sites) times the inputs of each. */
function inputsOfSite(config: Placed & Pick<TrainConfig, 'sites'>): number {
  return (config.sites ? 1 : spaceOf(config).channels) * inputsOf(encodingOf(config));
}

/** The window of each buffer, in their order. */
export function windowsOf({ block, buffer, shell }: Pick<TrainConfig, 'block' | 'buffer' | 'shell'>): Window[] {
  return buffer.map((b) => ({ block, buffer: b, shell }));
}

/** The site table of a training: one window per buffer, or the list of sites. */
export function siteTableOf(config: TrainConfig): SiteTable {
  const encoding = encodingOf(config);
  const space = spaceOf(config);
  if (config.sites) return listTable(config.sites, valuesOf(space), encoding);
  return siteTable(windowsOf(config), space, { patch: config.patch > 0 ? config.patch : undefined, encoding });
}

/** The shape of one component of a filter: sites of the block along each axis, then the inputs of a site; a list of sites is one row. */
export function filterShape(config: Pick<TrainConfig, 'model' | 'size' | 'data' | 'sites' | 'block'>): number[] {
  const inputs = inputsOfSite(config);
  if (config.sites) return [config.sites.block.length * inputs];
  return [...spaceOf(config).extents.map(() => config.block), ...(inputs === 1 ? [] : [inputs])];
}

/** Whether a filter (or its part for one state) is a line or a square: only those are called uniform, staggered or boundary-coupled. */
export function isPicture(config: Parameters<typeof filterShape>[0]): boolean {
  const { extents, channels } = spaceOf(config);
  return !config.sites && channels === 1 && extents.length <= 2;
}

/** Weights of one component of a filter. */
export function filterSize(config: Parameters<typeof filterShape>[0]): number {
  return filterShape(config).reduce((product, extent) => product * extent, 1);
}

/** Rows and columns of one component in the layout of `shapedFilter`. */
export function filterExtents(config: Parameters<typeof filterShape>[0]): [rows: number, columns: number] {
  const columns = (config.sites ? config.sites.block.length : config.block) * inputsOfSite(config);
  return [filterSize(config) / columns, columns];
}

/**
 * A flat filter as [component][row][column]. A row is what lies along x, with all inputs of a site side by side; the
 * layers of a cube follow one another.
 */
export function shapedFilter(filter: readonly number[], config: Parameters<typeof filterShape>[0]): number[][][] {
  const [height, width] = filterExtents(config);
  const rows = Array.from({ length: filter.length / width }, (_, i) => filter.slice(i * width, (i + 1) * width));
  return Array.from({ length: rows.length / height }, (_, c) => rows.slice(c * height, (c + 1) * height));
}
