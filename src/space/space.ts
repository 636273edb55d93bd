import type { LatticeCell } from './cell.ts';

/** Whether an axis closes on itself. */
export const BOUNDARIES = ['periodic', 'open'] as const;
/** Whether an axis is periodic or open. */
export type Boundary = (typeof BOUNDARIES)[number];

/** What an axis of a lattice is: time, or a direction in space. */
export type AxisName = 't' | 'z' | 'y' | 'x';

/**
 * The lattice or graph that the values of one configuration live on: plain data, made by models and data sets and read by
 * everything else. A lattice has one to three axes. A graph has one axis, along which its sites are numbered, and no translations.
 */
export interface Space {
  /** Sites along each axis, the slowest first: values lie in C order, the channels of a site side by side. */
  readonly extents: readonly number[];
  /** Of each axis. */
  readonly boundary: readonly Boundary[];
  /** Values of a site: 1 for spins, 2 for dimers (right bond, down bond). */
  readonly channels: number;
  /** Whether a window may be moved along the axes. A graph has only lists of sites. */
  readonly translations: 'lattice' | 'none';
  /** What the axes are; the last of z, y, x unless given. */
  readonly axes?: readonly AxisName[];
  /** Numbers of sites, in C order, that have no value: values there mean nothing and are in no window. */
  readonly holes?: readonly number[];
  /** Where sites lie, if not on a square lattice; it has as many sites as there are channels, or one. */
  readonly cell?: LatticeCell;
}

/** Optional properties of a lattice. */
export interface LatticeOptions {
  /** Of each axis, or one for all; periodic unless given. */
  boundary?: Boundary | readonly Boundary[];
  channels?: number;
  /** What the axes are; the last of z, y, x unless given. */
  axes?: readonly AxisName[];
  /** Sites without a value. */
  holes?: readonly number[];
  /** Where sites lie, if not on a square lattice. */
  cell?: LatticeCell | undefined;
}

/** A lattice. @param extents sites along each of one to three axes, the slowest first */
export function latticeSpace(extents: readonly number[], { boundary = 'periodic', channels = 1, axes, holes = [], cell }: LatticeOptions = {}): Space {
  const each = typeof boundary === 'string' ? extents.map(() => boundary) : boundary;
  const more = { ...(axes ? { axes } : {}), ...(holes.length > 0 ? { holes } : {}), ...(cell ? { cell } : {}) };
  return { extents, boundary: each, channels, translations: 'lattice', ...more };
}

/** A space of numbered values without known neighbours: lists of sites are taken from it. */
export function numberedSpace(values: number): Space {
  return { extents: [values], boundary: ['open'], channels: 1, translations: 'none' };
}

/** Sites of a space. */
export function sitesOf({ extents }: Pick<Space, 'extents'>): number {
  return extents.reduce((product, extent) => product * extent, 1);
}

/** Values of one configuration: sites times channels. */
export function valuesOf(space: Pick<Space, 'extents' | 'channels'>): number {
  return sitesOf(space) * space.channels;
}

/** (X, Y, Z): the fastest axis first, 1 where there is no such axis. */
export function axesOf({ extents }: Pick<Space, 'extents'>): [number, number, number] {
  const [x, y = 1, z = 1] = [...extents].reverse();
  return [x, y, z];
}

/** What the axes of a lattice are, the slowest first. */
export function axisNames({ extents, axes }: Pick<Space, 'extents' | 'axes'>): readonly AxisName[] {
  return axes ?? (['z', 'y', 'x'] as const).slice(-extents.length);
}

/** 'periodic', 'open', or 'periodic along y, open along x'. */
export function boundaryWords({ boundary, axes }: Pick<Space, 'boundary' | 'axes'>): string {
  if (boundary.every((one) => one === boundary[0])) return boundary[0];
  const names = axisNames({ extents: boundary.map(() => 1), ...(axes ? { axes } : {}) });
  return boundary.map((one, axis) => `${one} along ${names[axis]}`).join(', ');
}

/** '4 x 6', '4 x 6 with 2 channels', 'triangular 6 x 6', or 'kagome 4 x 4 cells of 3 sites'. */
export function sidesWords({ extents, channels, cell }: Pick<Space, 'extents' | 'channels' | 'cell'>): string {
  if (cell && cell.basis.length > 1) return `${cell.name} ${extents.join(' x ')} cells of ${cell.basis.length} sites`;
  if (cell) return `${cell.name} ${sidesWords({ extents, channels })}`;
  return `${extents.join(' x ')}${channels === 1 ? '' : ` with ${channels} channels`}`;
}

/** The common side of a ring, a square or a cube; undefined for anything else. */
export function sideOf({ extents }: Pick<Space, 'extents'>): number | undefined {
  return extents.every((extent) => extent === extents[0]) ? extents[0] : undefined;
}
