import type { Tensor } from '../gpu/tensor.ts';
import type { Tape } from '../graph/tape.ts';
import { type Encoding, inputsOf } from '../space/encoding.ts';
import type { InputsName } from '../space/inputs.ts';
import { products } from './products.ts';

/** What a component of H reads of the block. */
export interface Reading {
  readonly inputs: InputsName;
  /** Of the neighbours whose products it reads: 1 for the nearest ones. */
  readonly reach: number;
}

/** Pairs of neighbours in a block. */
export interface PairTable {
  /** (pairs, 2) numbers of values in the block, the nearest ones first. */
  readonly pairs: Tensor<'u32'>;
  /** How many of them are within reach 1, 2, ... */
  readonly counts: readonly number[];
}

/**
 * Reads blocks in different ways; products are computed once for each.
 * @param visible blocks as they were gathered: packed (R, K, words) or values (R, K, inputs)
 * @param bits of a block
 * @param table needed only where products are read
 */
export function blockReader(tape: Tape, visible: Tensor, bits: number, encoding: Encoding, table?: PairTable): (reading: Reading) => Tensor {
  const done = new Map<string, Tensor>();
  return ({ inputs, reach }) => {
    if (inputs === 'spins' || !table) return visible;
    const key = `${inputs} ${reach}`;
    const PAIRS = table.counts[reach - 1];
    const COPIED = inputs === 'both' ? bits : 0;
    const options = { W: Math.ceil((COPIED + PAIRS) / 32), Q: inputsOf(encoding), COPIED, PAIRS };
    const read = done.get(key) ?? tape.apply(products, { visible }, { options, extras: { pairs: table.pairs } }).bits;
    done.set(key, read);
    return read;
  };
}
