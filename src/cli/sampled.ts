/** Configurations of a model, sampled for a verb that reads them. */
import { checkStopped } from '../core/async.ts';
import { sampleChains, spacingOf } from '../sample/policy.ts';
import type { Host } from './host.ts';
import type { SampleOptions } from './models.ts';
import type { Given } from './options.ts';
import { groupsOf, samplerOf } from './sampler.ts';

/** What is sampled. */
interface Sampled {
  /** Named in the scope of the device. */
  readonly verb: string;
  readonly options: SampleOptions;
  /** Autocorrelation times between two configurations of a chain, as expected of the model. */
  readonly times: number;
}

/**
 * Passes on the configurations of all chains after each measurement, chain after chain.
 * @param take (count, sites..., channels)
 */
export async function eachSampled(
  host: Host,
  given: Given,
  { verb, options, times }: Sampled,
  take: (values: ArrayLike<number | bigint>, count: number) => Promise<void>,
): Promise<void> {
  const device = await host.openDevice(given.adapter as string | undefined);
  const scope = device.scope(verb);
  try {
    const [point] = options.points;
    host.err(`sampling ${options.model.name} at ${options.model.control.symbol} = ${point} on ${device.adapter.name}\n`);
    const progress = async () => checkStopped(host.signal);
    const { chains, burner, start } = await samplerOf(device, scope, options, [point], progress);
    const { samples: slots } = options;
    const range = { first: 0, groups: groupsOf(options) };
    await sampleChains(
      chains,
      { ranges: [range], point, start, slots, spacing: spacingOf(chains, point, times), burner, each: ({ data, shape }) => take(data, shape[0]) },
      progress,
    );
  } finally {
    scope.dispose();
    device.close();
  }
}
