import type { Device } from '../src/gpu/device.ts';
import { Plan } from '../src/gpu/plan.ts';
import { type Bound, boundOf, floorOf, type Rates, times } from './floor.ts';
import { Mill } from './mill.ts';
import { spread } from './numbers.ts';
import type { Measured } from './record.ts';
import type { Built, Effort, FloorName } from './row.ts';

/** A row that is far longer than its window is sampled so often. */
const FEWEST_SAMPLES = 3;
/** Dispatches a query set has room for. */
const MOST_PROFILED = 2048;

/** What rows are held against: rates of the floors by the calibration, bytes that the cached one covers, and what is run in between. */
export interface Yardstick {
  rates?: Rates;
  cached: number;
  calibration: Mill;
}

const BOUND: Record<FloorName, Bound> = { dispatch: 'launch', copy: 'bandwidth', 'copy in cache': 'bandwidth', fp32: 'arithmetic', integer: 'arithmetic' };

/**
 * Times a row that has been validated. Its windows take turns with those of the calibration, so that both meet the same
 * moods of the machine.
 */
export async function measure(
  device: Device,
  { run, units, counted, work }: Built,
  effort: Effort,
  yardstick: Yardstick,
  floor?: FloorName,
): Promise<Measured> {
  const mill = new Mill(run, effort.seconds);
  await mill.warm();
  const [walls, rates, calibrated]: number[][] = [[], [], []];
  let total = 0;
  const most = 2 * effort.samples * effort.seconds;
  while (walls.length < effort.samples && (total < most || walls.length < FEWEST_SAMPLES)) {
    const before = await counted?.();
    const seconds = await mill.window();
    const done = before === undefined ? mill.count * units : ((await counted?.()) as number) - before;
    const beside = await yardstick.calibration.turn();
    walls.push(seconds / mill.count);
    rates.push(done / seconds);
    calibrated.push(mill.count / seconds / beside);
    total += seconds;
  }
  const wall = spread(walls);
  // Where units are counted, a run is as long as one of them.
  const per = spread(counted ? calibrated.map((speed, i) => speed * rates[i] * walls[i]) : calibrated);
  const least = yardstick.rates && !floor ? floorOf(work, yardstick.rates, yardstick.cached) : null;
  const bound = least && boundOf(least);
  // Seconds of the calibration in the windows beside the row.
  const beside = wall.median * spread(calibrated).median;
  return {
    rate: spread(rates),
    wall,
    gpu: await gpuTime(device, run, effort),
    samples: walls.length,
    runs_per_sample: mill.count,
    work,
    calibrated: per,
    floor: least && times(least, beside),
    bound_by: bound?.by ?? BOUND[floor ?? 'dispatch'],
    fraction: bound && bound.least * per.median,
  };
}

async function gpuTime(device: Device, run: Built['run'], { samples }: Effort) {
  if (!device.timestamps || !(run instanceof Plan) || run.dispatches.length > MOST_PROFILED) return null;
  const times: number[] = [];
  for (let i = 0; i < Math.min(samples, FEWEST_SAMPLES); i++) times.push((await run.profile(1)).reduce((sum, ms) => sum + ms / 1000, 0));
  return spread(times);
}
