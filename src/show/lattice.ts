import * as bars from '../gen/shaders/show/bars.ts';
import * as columns from '../gen/shaders/show/columns.ts';
import * as field from '../gen/shaders/show/field.ts';
import * as spins from '../gen/shaders/show/spins.ts';
import { Picture, type Target } from '../gpu/canvas.ts';
import type { Device } from '../gpu/device.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor, Uniform } from '../gpu/tensor.ts';

/**
 * How the values of a chain are drawn: two-state values of sites as pixels, staggered or not; dimers as rounded bars; masses on a line as columns
 * of so many units at most.
 */
export type Style = { kind: 'spins'; stagger: boolean } | { kind: 'bars' } | { kind: 'columns'; height: number };

/** Red, green and blue from 0 to 1. */
type Colour = readonly [number, number, number];

/** Colours of the lower and the upper value, and of what is neither. */
export interface Colours {
  readonly low: Colour;
  readonly high: Colour;
  readonly ground: Colour;
}

/** Pixels along a site, where a site is drawn as a shape. */
const SCALE = 8;

/** What all drawings of a lattice read: which configuration, and in which colours. */
export type View = Uniform<(typeof spins.spins.bindings.view.fields)[number]['name']>;

/** @param first first word of the group of the chain, or its first site where a site holds a number. @param lane its number in the group */
export function viewOf(scope: Scope, colours: Colours, first = 0, lane = 0): View {
  return scope.uniform(spins.spins.bindings.view, 'view', { first, lane, ...colourFields(colours) });
}

/** The colours as fields of a view. */
export function colourFields({ low, high, ground }: Colours) {
  return {
    low_r: low[0],
    low_g: low[1],
    low_b: low[2],
    high_r: high[0],
    high_g: high[1],
    high_b: high[2],
    ground_r: ground[0],
    ground_g: ground[1],
    ground_b: ground[2],
  };
}

/** Width and height of a drawing in pixels. @param extents rows and sites of a row; sites of a line */
export function pixelsOf(style: Style, extents: readonly number[]): [width: number, height: number] {
  const [H, W] = extents.length === 1 ? [1, extents[0]] : extents;
  if (style.kind === 'columns') return [W, style.height];
  const scale = style.kind === 'bars' ? SCALE : 1;
  return [scale * W, scale * H];
}

/** A drawing of a chain. @param state packed configurations, which are read where they lie */
export function drawLattice(device: Device, style: Style, extents: readonly number[], state: Tensor<'u32'>, view: View, target: Target): Picture {
  const [H, W] = extents.length === 1 ? [1, extents[0]] : extents;
  const bindings = { state, view };
  if (style.kind === 'spins') return new Picture(device, spins.spins, { W, STAGGER: style.stagger ? 1 : 0 }, bindings, target);
  if (style.kind === 'bars') return new Picture(device, bars.bars, { W, H, SCALE }, bindings, target);
  return new Picture(device, columns.columns, { HEIGHT: style.height }, bindings, target);
}

/** A drawing of a field of numbers from -1 to 1. @param values (rows, values of a row) */
export function drawField(device: Device, values: Tensor<'f32'>, view: View, target: Target): Picture {
  return new Picture(device, field.field, { W: values.shape[1] }, { values, view }, target);
}
