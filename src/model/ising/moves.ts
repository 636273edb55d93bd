/** Ways to move Ising spins, and the requirements of each. */
import { BlockspinError } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import type { Layout } from '../model.ts';
import { checkLattice } from './lattice.ts';
import { checkIsing, type Dynamics } from './options.ts';

/** The default first. */
export const MOVES = ['metropolis', 'heatbath', 'swendsen-wang', 'tempering'] as const;
type Move = (typeof MOVES)[number];

interface Moved {
  size: number;
  coupling: number;
  field: number;
  disorder: number;
  algorithm: Move | 'auto';
}

/** The local dynamics of a move. */
export function dynamicsOf(algorithm: Move | 'auto'): Dynamics {
  return algorithm === 'heatbath' ? 'heatbath' : 'metropolis';
}

/** @throws BlockspinError for settings that are no Ising model, and for a move that conflicts with the others */
export function checkMove(settings: Moved, temperatures: readonly number[], layout: Layout = 'chains'): void {
  const { algorithm, field, disorder } = settings;
  const options = { ...settings, temperatures, dynamics: dynamicsOf(algorithm) };
  checkIsing(options);
  const wrong = (expected: string, remedy: Phrase, got: string = algorithm) => new BlockspinError({ setting: 'algorithm', expected, got, remedy });
  const wraps = algorithm === 'swendsen-wang' || algorithm === 'tempering';
  if (wraps && (field !== 0 || disorder !== 0))
    throw wrong('local updates where there is a field or disorder', phrase`use ${setting('algorithm', 'metropolis')} or heatbath`);
  if (layout === 'lattices') {
    checkLattice(options);
    if (algorithm !== 'auto' && algorithm !== 'metropolis')
      throw wrong('metropolis for fewer than 32 chains', phrase`use ${setting('chains', 32)}, or ${setting('algorithm', 'metropolis')}`);
  }
  if (algorithm === 'tempering' && new Set(temperatures).size < 2) {
    const remedy = 'give more temperatures, or another algorithm: a cell of a study has only one temperature';
    throw wrong('two or more temperatures for tempering', remedy, `tempering at ${temperatures.join(', ')}`);
  }
}
