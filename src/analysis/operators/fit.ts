/** The dimension of a principal correlator with its windows and verdict; plain numbers, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import type { Correlator } from '../field/correlator.ts';
import { chosenPlaces, type Dimension, type DimensionOptions, dimensionByWindow, type WindowResult } from '../field/dimension.ts';
import { judgeLaw, type Law } from '../field/power_law.ts';

/** A power law over a window, as it is for single correlators. */
export interface DimensionFit extends Pick<Dimension, 'determined' | 'dimension' | 'amplitude' | 'chi2PerDof'> {
  /** Whether it describes the values; otherwise the number has no meaning. */
  readonly law: Law;
  /** Sites. */
  readonly from: number;
  readonly to: number;
  /** Δ for several lower ends of the window, each with its change from the window before. */
  readonly windows: readonly FittedWindow[];
}

/** Δ in one window. */
interface FittedWindow extends Omit<WindowResult, keyof Dimension>, Pick<Dimension, 'determined' | 'dimension'> {}

/** A fit, or the reason why there is none. */
export type FitOrNot = DimensionFit | { readonly absent: string };

/** Fewest distances that a window is narrowed to. */
const FEWEST = 3;
/** Most windows: beyond a fourfold distance there is little left of any correlator. */
const WINDOWS = 5;

/**
 * Fits and judges Δ in a window and in narrower ones, by factors of √2 of the lower end, while three distances are left.
 * @param options as for `dimension`; `from` and `to` are the widest window
 */
export function fitDimension(correlator: Correlator, options: DimensionOptions): FitOrNot {
  const { from, ...rest } = options;
  const radii = new Set(chosenPlaces(correlator, options).map(({ r }) => Math.round(r)));
  const ends = Array.from({ length: WINDOWS }, (_, i) => Math.round(from * 2 ** (i / 2)));
  const froms = [...new Set([from, ...ends])].filter((end) => [...radii].filter((r) => r >= end).length >= FEWEST);
  if (froms.length === 0) return { absent: `fewer than ${FEWEST} distances from ${from} to ${options.to} sites` };
  try {
    const windows = dimensionByWindow(correlator, froms, rest);
    const [{ determined, dimension, amplitude, chi2PerDof }] = windows;
    const short = windows.map(({ from: low, to, determined: known, dimension: at, change }) => ({ from: low, to, determined: known, dimension: at, change }));
    return { determined, dimension, amplitude, chi2PerDof, law: judgeLaw(correlator, windows, rest), from, to: options.to, windows: short };
  } catch (error) {
    if (error instanceof BlockspinError) return { absent: error.message };
    throw error;
  }
}
