import { type Form, formOf } from '../../analysis/filters/form.ts';
import type { Cutting } from '../../space/axis.ts';
import { positionsIn } from '../../space/cell.ts';
import { blockHoles, isFixed } from '../../space/cut.ts';
import { type Encoding, inputsOf } from '../../space/encoding.ts';
import { linkedShells, neighbourShells, type Pair } from '../../space/pairs.ts';
import { type Space, valuesOf } from '../../space/space.ts';
import { listTable, type SiteTable, siteTable } from '../../space/table.ts';
import { isTime, stretches, type Window } from '../../space/window.ts';
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

/** Where the windows of a training are cut. */
export function cuttingOf({ at, stride, lag }: Pick<TrainConfig, 'at' | 'stride' | 'lag'>): Cutting {
  return { ...(at ? { at } : {}), ...(stride === undefined ? {} : { stride }), ...(lag === undefined ? {} : { lag }) };
}

/** The site table of a training: one window per buffer, or the list of sites. */
export function siteTableOf(config: TrainConfig): SiteTable {
  const encoding = encodingOf(config);
  const space = spaceOf(config);
  if (config.sites) return listTable(config.sites, valuesOf(space), encoding);
  return siteTable(windowsOf(config), space, { patch: config.patch > 0 ? config.patch : undefined, encoding, ...cuttingOf(config) });
}

/** The settings that decide the shape of a filter. */
type BlockForm = Placed & Pick<TrainConfig, 'sites' | 'block' | 'at' | 'stride' | 'lag'>;
type FilterForm = BlockForm & Pick<TrainConfig, 'inputs' | 'reach'>;

/** Sides of the block along the axes of space, the slowest first. */
function blockSides({ block, lag, ...config }: Placed & Pick<TrainConfig, 'block' | 'lag'>): number[] {
  const space = spaceOf(config);
  return stretches({ block, buffer: 0, shell: 0 }, space, lag).flatMap(({ block: side }, axis) => (isTime(space, axis, lag) ? [] : [side]));
}

/** Sites of the block without values, numbered within it in C order: weights there are missing. Lists of sites have none. */
export function holesOfBlock(config: BlockForm): number[] {
  const [space, cutting] = [spaceOf(config), cuttingOf(config)];
  return config.sites || !space.holes?.length || !isFixed(cutting) ? [] : blockHoles(config.block, space, cutting);
}

/** Sites of a block that has a hole in it; undefined where it has none. */
function sitesBesideHoles(config: BlockForm): number | undefined {
  const holes = holesOfBlock(config).length;
  return holes === 0 ? undefined : blockSides(config).reduce((product, side) => product * side, 1) - holes;
}

/**
 * Pairs of neighbours in the block by distance, the nearest first: nearest neighbours, next-nearest ones, and so on. On lists of sites neighbours are
 * joined by their edges. Values of a site are neighbours of the same value of other sites, or of each other where a cell says where they lie.
 */
export function pairShellsOf(config: BlockForm): Pair[][] {
  if (config.sites) return linkedShells(config.sites.block, config.sites.edges ?? []);
  const { channels, cell } = spaceOf(config);
  const [sides, holes] = [blockSides(config), new Set(holesOfBlock(config))];
  const sites = sides.reduce<number[][]>((all, side) => all.flatMap((before) => Array.from({ length: side }, (_, i) => [...before, i])), [[]]);
  const placed =
    cell && cell.basis.length === channels
      ? positionsIn(sides, cell).map((at) => ({ at, kind: 0 }))
      : sites.flatMap((at) => Array.from({ length: channels }, (_, kind) => ({ at, kind })));
  return neighbourShells(placed.filter((_, value) => !holes.has(Math.floor(value / channels))));
}

/** The inputs of a filter that reads products: those of values, if it reads these as well, and pairs. undefined for one that reads values only. */
function productInputs(config: FilterForm): number | undefined {
  const { inputs = 'spins', reach = 1 } = config;
  if (inputs === 'spins') return undefined;
  const pairs = pairShellsOf(config).slice(0, reach).flat().length;
  return pairs + (inputs === 'both' ? filterSize({ ...config, inputs: 'spins' }) : 0);
}

/**
 * The shape of one component of a filter: sites of the block along each axis of space, then the inputs of a site. A list of sites,
 * a block with a hole in it, and whatever has products of values, is one row.
 */
export function filterShape(config: FilterForm): number[] {
  const ofProducts = productInputs(config);
  if (ofProducts !== undefined) return [ofProducts];
  const inputs = inputsOfSite(config);
  const sites = config.sites ? config.sites.block.length : sitesBesideHoles(config);
  return sites === undefined ? [...blockSides(config), ...(inputs === 1 ? [] : [inputs])] : [sites * inputs];
}

/** Whether a filter (or its part for one state) is a line or a rectangle: only of those there are filters by name. */
export function isPicture(config: FilterForm): boolean {
  return (
    !config.sites &&
    productInputs(config) === undefined &&
    spaceOf(config).channels === 1 &&
    sitesBesideHoles(config) === undefined &&
    blockSides(config).length <= 2
  );
}

/** The form of the block, by which filters are named; undefined for listed sites, holes, and several values of a site. */
export function formOfBlock(config: FilterForm): Form | undefined {
  if (config.sites || productInputs(config) !== undefined || holesOfBlock(config).length > 0) return undefined;
  const { cell, channels } = spaceOf(config);
  return channels === (cell?.basis.length ?? 1) ? formOf(blockSides(config), cell) : undefined;
}

/** Weights of one component of a filter. */
export function filterSize(config: FilterForm): number {
  return filterShape(config).reduce((product, extent) => product * extent, 1);
}

/** Rows and columns of one component in the layout of `shapedFilter`. */
export function filterExtents(config: FilterForm): [rows: number, columns: number] {
  const ofProducts = productInputs(config);
  if (ofProducts !== undefined) return [1, ofProducts];
  const inputs = inputsOfSite(config);
  const sites = config.sites ? config.sites.block.length : sitesBesideHoles(config);
  const columns = (sites ?? (blockSides(config).at(-1) as number)) * inputs;
  return [filterSize(config) / columns, columns];
}

/**
 * A flat filter as [component][row][column]. A row is what lies along x, with all inputs of a site side by side; the
 * layers of a cube follow one another.
 */
export function shapedFilter(filter: readonly number[], config: FilterForm): number[][][] {
  const [height, width] = filterExtents(config);
  const rows = Array.from({ length: filter.length / width }, (_, i) => filter.slice(i * width, (i + 1) * width));
  return Array.from({ length: rows.length / height }, (_, c) => rows.slice(c * height, (c + 1) * height));
}
