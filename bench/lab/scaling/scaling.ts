/**
 * Time and memory against size: series of rows that differ in one number. Each point is measured as the rows of the table
 * are. The last point of a series may be a refusal, where the size does not fit the device.
 */
import type { Device } from '../../../src/gpu/device.ts';
import type { Scope } from '../../../src/gpu/scope.ts';
import { median, type Spread } from '../../numbers.ts';
import type { BenchRecord, Timed } from '../../record.ts';
import type { Built, Effort, Row } from '../../row.ts';
import type { Suite } from '../../suite.ts';
import { type PowerLaw, powerLaw } from './fit.ts';

/** A series ends with the first point whose run takes longer, in seconds. */
const LONGEST = 0.6;
/** A point takes part in a fit when its run takes so many times as long as its launches alone. */
export const BEYOND = 4;

/** Rows that differ in one number. */
export interface Series {
  /** Name of the curve: the model, or the bound. */
  curve: string;
  /** The sizes that all points share, as text. */
  fixed: string;
  group: 'sampling' | 'training';
  /** The number in which the points differ. */
  parameter: 'L' | 'chains' | 'R' | 'K' | '|E|';
  unit: string;
  /** Ascending sizes of a quick and of a full run; `hardware` adds to the full run on a GPU. */
  sizes: Record<Effort['name'], readonly number[]> & { hardware?: readonly number[] };
  /** The number plotted for a size; default: the size itself. */
  at?: (n: number) => number;
  make: (device: Device, scope: Scope, n: number) => Promise<Built>;
  /** Bytes of a point that the benchmark needs and a training of the default length does not. */
  spare?: (device: Device, n: number) => number;
}

/** A point of a series, as stored lines name it. */
interface SeriesPoint extends Pick<Series, 'curve' | 'fixed' | 'parameter'> {
  n: number;
  /** Bytes on the device of everything that a run needs; null where it was refused. */
  bytes: number | null;
}

/** A line of the benchmark; those of the floors belong to no series. */
export type ScalingRecord = BenchRecord & { scaling?: SeriesPoint };

/** Name of a series for --only and --list. */
export const nameOf = ({ curve, fixed, parameter }: Pick<Series, 'curve' | 'fixed' | 'parameter'>) => `${curve}, ${fixed}, against ${parameter}`;

/**
 * Measures a series up to its last size, the first refusal, or the first run that takes too long.
 * @param told takes each line when it is measured
 * @throws BlockspinError when the device is lost
 */
export async function measureSeries(suite: Suite, series: Series, told: (record: ScalingRecord) => Promise<void>): Promise<ScalingRecord[]> {
  const { curve, fixed, group, parameter, unit, sizes, at = (n) => n } = series;
  const { device, effort } = suite;
  const more = effort.name === 'full' && !device.adapter.software ? (sizes.hardware ?? []) : [];
  const records: ScalingRecord[] = [];
  for (const size of [...sizes[effort.name], ...more]) {
    const n = at(size);
    let bytes: number | null = null;
    const row: Row = {
      group,
      name: `${curve}, ${fixed}, ${parameter} = ${n}`,
      sizes: { [parameter]: n },
      unit,
      async make(device, scope) {
        const before = device.live.bytes + (series.spare?.(device, size) ?? 0);
        const built = await series.make(device, scope, size);
        bytes = device.live.bytes - before;
        return built;
      },
    };
    const record = await suite.row(row);
    const all: ScalingRecord = { ...record, scaling: { curve, fixed, parameter, n, bytes } };
    records.push(all);
    await told(all);
    if (record.outcome !== 'timed' || record.wall.median > LONGEST) break;
  }
  return records;
}

type TimedPoint = Timed & { scaling: SeriesPoint & { bytes: number } };

/** A point of a curve. */
export interface Point {
  n: number;
  /** Time of one run relative to the calibration beside it, times the median time of the calibration in the file. */
  seconds: Spread;
  bytes: number;
  /** Part of the time of a run that its launches alone would take. */
  launches: number;
}

/** A measured series. */
export interface Curve extends Pick<Series, 'curve' | 'fixed' | 'parameter' | 'group'> {
  points: Point[];
  /** The size that was refused, where the series ended with one. */
  refused?: { n: number; message: string };
  /** Laws of the time and of the bytes of one run, fitted to the points beyond the launch floor. */
  time?: PowerLaw;
  memory?: PowerLaw;
  /** Exponents between the last two points. */
  end?: { time: number; memory: number };
}

/** The series among the lines of a file in their order, each with its fitted laws. */
export function curvesOf(records: readonly ScalingRecord[]): Curve[] {
  const timed = records.filter((record): record is TimedPoint => record.outcome === 'timed' && record.scaling !== undefined);
  const calibration = timed.length > 0 ? median(timed.map(({ wall, calibrated }) => wall.median * calibrated.median)) : 0;
  const pointOf = ({ scaling, wall, calibrated, floor }: TimedPoint): Point => ({
    n: scaling.n,
    seconds: { median: calibration / calibrated.median, least: calibration / calibrated.most, most: calibration / calibrated.least },
    bytes: scaling.bytes,
    launches: (floor?.launch ?? 0) / wall.median,
  });
  const curves = new Map<string, Curve>();
  for (const record of records) {
    if (!record.scaling) continue;
    const { curve, fixed, parameter, n } = record.scaling;
    const key = nameOf(record.scaling);
    const found = curves.get(key) ?? { curve, fixed, parameter, group: record.group as Series['group'], points: [] };
    curves.set(key, found);
    if (record.outcome === 'timed') found.points.push(pointOf(record as TimedPoint));
    if (record.outcome === 'refused') found.refused = { n, message: record.message };
  }
  return [...curves.values()].map((found) => {
    const beyond = found.points.filter(({ launches }) => BEYOND * launches < 1);
    const laws = (points: readonly Point[]) => ({
      time: powerLaw(points.map(({ n, seconds }) => [n, seconds.median])),
      memory: powerLaw(points.map(({ n, bytes }) => [n, bytes])),
    });
    const last = laws(beyond.slice(-2));
    const end = last.time && last.memory && { time: last.time.exponent, memory: last.memory.exponent };
    return { ...found, ...laws(beyond), end };
  });
}
