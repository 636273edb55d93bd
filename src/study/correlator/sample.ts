/** Configurations of a model at one point, one measurement of all chains after another. */
import type { Estimate } from '../../core/statistics.ts';
import type { AdapterRecord } from '../../gpu/adapter.ts';
import type { Device } from '../../gpu/device.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Model, Settings } from '../../model/model.ts';
import type { Chains, Start } from '../../sample/chains.ts';
import type { Configurations } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import { MEASURED, sampleChains, spacingOf } from '../../sample/policy.ts';

/** The configurations that are wanted. */
export interface SampleRequest {
  model: Model;
  settings: Settings;
  /** Value of the control parameter. */
  point: number;
  start: Start;
  /** A multiple of 32. */
  chains: number;
  measurements: number;
  /** Sweeps; by default from the expected relaxation of the model. */
  spacing?: number;
  /** Autocorrelation times between measurements where no spacing is given; half of one by default. */
  times?: number;
  burn?: number;
  seed: number;
}

/** How configurations were sampled. */
export interface Sampled {
  algorithm: string;
  burn: number;
  spacing: number;
  /** Whether no observable depends on the start of the chains any more. */
  thermal: boolean;
  /** Whether flipping all spins at once leaves the weight of a configuration unchanged. */
  flipSymmetric: boolean;
  /** Of a height field: g from the windings; Infinity where nothing winds. */
  stiffness?: Estimate;
}

/** Callbacks of a sampler. */
interface SampleHooks {
  /** One configuration of every chain. */
  add(configurations: Configurations): Promise<void>;
  /** Called with the fraction done; throws to stop. */
  progress(fraction: number): Promise<void>;
}

/** Samples models, on a device or in a test. */
export interface Sampler {
  readonly adapter: AdapterRecord;
  sample(request: SampleRequest, hooks: SampleHooks): Promise<Sampled>;
}

/**
 * The sampler of a device. The chains are moved by the fastest method that the model recommends. No choice depends on the clock,
 * so the same request gives the same configurations on every adapter.
 */
export function deviceSampler(device: Device): Sampler {
  return {
    adapter: device.adapter,
    async sample(request, { add, progress }) {
      const scope = device.scope('correlator');
      try {
        const { point, start, measurements, burn } = request;
        const chains = requestedChains(scope, request);
        const spacing = request.spacing ?? spacingOf(chains, point, request.times ?? MEASURED);
        const ranges = [{ first: 0, groups: chains.groups }];
        const sampled = await sampleChains(chains, { ranges, point, start, slots: measurements, spacing, burn, each: add }, progress);
        const { stiffness } = chains.observables(sampled.series, point);
        return {
          algorithm: chains.algorithm,
          burn: sampled.burn,
          spacing,
          thermal: Object.values(sampled.thermalisation).every((check) => check.thermal),
          flipSymmetric: chains.flipSymmetric,
          ...(stiffness ? { stiffness: { mean: stiffness.mean, error: stiffness.error } } : {}),
        };
      } finally {
        scope.dispose();
      }
    },
  };
}

function requestedChains(scope: Scope, { model, settings, point, start, chains, seed }: SampleRequest): Chains {
  const plain = model.chains(scope, { settings, points: new Array<number>(chains / CHAINS_PER_GROUP).fill(point), seed, start });
  // Chains that are independent after a sweep need no wrapper.
  return plain.relaxation(point) <= 1 ? plain : (model.quickest?.(scope, plain) ?? plain);
}
