import type { KnownComponent } from '../../coarse/known.ts';
import type { Reading } from '../../coarse/reading.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { isPacked } from '../../space/encoding.ts';
import { filterSize, pairShellsOf } from './geometry.ts';
import type { TrainConfig } from './types.ts';

/** What the filter of a training reads of its block. */
export function readingOf({ inputs = 'spins', reach = 1 }: Pick<TrainConfig, 'inputs' | 'reach'>): Reading {
  return { inputs, reach };
}

/**
 * Checks what filters read, and the components that are known.
 * @throws BlockspinError for products of values that have none, and known components of another block
 */
export function checkKnown(config: TrainConfig): void {
  checkReading(config, readingOf(config));
  for (const [n, component] of (config.known ?? []).entries()) {
    checkReading(config, component);
    checkComponent(config, component, n);
  }
}

function checkReading(config: TrainConfig, { inputs }: Reading): void {
  if (inputs === 'spins') return;
  const encoding = config.model.encoding(config);
  const bad = (expected: string, got: string, remedy = phrase`use ${setting('inputs', 'spins')}`) =>
    new BlockspinError({ setting: setting('inputs', inputs), expected, got, remedy });
  if (!isPacked(encoding)) throw bad('values of two or of a few states, of which two are equal or not', encoding.kind);
  if (inputs === 'both' && encoding.kind !== 'bits') throw bad('values of two states', `${encoding.kind} values`, phrase`use ${setting('inputs', 'products')}`);
  if (pairShellsOf(config).length > 0) return;
  throw config.sites
    ? bad('edges that join values of the block', 'none in the lists of sites')
    : bad('neighbours in the block', 'a block of one site', phrase`use a larger ${setting('block')}`);
}

function checkComponent(config: TrainConfig, { inputs, reach, states, weights, biases }: KnownComponent, n: number): void {
  const logits = states === 2 ? 1 : states;
  const length = filterSize({ ...config, inputs, reach });
  const rows = weights.map((row) => row.length);
  if (rows.length === logits && rows.every((row) => row === length) && biases.length === logits) return;
  throw new BlockspinError({
    setting: 'known',
    expected: `${logits} x ${length} weights and ${logits} biases in component ${n}, of ${inputs} of the block and ${states} states`,
    got: `${rows.length} x ${[...new Set(rows)].join(' or ')} weights and ${biases.length} biases`,
    remedy: 'give components that were trained on a block of the same form',
  });
}
