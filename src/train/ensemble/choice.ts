import { checkStopped } from '../../core/async.ts';
import type { Device } from '../../gpu/device.ts';
import type { TrainConfig } from '../config/config.ts';
import type { RunCheckpoint } from './checkpoint.ts';
import { samplingRequest } from './sampling.ts';

/** What the setting `algorithm` means where the model is to choose one. */
const AUTO = 'auto';

/**
 * A configuration with the algorithm that moves its chains. 'auto' is what gives independent samples soonest on this device:
 * the choice depends on the clock, so that it is no default of a training, and a run that goes on keeps the choice it began with.
 * @param signal stops the measurement
 * @returns the same configuration where it names an algorithm
 */
export async function withAlgorithm(device: Device, config: TrainConfig, resume?: RunCheckpoint, signal?: AbortSignal): Promise<TrainConfig> {
  const { model } = config;
  if (config.algorithm !== AUTO || !model.choose) return config;
  const chosen = resume?.position.algorithm ?? (await model.choose(device, samplingRequest(config), async () => checkStopped(signal))).chosen;
  return { ...config, algorithm: chosen as TrainConfig['algorithm'] };
}
