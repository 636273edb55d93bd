import { checkStopped } from '../../core/async.ts';
import type { Device } from '../../gpu/device.ts';
import type { TrainConfig } from '../config/config.ts';
import type { RunCheckpoint } from './checkpoint.ts';
import { samplingRequest } from './sampling.ts';

/** The value of the setting `algorithm` that lets the model choose. */
const AUTO = 'auto';

/**
 * A configuration with the algorithm that moves its chains. 'auto' takes the one that gives independent samples soonest on this
 * device. This choice depends on the clock, so 'auto' is not the default of a training, and a resumed run keeps its first choice.
 * @param signal stops the measurement
 * @returns the same configuration where it names an algorithm
 */
export async function withAlgorithm(device: Device, config: TrainConfig, resume?: RunCheckpoint, signal?: AbortSignal): Promise<TrainConfig> {
  const { model } = config;
  if (config.algorithm !== AUTO || !model.choose) return config;
  const chosen = resume?.position.algorithm ?? (await model.choose(device, samplingRequest(config), async () => checkStopped(signal))).chosen;
  return { ...config, algorithm: chosen as TrainConfig['algorithm'] };
}
