import type { Ensemble } from './ensemble/ensemble.ts';

/**
 * Compiles the plans of a training while its chains are brought to equilibrium: processor and GPU work at the same time. What moves the chains
 * is compiled before, and what measures them overtakes what has not begun. Whoever needs the plans then prepares the ensemble as ever.
 */
export class Beside {
  readonly #stop = new AbortController();
  #compiling: Promise<void> | undefined;
  #failed: { error: unknown } | undefined;

  constructor(readonly ensemble: Ensemble) {}

  /**
   * Whether an ensemble is compiled beside its sampling: not where the adapter computes on the cores that compile, and both together would
   * take as long, nor where there is nothing to sample.
   */
  static pays({ device, config }: Ensemble): boolean {
    return !device.adapter.software && !config.data;
  }

  /** Called when the chains move for the first time, and now and then. @throws the error of the compilation */
  go(): void {
    this.#compiling ??= this.ensemble.compile(this.#stop.signal).catch((error) => {
      this.#failed = { error };
    });
    if (this.#failed) throw this.#failed.error;
  }

  /** Drops what has not begun, and waits for the rest: nothing goes on behind a run that has ended. */
  async end(): Promise<void> {
    this.#stop.abort();
    await this.#compiling;
  }
}
