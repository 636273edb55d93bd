/** Layers of a drawing of cells: polygons in the colours of a field, and a scale below them. */

import type { Frame, Place } from './pieces.ts';
import { RIM, rounded, WEIGHTS } from './theme.ts';

/** A frame in pixels. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Pixels of a unit of length. */
  readonly scale: number;
  /** Pixels from the top left of a place. */
  at(place: Place): readonly [number, number];
}

/** The frame with its longer side of so many pixels. */
export function canvasOf({ low, high }: Frame, side: number): Canvas {
  const [across, up] = [high[0] - low[0], high[1] - low[1]];
  const scale = side / Math.max(across, up);
  return {
    width: Math.round(scale * across),
    height: Math.round(scale * up),
    scale,
    at: ([x, y]) => [rounded(scale * (x - low[0])), rounded(scale * (high[1] - y))],
  };
}

/** One record for each cell, with its polygons in pixels. @param fields values of the cell */
export function cellRecords(pieces: readonly (readonly (readonly Place[])[])[], { at }: Canvas, fields: (cell: number) => Readonly<Record<string, number>>) {
  return pieces.map((of, cell) => {
    const coordinates = of.map((ring) => [[...ring, ring[0]].map((place) => at(place))]);
    const values = Object.entries(fields(cell)).map(([name, value]) => [name, rounded(value)]);
    return { type: 'Feature', cell, ...Object.fromEntries(values), geometry: { type: 'MultiPolygon', coordinates } };
  });
}

/** Width of the lines between cells, in the size of a cell, unless it is more than a usual line. */
const THIN = 0.02;

/** How the values of a field become colours: from a mean to either side, or from the smallest upwards. */
export interface ColourScale {
  readonly domain: readonly number[];
  readonly range: readonly string[];
}

/** Red below a middle, blue above it, equally far to either side. */
export function aroundScale(values: readonly number[], middle: number): ColourScale {
  const most = values.reduce((far, value) => Math.max(far, Math.abs(value - middle)), 0) || 1;
  return { domain: [rounded(middle - most), rounded(middle), rounded(middle + most)], range: WEIGHTS };
}

/** From the colour of the ground to blue. @param from where it begins; at the smallest value unless given */
export function upwardScale(values: readonly number[], from?: number): ColourScale {
  const low = from ?? values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return { domain: [rounded(low), rounded(high > low ? high : low + 1)], range: WEIGHTS.slice(1) };
}

/** Cells as polygons in the colours of one of their fields. @param legend name of the field with its unit */
export function cellLayer(field: string, { domain, range }: ColourScale, legend: string, { width, scale }: Canvas) {
  return {
    mark: { type: 'geoshape', stroke: RIM, strokeWidth: rounded(Math.min(0.6, THIN * scale)), aria: false },
    // Places are pixels already.
    projection: { type: 'identity', scale: 1, translate: [0, 0] },
    encoding: {
      color: {
        field,
        type: 'quantitative',
        scale: { domain, range, interpolate: 'rgb' },
        legend: {
          title: legend,
          values: domain.length > 2 ? domain : undefined,
          tickCount: 3,
          format: '.3~g',
          gradientLength: Math.round(0.9 * width),
          gradientThickness: 9,
          titleLimit: 0,
          titleAnchor: 'start',
          orient: 'bottom',
        },
      },
    },
  };
}
