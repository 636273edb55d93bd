import { BlockspinError } from '../core/errors.ts';
import type { Chains } from './chains.ts';

/** The exact state of a set of chains: restored into equal chains, the trajectory goes on bit for bit. */
export interface Checkpoint {
  readonly model: string;
  readonly saved: Readonly<Record<string, Uint32Array>>;
}

/** Reads the state of the chains from the GPU. */
export async function checkpoint(chains: Chains): Promise<Checkpoint> {
  const saved: Record<string, Uint32Array> = {};
  for (const [name, tensor] of Object.entries(chains.saved)) saved[name] = await tensor.read();
  return { model: chains.model, saved };
}

/**
 * Puts a state back into chains made with the same options.
 * @throws BlockspinError when the state belongs to another model or another size
 */
export function restore(chains: Chains, { model, saved }: Checkpoint): void {
  const expected = Object.entries(chains.saved).map(([name, tensor]) => `${name} ${tensor.bytes / 4}`);
  const got = Object.entries(saved).map(([name, words]) => `${name} ${words.length}`);
  if (model !== chains.model || expected.join() !== got.join()) {
    throw new BlockspinError({
      who: 'checkpoint',
      expected: `${chains.model} with words ${expected.join(', ')}`,
      got: `${model} with ${got.join(', ')}`,
      remedy: 'make the chains with the options the checkpoint was taken with',
    });
  }
  for (const [name, words] of Object.entries(saved)) chains.saved[name].write(words);
}
