import type { PerCell, TissueParameters } from '../model/tissue/parameters.ts';
import type { TissueParameter } from '../model/tissue/tissues.ts';

/** Parameters that can be fitted, by the symbols of the field, and the name each has in `TissueParameters`. */
export const FITTED = {
  KA: 'areaStiffness',
  A0: 'area',
  KP: 'perimeterStiffness',
  P0: 'shape',
  chi: 'chirality',
  tau: 'torque',
  gamma: 'drive',
} as const satisfies Readonly<Record<string, TissueParameter>>;

/** All parameters by the names that options and texts give them: those of `FITTED`, and the length of smooth edges. */
export const NAMED: Readonly<Record<string, keyof TissueParameters>> = { ...FITTED, e: 'smoothing' };

/** The symbol of a parameter that can be fitted. */
export type Fitted = keyof typeof FITTED;

/** All of them. */
export const SYMBOLS = Object.keys(FITTED) as readonly Fitted[];

/** The values of some parameters; the mean over cells where each has its own. */
export function valuesOf(parameters: TissueParameters, symbols: readonly Fitted[]): number[] {
  return symbols.map((symbol) => {
    const value: PerCell = parameters[FITTED[symbol]];
    return typeof value === 'number' ? value : Array.from(value).reduce((sum, x) => sum + x / value.length, 0);
  });
}

/** The same parameters with some of them set to values that all cells share. */
export function withValues(parameters: TissueParameters, symbols: readonly Fitted[], values: ArrayLike<number>): TissueParameters {
  return { ...parameters, ...Object.fromEntries(symbols.map((symbol, i) => [FITTED[symbol], values[i]])) };
}
