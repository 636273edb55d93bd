import { BlockspinError } from '../../core/errors.ts';
import { MOST_REPLICAS } from '../../core/limits.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { Ledger } from '../../gpu/ledger.ts';
import type { Capacity } from '../../gpu/memory.ts';
import { differentLengths } from '../../space/lengths.ts';
import type { Rows } from '../config/budget.ts';
import type { TrainConfig } from '../config/config.ts';
import { Ensemble } from './ensemble.ts';
import { hostMemory } from './host_memory.ts';
import { pointsOf } from './layout.ts';

/** The memory that an ensemble would take, computed without allocating it. */
interface MemoryEstimate {
  /** On the device, as long as the ensemble lives. */
  bytes: number;
  /** On the device, while the largest tensor is read. */
  readback: number;
  /** Main memory, beside the buffers of a software adapter. */
  host: number;
  /** Replicas per shard, so that every buffer fits one binding, and all of them fit the device. */
  shardSize: number;
}

interface MemoryOptions {
  /** Whether the run writes checkpoints. */
  checkpoints?: boolean;
  /** Replicas per shard if they are fixed, as in a resumed run. */
  shardSize?: number;
  /** Rows of the history where a training has no end. */
  ring?: Rows;
}

/** Shards are not made smaller than this to save memory: they run one after another, and few replicas do not fill a device. */
const SMALLEST_SHARD = 64;

/**
 * Lays an ensemble out on a ledger. Where it would not fit the device, its shards are made smaller, since they share their
 * scratch memory.
 * @throws BlockspinError where it does not fit the device or the main memory, with the bytes it would take and the
 *   number of replicas that fit, before anything is allocated
 */
export function planMemory(device: Capacity, config: TrainConfig, options: MemoryOptions = {}): MemoryEstimate {
  const points = pointsOf(config);
  checkSingle(device, config);
  const estimate = (replicas: number, shardSize: number) => estimateOf(device, { ...config, replicas }, shardSize, options);
  const room = roomOf(device);
  const largest = options.shardSize ?? wholeShard(Math.min(largestShard(device, config), config.replicas * points), points);
  const smallest = options.shardSize ?? wholeShard(Math.min(largest, SMALLEST_SHARD), points);
  let found = estimate(config.replicas, largest);
  while (excess(found, room) && found.shardSize > smallest) found = estimate(config.replicas, Math.max(smallest, wholeShard(found.shardSize / 2, points)));
  const over = excess(found, room);
  if (!over) return found;

  const fits = mostReplicas((replicas) => !excess(estimate(replicas, smallest), room), config.replicas);
  throw new BlockspinError({
    who: 'memory for the ensemble',
    expected: `at most ${over.most} bytes ${over.place}`,
    got: `${over.bytes} bytes for ${config.replicas} replicas at each of ${points} points`,
    remedy:
      fits >= 1
        ? phrase`use ${setting('replicas', fits)}, which fit, or a smaller ${setting('batch')}`
        : phrase`use a smaller ${setting('batch')}, ${setting('shell')} or number of ${setting('chains')}, or fewer points`,
    code: 'memory',
  });
}

/** The same number of replicas of every point per shard, if they fit: shards are then equally large. */
function wholeShard(most: number, points: number): number {
  return most < points ? Math.ceil(most) : Math.floor(most / points) * points;
}

interface Excess {
  bytes: number;
  most: number;
  place: string;
}

/** Memory available for an ensemble. */
interface Room {
  name: string;
  /** Bytes of the device. On a software adapter this is main memory, which has to hold everything else as well. */
  device: number;
  main: number;
  shared: boolean;
}

function roomOf({ adapter, budget, live, mainMemory }: Capacity): Room {
  const left = (most: number) => Math.floor(most - live.bytes);
  if (adapter.software) return { name: adapter.name, device: left(Math.min(budget, mainMemory)), main: Number.POSITIVE_INFINITY, shared: true };
  return { name: adapter.name, device: left(budget), main: Math.floor(mainMemory), shared: false };
}

function excess({ bytes, readback, host }: MemoryEstimate, room: Room): Excess | undefined {
  const onDevice = bytes + readback + (room.shared ? host : 0);
  if (onDevice > room.device) return { bytes: onDevice, most: room.device, place: `on ${room.name}${room.shared ? ', in main memory' : ''}` };
  if (host > room.main) return { bytes: host, most: room.main, place: 'of main memory' };
  return undefined;
}

/** A number of replicas that fit, close to the largest: shards are as even as possible, so a few more replicas may take a little less. */
function mostReplicas(fits: (replicas: number) => boolean, tooMany: number): number {
  let [most, least] = [0, tooMany];
  while (least - most > 1) {
    const middle = Math.floor((most + least) / 2);
    if (fits(middle)) most = middle;
    else least = middle;
  }
  return most;
}

/**
 * The memory of an ensemble, laid out on a ledger up to the third shard; each further one takes as much as the third. The last
 * bytes of a buffer may be rounded differently, and shards that are not full take a little less.
 */
function estimateOf(device: Capacity, config: TrainConfig, shardSize: number, { checkpoints = false, ring }: MemoryOptions): MemoryEstimate {
  const points = pointsOf(config);
  const laidOut = (replicas: number, size: number): MemoryEstimate => {
    const { ledger, ensemble } = onPaper(device, { ...config, replicas }, size, ring);
    const readback = Math.max(...Object.values(ensemble.memory).map(({ bytes }) => bytes));
    return { bytes: ledger.bytes, readback, host: hostMemory(ensemble, checkpoints), shardSize };
  };
  const whole = wholeShard(shardSize, points);
  const [two, three] = [2, 3].map((shards) => (whole % points === 0 ? (shards * whole) / points : shards * whole));
  if (config.replicas <= three) return laidOut(config.replicas, shardSize);
  const [from, to] = [laidOut(two, whole), laidOut(three, whole)];
  const further = (config.replicas - two) / (three - two);
  const at = (of: 'bytes' | 'host') => Math.ceil(from[of] + further * (to[of] - from[of]));
  return { bytes: at('bytes'), readback: Math.max(from.readback, to.readback), host: at('host'), shardSize };
}

function onPaper(device: Capacity, config: TrainConfig, shardSize: number, ring?: Rows): { ledger: Ledger; ensemble: Ensemble } {
  const ledger = new Ledger(device);
  const ensemble = new Ensemble(ledger, config, shardSize, ring);
  ensemble.dispose();
  return { ledger, ensemble };
}

/** @throws BlockspinError where a buffer of a single replica is too large for a binding. */
function checkSingle(device: Capacity, config: TrainConfig): void {
  const most = device.largestBuffer;
  const tooLarge = onPaper(device, { ...config, replicas: 1 }, 1).ledger.buffers.find(({ bytes }) => bytes > most);
  if (!tooLarge) return;
  throw new BlockspinError({
    who: `memory for ${tooLarge.label}`,
    expected: `at most ${most} bytes in one buffer on ${device.adapter.name}`,
    got: `${tooLarge.bytes} bytes for a single replica`,
    remedy: phrase`use a smaller ${setting('batch')}, ${setting('shell')} or number of ${setting('chains')}`,
    code: 'memory',
  });
}

/** Replicas whose largest buffer still fits one binding; buffers grow in proportion. */
function largestShard(device: Capacity, config: TrainConfig): number {
  // One point, unless chains need those of all others.
  const temperature = config.model.together?.(config) ? config.temperature : config.temperature.slice(0, 1);
  const largest = { ...config, temperature, buffer: differentLengths(config.buffer).slice(-1) };
  const points = pointsOf(largest);
  const buffersOf = (replicas: number) => onPaper(device, { ...largest, replicas }, replicas * points).ledger.buffers;
  const one = buffersOf(1);
  const growing = buffersOf(2).map(({ bytes }, i) => (bytes - one[i].bytes) / points);
  return Math.max(1, Math.min(MOST_REPLICAS, Math.floor(device.largestBuffer / Math.max(...growing))));
}
