import type { Device } from '../src/gpu/device.ts';
import { Plan } from '../src/gpu/plan.ts';
import { type Bottleneck, bottleneckOf, floorOf, type Rates, times } from './floor.ts';
import { spread } from './numbers.ts';
import type { Measured } from './record.ts';
import type { Built, Effort, FloorName } from './row.ts';
import { Timer } from './timer.ts';

/** Intervals of a row whose runs are much longer than an interval should be. */
const FEWEST_SAMPLES = 3;
/** Most dispatches that a query set can time. */
const MOST_PROFILED = 2048;

/** What rows are compared with. */
export interface Yardstick {
  /** Rates of the floors, once all are measured. */
  rates?: Rates;
  /** Bytes that fit a cache. */
  cached: number;
  /** Runs between the intervals of a row. */
  calibration: Timer;
}

const BOTTLENECK: Record<FloorName, Bottleneck> = {
  dispatch: 'launch',
  copy: 'bandwidth',
  'copy in cache': 'bandwidth',
  fp32: 'arithmetic',
  integer: 'arithmetic',
};

/**
 * Times a row that has been validated. Its intervals alternate with those of the calibration, so that changes in the speed
 * of the machine affect both alike.
 * @param floor the floor that the row itself measures, if any
 */
export async function measure(
  device: Device,
  { run, units, counted, work }: Built,
  effort: Effort,
  yardstick: Yardstick,
  floor?: FloorName,
): Promise<Measured> {
  const timer = new Timer(run, effort.seconds);
  await timer.warm();
  const [walls, rates, calibrated]: number[][] = [[], [], []];
  let total = 0;
  const most = 2 * effort.samples * effort.seconds;
  while (walls.length < effort.samples && (total < most || walls.length < FEWEST_SAMPLES)) {
    const before = await counted?.();
    const seconds = await timer.interval();
    const done = before === undefined ? timer.count * units : ((await counted?.()) as number) - before;
    const beside = await yardstick.calibration.rate();
    walls.push(seconds / timer.count);
    rates.push(done / seconds);
    calibrated.push(timer.count / seconds / beside);
    total += seconds;
  }
  const wall = spread(walls);
  // Where units are counted, speeds are those of one unit.
  const per = spread(counted ? calibrated.map((speed, i) => speed * rates[i] * walls[i]) : calibrated);
  const least = yardstick.rates && !floor ? floorOf(work, yardstick.rates, yardstick.cached) : null;
  const bound = least && bottleneckOf(least);
  // Seconds of the calibration in the intervals beside the row.
  const beside = wall.median * spread(calibrated).median;
  return {
    rate: spread(rates),
    wall,
    gpu: await gpuTime(device, run, effort),
    samples: walls.length,
    runs_per_sample: timer.count,
    work,
    calibrated: per,
    floor: least && times(least, beside),
    bound_by: bound?.by ?? BOTTLENECK[floor ?? 'dispatch'],
    fraction: bound && bound.least * per.median,
  };
}

async function gpuTime(device: Device, run: Built['run'], { samples }: Effort) {
  if (!device.timestamps || !(run instanceof Plan) || run.dispatches.length > MOST_PROFILED) return null;
  const times: number[] = [];
  for (let i = 0; i < Math.min(samples, FEWEST_SAMPLES); i++) times.push((await run.profile(1)).reduce((sum, ms) => sum + ms / 1000, 0));
  return spread(times);
}
