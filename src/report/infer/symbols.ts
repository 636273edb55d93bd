/** Parameters and strengths of the nudge as people write them. */
import { type Fitted, NAMED } from '../../infer/parameters.ts';
import type { InferResult } from '../../infer/result.ts';
import { significant } from '../draw/numbers.ts';

/** A symbol with what it stands for, and its unit where areas are counted in A_0 and energies in K_A A_0². */
interface Named {
  readonly symbol: string;
  readonly noun: string;
  readonly unit: string;
}

/** All parameters that can be fitted. */
export const PARAMETERS: Readonly<Record<Fitted, Named>> = {
  KA: { symbol: 'K_A', noun: 'stiffness of areas', unit: '' },
  A0: { symbol: 'A_0', noun: 'preferred area', unit: '' },
  KP: { symbol: 'K_P', noun: 'stiffness of perimeters', unit: 'K_A A_0' },
  P0: { symbol: 'P_0', noun: 'preferred perimeter', unit: '√A_0' },
  chi: { symbol: 'χ', noun: 'odd tension', unit: '' },
  tau: { symbol: 'τ', noun: 'torque of a cell', unit: 'K_A A_0²' },
  gamma: { symbol: 'γ', noun: 'drive along boundaries', unit: 'K_A A_0' },
};

const SMOOTHING: Named = { symbol: 'e', noun: 'smooth length of edges', unit: '√A_0' };

/** What was taken as known: the name that options have for it, symbol, noun, and '= 1' or 'by cell'. */
export function knownValues(known: InferResult['known']): (Pick<Named, 'symbol' | 'noun'> & { name: string; value: string })[] {
  return Object.entries(NAMED).flatMap(([name, key]) => {
    const value = known[key];
    const { symbol, noun } = PARAMETERS[name as Fitted] ?? SMOOTHING;
    return value === undefined ? [] : [{ name, symbol, noun, value: typeof value === 'number' ? `= ${significant(value, 6)}` : 'by cell' }];
  });
}

/** Units of what is left at vertices: of a distance, and of a force. */
export const UNITS = { distance: '√A_0', force: 'K_A A_0√A_0' } as const;

/** 'k = 1', or 'force matching'. */
export const strengthName = (nudge: number | 'inf') => (nudge === 'inf' ? 'force matching' : `k = ${nudge}`);

const NAMES = new RegExp(`\\b(${Object.keys(PARAMETERS).join('|')})\\b`, 'g');

/** A sentence about parameters, with symbols in place of the names of options. */
function inSymbols(text: string): string {
  return text.replace(NAMES, (name) => PARAMETERS[name as Fitted].symbol);
}

/** The same as a sentence of its own. */
export function sentence(text: string): string {
  const set = inSymbols(text);
  // A symbol stays as it is.
  return `${/^[a-z]{2}/.test(set) ? set[0].toUpperCase() + set.slice(1) : set}.`;
}
