import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { GroupRange } from '../sample/groups.ts';
import { isPacked } from '../space/encoding.ts';
import type { Part } from '../view/gather.ts';
import { readingOf } from './config/known.ts';
import type { Ensemble } from './ensemble/ensemble.ts';

/** Where configurations lie on the GPU, for kernels and drawings that read them there. A reset makes new ones. */
export interface StateHandle {
  /**
   * (groups, values) words, bit = chain, where `packing` is 'bits'; (groups, values, 32) words, chain last, where it is 'words'.
   */
  readonly tensor: Tensor<'u32'>;
  readonly packing: 'bits' | 'words';
  /** Extents of one configuration, the values of a site last where there are several. */
  readonly shape: readonly number[];
  /** Groups of 32 chains of the point, by part. */
  readonly groups: Readonly<Record<Part, GroupRange>>;
}

/** Where the filter of a replica lies on the GPU. A reset makes new ones. */
export interface FilterHandle {
  /** Parameters of all replicas of a shard. */
  readonly tensor: Tensor<'f32'>;
  /** First number of the filter, and of the filter of the next replica of the shard counted from it. */
  readonly offset: number;
  readonly stride: number;
  /** Of the replica within its shard. */
  readonly row: number;
  /** Linear functions of a block, and values of the block. */
  readonly logits: number;
  readonly values: number;
}

/** @param index of the temperature */
export function stateHandle({ chains, config, layout }: Ensemble, index: number): StateHandle {
  const groups = { training: layout.groups('training', index), 'held out': layout.groups('held out', index), validation: layout.groups('validation', index) };
  return { tensor: chains.state, packing: isPacked(config.model.encoding(config)) ? 'bits' : 'words', shape: chains.shape, groups };
}

/** @throws BlockspinError for a filter that is not linear, or reads products: it has no weights of values */
export function filterHandle({ shards, config }: Ensemble, replica: number): FilterHandle {
  const { inputs } = readingOf(config);
  if (inputs !== 'spins')
    throw new BlockspinError({ who: 'filter', expected: 'a filter of the values', got: inputs, remedy: phrase`use ${setting('inputs', 'spins')}` });
  const shard = shards.find(({ first, replicas }) => replica >= first && replica < first + replicas);
  if (!shard || shard.shapes.coarse.hidden.length > 0) {
    throw new BlockspinError({
      who: 'filter',
      expected: 'a replica with a linear filter',
      got: shard ? `hidden layers ${shard.shapes.coarse.hidden.join(', ')}` : `replica ${replica}`,
      remedy: 'use a linear filter, and one of its replicas',
    });
  }
  const { arena } = shard;
  const { first, count } = arena.slice('lambda');
  const values = shard.shapes.coarse.visible;
  return {
    tensor: arena.parameters,
    offset: (replica - shard.first) * arena.stride + first,
    stride: arena.stride,
    row: replica - shard.first,
    logits: count / values,
    values,
  };
}
