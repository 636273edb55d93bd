/** Chains of Potts and clock models for tests. */

import type { Scope } from '../../src/gpu/scope.ts';
import { clock } from '../../src/model/clock/model.ts';
import type { ColourChains, ColourMove } from '../../src/model/potts/chains.ts';
import { potts } from '../../src/model/potts/model.ts';
import type { LatticeName } from '../../src/model/potts/options.ts';
import type { Start } from '../../src/sample/chains.ts';

export interface Colours {
  model?: 'potts' | 'clock';
  size: number;
  q: number;
  coupling?: number;
  lattice?: LatticeName;
  algorithm?: ColourMove;
  points: readonly number[];
  seed?: number;
  start?: Start;
}

/** Chains as the program makes them from settings. */
export function coloursOf(
  scope: Scope,
  { model = 'potts', size, q, coupling = 1, lattice = 'square', algorithm = 'heatbath', points, seed = 5, start }: Colours,
) {
  const settings = { size, q, coupling, lattice, temperature: [...points] };
  const made =
    model === 'potts'
      ? potts.chains(scope, { settings: { ...settings, algorithm }, points, seed, start })
      : clock.chains(scope, { settings, points, seed, start });
  return made as ColourChains;
}
