import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { PARTS, type Part } from '../../view/gather.ts';
import type { TrainConfig } from '../config/config.ts';

/** One point of the grid of temperatures and buffers. */
export interface Point {
  temperature: number;
  buffer: number | number[];
  /** Its replicas in the ensemble: first .. first + config.replicas. */
  first: number;
}

/** The parts of a file from its beginning: the samples held out touch the others in one place only. */
const OF_FILES: readonly Part[] = ['training', 'validation', 'held out'];

/** Replicas first .. first + count of an ensemble. */
interface Range {
  first: number;
  count: number;
}

/** The assignment of points, chains and streams to replicas: plain tables, no GPU. */
export class Layout {
  readonly points: Point[];
  readonly replicas: number;

  constructor(readonly config: TrainConfig) {
    const { temperature, buffer, replicas } = config;
    this.points = temperature.flatMap((t) => buffer.map((b) => ({ temperature: t, buffer: b, first: 0 })));
    this.points.forEach((point, i) => {
      point.first = i * replicas;
    });
    this.replicas = this.points.length * replicas;
  }

  /** Row of the site table for each of some replicas: its buffer. */
  windows(replicas: Range): number[] {
    const { buffer } = this.config;
    return each(replicas, (r) => Math.floor(r / this.config.replicas) % buffer.length);
  }

  /**
   * Numbers of the random streams of some replicas. A replica draws the same numbers whatever other replicas run beside it: its
   * stream is its place at its point, counted from `firstReplica`.
   */
  streams(replicas: Range): number[] {
    const { firstReplica } = this.config;
    const most = this.config.replicas;
    return each(replicas, (r) => Math.floor(r / most) * 0x10000 + firstReplica + (r % most));
  }

  /** First group and number of groups of the chains of some replicas, by part. */
  sources(replicas: Range): number[][] {
    const byTemperature = this.config.temperature.map((_, t) =>
      PARTS.flatMap((part) => {
        const { first, groups } = this.groups(part, t);
        return [first, groups];
      }),
    );
    return each(replicas, (r) => byTemperature[Math.floor(r / (this.config.replicas * this.config.buffer.length))]);
  }

  /** Groups of chains of one temperature. Parts follow one another, so that the groups of one part lie side by side. */
  groups(part: Part, temperatureIndex: number): GroupRange {
    const all = this.all(part);
    const groups = all.groups / this.config.temperature.length;
    return { first: all.first + temperatureIndex * groups, groups };
  }

  /** Groups of chains of all temperatures. */
  all(part: Part): GroupRange {
    const { temperature, chains, heldOut, validation, data } = this.config;
    const chainsOf: Readonly<Record<Part, number>> = { training: chains, 'held out': heldOut, validation };
    const groupsOf = (one: Part) => (chainsOf[one] / CHAINS_PER_GROUP) * temperature.length;
    const order = data ? OF_FILES : PARTS;
    return { first: order.slice(0, order.indexOf(part)).reduce((sum, one) => sum + groupsOf(one), 0), groups: groupsOf(part) };
  }
}

function each<T>({ first, count }: Range, of: (r: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => of(first + i));
}
