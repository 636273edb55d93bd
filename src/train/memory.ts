import { BlockspinError } from '../core/errors.ts';
import { type Device, Ledger } from '../gpu/device.ts';
import type { TrainConfig } from './config.ts';
import { Ensemble } from './ensemble.ts';

/** What an ensemble would take of a device, found out without taking it. */
export interface MemoryEstimate {
  bytes: number;
  /** Replicas per group, so that every buffer fits one binding. */
  groupSize: number;
}

function measure(device: Device, config: TrainConfig, groupSize: number): Ledger {
  const ledger = new Ledger(device);
  new Ensemble(ledger, config, groupSize).dispose();
  return ledger;
}

/**
 * Lays an ensemble out on paper.
 * @throws BlockspinError where it does not fit the device, with the bytes it would take and the largest number of
 *   replicas that fits, before anything is allocated
 */
export function planMemory(device: Device, config: TrainConfig): MemoryEstimate {
  const points = config.temperature.length * config.buffer.length;
  const single = measure(device, { ...config, replicas: 1 }, 1);
  const most = device.largestBuffer;
  const tooLarge = single.buffers.find(({ bytes }) => bytes > most);
  if (tooLarge) {
    throw new BlockspinError({
      who: `memory for ${tooLarge.label}`,
      expected: `at most ${most} bytes in one buffer on ${device.adapter.name}`,
      got: `${tooLarge.bytes} bytes for a single replica`,
      remedy: 'use a smaller --batch, --shell or number of --chains',
      code: 'memory',
    });
  }
  const groupSize = largestGroup(device, config);
  const { bytes } = measure(device, config, groupSize);
  const left = Math.floor(device.budget - device.live.bytes);
  if (bytes > left) {
    const perReplica = (bytes - single.bytes) / Math.max(1, (config.replicas - 1) * points);
    const fits = Math.floor(1 + (left - single.bytes) / perReplica / points);
    throw new BlockspinError({
      who: 'memory for the ensemble',
      expected: `at most ${left} bytes on ${device.adapter.name}`,
      got: `${bytes} bytes for ${config.replicas} replicas at each of ${points} points`,
      remedy:
        fits >= 1 ? `use --replicas ${fits}, the most that fit, or a smaller --batch` : 'use a smaller --batch, --shell or number of --chains, or fewer points',
      code: 'memory',
    });
  }
  return { bytes, groupSize };
}

/** Replicas whose largest buffer still fits one binding; buffers grow in proportion. */
function largestGroup(device: Device, config: TrainConfig): number {
  const all = measure(device, { ...config, replicas: 2, temperature: [config.temperature[0]], buffer: [Math.max(...config.buffer)] }, 2);
  const one = measure(device, { ...config, replicas: 1, temperature: [config.temperature[0]], buffer: [Math.max(...config.buffer)] }, 1);
  const growing = all.buffers.map(({ bytes }, i) => bytes - one.buffers[i].bytes);
  return Math.max(1, Math.min(65535, Math.floor(device.largestBuffer / Math.max(...growing))));
}
