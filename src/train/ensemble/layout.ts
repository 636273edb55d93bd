import { type Fold, groupsOfFolds, halvedWords, halvingsOf } from '../../model/data/parts.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { PARTS, type Part } from '../../view/gather.ts';
import type { TrainConfig } from '../config/config.ts';
import { foldsOfData } from '../config/data.ts';

/** One point of the grid of temperatures and buffers. */
export interface Point {
  temperature: number;
  buffer: number | number[];
  /** Its replicas in the ensemble: from `first` on, variant after variant, `config.replicas` of each. */
  first: number;
}

/** A use of the samples of a file: which are held out, and how many of the others are trained on. Sampled models have one. */
interface Variant {
  fold: number;
  /** How often the training part was halved, for a learning curve. */
  halvings: number;
}

/** The names of the parts of a fold among those of a gather. */
const IN_FOLD: Readonly<Record<Part, keyof Fold>> = { training: 'training', validation: 'validation', 'held out': 'heldOut' };

/** Replicas first .. first + count of an ensemble. */
interface Range {
  first: number;
  count: number;
}

/** The uses of the samples of a training: first those of all folds with all samples, then those with fewer. */
function variantsOf(config: Pick<TrainConfig, 'data' | 'heldOutPart' | 'folds' | 'learningCurve'>): Variant[] {
  const folds = foldsOfData(config);
  const most = folds.length > 0 && config.learningCurve ? halvingsOf(folds) : 0;
  return Array.from({ length: most + 1 }, (_, halvings) => Array.from({ length: Math.max(1, folds.length) }, (_one, fold) => ({ fold, halvings }))).flat();
}

/** Points of a grid times the variants of each: `replicas` are trained for every one of them. */
export function pointsOf(config: Parameters<typeof variantsOf>[0] & Pick<TrainConfig, 'temperature' | 'buffer'>): number {
  return config.temperature.length * config.buffer.length * variantsOf(config).length;
}

/** The assignment of points, chains and streams to replicas: plain tables, no GPU. */
export class Layout {
  readonly points: Point[];
  readonly replicas: number;
  readonly variants: readonly Variant[];
  /** Of fixed data; empty for a sampled model. */
  readonly folds: readonly Fold[];
  readonly #groups: readonly Record<keyof Fold, GroupRange>[];

  constructor(readonly config: TrainConfig) {
    const { temperature, buffer, replicas } = config;
    this.variants = variantsOf(config);
    this.folds = foldsOfData(config);
    this.#groups = groupsOfFolds(this.folds);
    this.points = temperature.flatMap((t) => buffer.map((b) => ({ temperature: t, buffer: b, first: 0 })));
    this.points.forEach((point, i) => {
      point.first = i * replicas * this.variants.length;
    });
    this.replicas = this.points.length * replicas * this.variants.length;
  }

  /** The points of one temperature get another one. */
  setTemperature(index: number, temperature: number): void {
    const { length } = this.config.buffer;
    for (const point of this.points.slice(index * length, (index + 1) * length)) point.temperature = temperature;
  }

  /** The variant of a replica. */
  variant(replica: number): Variant {
    const { replicas } = this.config;
    return this.variants[Math.floor(replica / replicas) % this.variants.length];
  }

  /** Replicas of a variant of a point. */
  replicasOf(point: Point, variant: Variant): number[] {
    const { replicas } = this.config;
    const index = this.variants.findIndex(({ fold, halvings }) => fold === variant.fold && halvings === variant.halvings);
    return Array.from({ length: replicas }, (_, i) => point.first + index * replicas + i);
  }

  /** Row of the site table for each of some replicas: its buffer. */
  windows(replicas: Range): number[] {
    const { buffer } = this.config;
    return each(replicas, (r) => this.#point(r) % buffer.length);
  }

  /**
   * Numbers of the random streams of some replicas. A replica draws the same numbers whatever other replicas run beside it: its
   * stream is its place at its point, counted from `firstReplica`. Folds have streams of their own. Variants with fewer samples share
   * that of their fold, so that they begin alike and are held out alike, which makes their differences precise.
   */
  streams(replicas: Range): number[] {
    const { firstReplica, replicas: most } = this.config;
    return each(replicas, (r) => (this.#point(r) + this.variant(r).fold * this.points.length) * 0x10000 + firstReplica + (r % most));
  }

  /** First group and number of groups of the chains of some replicas, by part. */
  sources(replicas: Range): number[][] {
    const { buffer } = this.config;
    return each(replicas, (r) => {
      const temperatureIndex = Math.floor(this.#point(r) / buffer.length);
      return PARTS.flatMap((part) => {
        const { first, groups } = this.groups(part, temperatureIndex, this.variant(r));
        return [first, groups];
      });
    });
  }

  /** Groups of chains of one temperature, or of a variant of fixed data. Parts follow one another, so that the groups of one part lie side by side. */
  groups(part: Part, temperatureIndex: number, { fold, halvings }: Variant = this.variants[0]): GroupRange {
    if (this.folds.length > 0) {
      const range = this.#groups[fold][IN_FOLD[part]];
      return part === 'training' ? { ...range, groups: halvedWords(range.groups, halvings) } : range;
    }
    const all = this.all(part);
    const groups = all.groups / this.config.temperature.length;
    return { first: all.first + temperatureIndex * groups, groups };
  }

  /** Groups of chains of all temperatures. */
  all(part: Part): GroupRange {
    if (this.folds.length > 0) return this.groups(part, 0);
    const { temperature, chains, heldOut, validation } = this.config;
    const chainsOf: Readonly<Record<Part, number>> = { training: chains, 'held out': heldOut, validation };
    const groupsOf = (one: Part) => (chainsOf[one] / CHAINS_PER_GROUP) * temperature.length;
    return { first: PARTS.slice(0, PARTS.indexOf(part)).reduce((sum, one) => sum + groupsOf(one), 0), groups: groupsOf(part) };
  }

  /** Lanes of the held-out chains of a replica: 32 to a word. */
  get heldOutLanes(): number {
    return this.groups('held out', 0).groups * CHAINS_PER_GROUP;
  }

  /** Of these lanes the first ones hold chains or samples that count; all others are copies. */
  heldOut(replica: number): number {
    return this.folds[this.variant(replica).fold]?.heldOut.count ?? this.heldOutLanes;
  }

  /** The point of a replica. */
  #point(replica: number): number {
    return Math.floor(replica / (this.config.replicas * this.variants.length));
  }
}

function each<T>({ first, count }: Range, of: (r: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => of(first + i));
}
