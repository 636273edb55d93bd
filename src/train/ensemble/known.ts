import type { KnownComponent, KnownTensors } from '../../coarse/known.ts';
import type { PairTable } from '../../coarse/reading.ts';
import type { CoarseShape } from '../../coarse/shape.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { TrainConfig } from '../config/config.ts';
import { pairShellsOf } from '../config/geometry.ts';
import { standardised } from './response.ts';

/** The known components of a training on the device, the same for every replica. */
export function uploadKnown(scope: Scope, { known = [] }: TrainConfig, replicas: number, block: Pick<CoarseShape, 'encoding' | 'visible'>): KnownTensors[] {
  const repeated = (values: readonly number[]) => Float32Array.from({ length: replicas * values.length }, (_, i) => values[i % values.length]);
  return known.map((component, n) => {
    const { weights, biases } = inInputs(component, block);
    return {
      component,
      w: scope.upload('f32', [replicas, weights.length, weights[0].length], `known${n}`, repeated(weights.flat())),
      biases: scope.upload('f32', [replicas, biases.length], `known${n}.bias`, repeated(biases)),
    };
  });
}

/** A component in units of the data as one of the inputs of a filter, which are standardised. */
function inInputs({ inputs, weights, biases }: KnownComponent, block: Pick<CoarseShape, 'encoding' | 'visible'>): Pick<KnownComponent, 'weights' | 'biases'> {
  const units = block.encoding.kind === 'reals' ? block.encoding.units : undefined;
  if (inputs !== 'spins' || !units) return { weights, biases };
  const { centre } = units;
  return {
    weights: weights.map((row) => standardised(row, block)),
    biases: weights.map((row, l) => row.reduce((sum, weight, i) => sum + weight * centre[i % centre.length], biases[l])),
  };
}

/** The pairs of neighbours in the block on the device; undefined where nothing reads products. */
export function uploadPairs(scope: Scope, config: TrainConfig): PairTable | undefined {
  const reach = Math.max(0, ...[config, ...(config.known ?? [])].map(({ inputs = 'spins', reach = 1 }) => (inputs === 'spins' ? 0 : reach)));
  if (reach === 0) return undefined;
  const shells = pairShellsOf(config).slice(0, reach);
  const counts = Array.from({ length: reach }, (_, r) => shells.slice(0, r + 1).flat().length);
  const pairs = shells.flat();
  return { pairs: scope.upload('u32', [pairs.length, 2], 'pairs', Uint32Array.from(pairs.flat())), counts };
}
