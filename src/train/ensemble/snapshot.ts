import { Scope } from '../../gpu/scope.ts';
import { copying, submit } from '../../gpu/submission.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import type { Ensemble } from './ensemble.ts';

/** Weights, moments, counters and sums of all replicas at one moment, kept on the GPU. The chains go on. */
export class Snapshot {
  readonly #scope: Scope;
  readonly #pairs: (readonly [Tensor, Tensor])[];

  constructor(readonly ensemble: Ensemble) {
    this.#scope = new Scope(ensemble.device, 'snapshot');
    // Steps of a ring are never made twice: their numbers are the counters of random numbers.
    const left = ensemble.ring ? ['step', 'history'] : ['history'];
    this.#pairs = ensemble.shards.flatMap(({ memory }) =>
      Object.entries(memory)
        .filter(([name]) => !left.includes(name))
        .map(([name, tensor]) => [tensor, this.#scope.tensor(tensor.dtype, tensor.shape, name)] as const),
    );
    this.#copy(this.#pairs);
  }

  /** Puts everything back as it was. */
  restore(): void {
    this.#copy(this.#pairs.map(([tensor, kept]) => [kept, tensor]));
  }

  dispose(): void {
    this.#scope.dispose();
  }

  #copy(pairs: readonly (readonly [Tensor, Tensor])[]): void {
    submit(
      this.ensemble.device,
      'snapshot',
      pairs.map(([source, target]) => copying(source, target)),
    );
  }
}
