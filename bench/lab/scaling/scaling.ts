/**
 * Time and memory against size: series of rows that differ in one number. Each point is a row of the benchmark, measured
 * as those of the table are; the last point of a series may be the refusal of what does not fit.
 */
import type { Device } from '../../../src/gpu/device.ts';
import type { Scope } from '../../../src/gpu/scope.ts';
import { median, type Spread } from '../../numbers.ts';
import type { BenchRecord, Timed } from '../../record.ts';
import type { Built, Effort, Row } from '../../row.ts';
import type { Suite } from '../../suite.ts';
import { type PowerLaw, powerLaw } from './fit.ts';

/** A series ends with the first point whose run takes longer: seconds. */
const LONGEST = 0.6;
/** How much longer than its launches alone a run must take to tell how the work grows. */
export const BEYOND = 4;

export interface Series {
  /** Rows with the same name are curves of one kind: the model, or the bound. */
  curve: string;
  /** What is the same for all points. */
  fixed: string;
  group: 'sampling' | 'training';
  /** What the points differ in. */
  parameter: 'L' | 'chains' | 'R' | 'K' | '|E|';
  unit: string;
  /** Ascending, by how much is measured; on hardware some more. */
  sizes: Record<Effort['name'], readonly number[]> & { hardware?: readonly number[] };
  /** What n is that many of, where that is not n itself. */
  at?: (n: number) => number;
  make: (device: Device, scope: Scope, n: number) => Promise<Built>;
  /** Bytes of a point that only the benchmark needs, and a run of the usual length does not. */
  spare?: (device: Device, n: number) => number;
}

/** Place of a point in its series. */
export interface Place extends Pick<Series, 'curve' | 'fixed' | 'parameter'> {
  n: number;
  /** On the device, of everything a run needs; null where it was refused. */
  bytes: number | null;
}

/** A line of the benchmark; floors have no place. */
export type ScalingRecord = BenchRecord & { scaling?: Place };

export const nameOf = ({ curve, fixed, parameter }: Pick<Series, 'curve' | 'fixed' | 'parameter'>) => `${curve}, ${fixed}, against ${parameter}`;

/**
 * Measures a series up to its end, the first refusal, or the first run that takes too long.
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

type Measured = Timed & { scaling: Place & { bytes: number } };

/** A point of a curve. */
export interface Point {
  n: number;
  /** Of one run: what it takes of the calibration beside it, at the speed the machine had in the whole file. */
  seconds: Spread;
  bytes: number;
  /** Part of a run that its launches alone would take. */
  launches: number;
}

/** A series as it was measured. */
export interface Curve extends Pick<Series, 'curve' | 'fixed' | 'parameter' | 'group'> {
  points: Point[];
  /** Where it ended because it does not fit. */
  refused?: { n: number; message: string };
  /** Of one run, fitted where a run takes several times as long as its launches, and bytes over the same points. */
  time?: PowerLaw;
  memory?: PowerLaw;
  /** From the last point but one to the last. */
  end?: { time: number; memory: number };
}

/** The series among the lines of a file, in their order, with the laws they follow. */
export function curvesOf(records: readonly ScalingRecord[]): Curve[] {
  const timed = records.filter((record): record is Measured => record.outcome === 'timed' && record.scaling !== undefined);
  const calibration = timed.length > 0 ? median(timed.map(({ wall, calibrated }) => wall.median * calibrated.median)) : 0;
  const pointOf = ({ scaling, wall, calibrated, floor }: Measured): Point => ({
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
    if (record.outcome === 'timed') found.points.push(pointOf(record as Measured));
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
