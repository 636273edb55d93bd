import type { ArrayOfNumbers } from '../../core/array.ts';
import { checksum } from '../../core/checksum.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { cellOf, type LatticeName } from '../../space/cell.ts';
import type { Alphabet } from '../../space/encoding.ts';
import type { SiteList } from '../../space/sites.ts';
import { type AxisName, type Boundary, latticeSpace, type Space, sideOf } from '../../space/space.ts';
import { checkElements, checkLattice, checkShape, ofSamples, withGaps } from './checks.ts';
import { findGaps, type Gaps, maskedSites, withoutSamples } from './gaps.ts';
import { type Reading, read } from './reading.ts';
import { selectedSamples } from './select.ts';
import { differentValues, inWords, type Kind, kindAdvice, kindOf, type Values, type ValuesGiven } from './values.ts';

/** How a person says that an array is to be understood. */
export interface DataReading extends Reading, Pick<ValuesGiven, 'alphabet' | 'period'> {
  /** Values that stand for missing ones, and whether incomplete samples are left out. */
  missing?: Gaps | undefined;
  /** Of the shape of one configuration, or of its sites: true where there is no value, as in masked arrays of numpy. */
  mask?: ArrayOfNumbers | undefined;
  /** At which the samples were taken: one of all, or one of each. */
  temperatures?: readonly number[] | undefined;
  /** Bonds of a graph between the values, (E, 2) or (2, E). */
  edges?: ArrayOfNumbers | undefined;
  /** Block and environment, where they are given as two arrays whose values lie one after the other. */
  parts?: SiteList | undefined;
}

/**
 * Configurations from outside, understood and checked: N samples of a lattice of one to three axes, one of which may be time, with one
 * or several values at each site.
 */
export class DataSet {
  /** Number of samples N. */
  readonly samples: number;
  /** (N, sites..., channels) in C order; the last axis only where a site has several values. */
  readonly array: ArrayOfNumbers;
  /** Shape of one configuration of that array. */
  readonly shape: readonly number[];
  /** Sites along each axis, the slowest first, and what these axes are. */
  readonly extents: readonly number[];
  readonly axes: readonly AxisName[];
  /** Values of a site. */
  readonly channels: number;
  /** Roles of the axes of `source`, in its shape or the one that its flat rows were given. */
  readonly sourceRoles: string;
  /** What values are; undefined where a person has to say. */
  readonly kind: Kind | undefined;
  /** All different values in ascending order; only the smallest and the largest where there are more than sixteen. */
  readonly alphabet: readonly number[];
  readonly manyValues: boolean;
  /** Numbers of sites that have no value in any sample. */
  readonly holes: readonly number[];
  /** How many samples were left out because they lack a value. */
  readonly dropped: number;
  /** At which they were taken, in J / k_B: one for each sample, or one of all; undefined if unknown. */
  readonly temperatures: readonly number[] | undefined;
  readonly #found: Values;
  #checksum: string | undefined;

  /**
   * @param source as read
   * @param name of the file, or what messages and results call it
   * @param selection which samples of the file these are, where they are not all
   * @throws BlockspinError as `checkData`
   */
  constructor(
    readonly source: ArrayOfNumbers,
    readonly name: string,
    readonly reading: DataReading = {},
    readonly selection?: string,
  ) {
    checkElements(source, name);
    const { array, extents, axes, channels, roles } = read(source, name, reading);
    this.sourceRoles = roles.join(' ');
    const codes = reading.missing?.codes ?? [];
    const masked = reading.mask ? maskedSites(reading.mask, extents, channels, name) : [];
    const { holes, incomplete } = codes.length > 0 ? findGaps(array, channels, codes, name, masked) : { holes: masked, incomplete: [] };
    const drop = reading.missing?.drop ?? false;
    this.array = drop ? withoutSamples(array, incomplete) : array;
    this.dropped = drop ? incomplete.length : 0;
    this.temperatures = ofSamples(reading.temperatures, array.shape[0], drop ? incomplete : [], name);
    [this.samples, ...this.shape] = this.array.shape;
    [this.extents, this.axes, this.channels, this.holes] = [extents, axes, channels, holes];
    checkShape(this, source.shape);
    this.#found = differentValues(this.array.data, this.array.shape, name, { missing: codes, holes, channels });
    const gapsAreStates = incomplete.length > 0 && !drop;
    this.kind = withGaps(kindOf(this.#found, name, { alphabet: reading.alphabet, period: reading.period }), gapsAreStates, name);
    this.manyValues = this.#found.many;
    this.alphabet = gapsAreStates ? [...this.#found.values, ...codes] : this.#found.values;
  }

  /**
   * The two values of binary data as [down, up], or undefined: -1 and 1, or 0 and 1, even if one of them is missing; or any other
   * two numbers.
   */
  get binary(): readonly [down: number, up: number] | undefined {
    if (this.kind !== 'binary') return undefined;
    const within = (down: number) => this.alphabet.every((value) => value === down || value === 1);
    const [down, up] = this.alphabet;
    return within(-1) ? [-1, 1] : within(0) ? [0, 1] : this.alphabet.length === 2 ? [down, up] : undefined;
  }

  /**
   * The lattice of one configuration.
   * @param boundary of each axis, the slowest first, or one for all; periodic unless given. Time is open and may be left out.
   * @param lattice where its sites lie; the values of a site are then those of a cell
   * @throws BlockspinError for another number of them than axes, and for a lattice whose cells have another number of sites
   */
  space(boundary: readonly Boundary[] = ['periodic'], lattice: LatticeName = 'square'): Space {
    const { extents, axes, channels, holes } = this;
    const inTime = axes[0] === 't';
    const spatial = extents.length - (inTime ? 1 : 0);
    const given = inTime && boundary.length === extents.length && boundary.length > 1 ? boundary.slice(1) : boundary;
    const each = given.length === 1 ? Array.from({ length: spatial }, () => given[0]) : given;
    if (each.length !== spatial || (inTime && boundary.length === extents.length && boundary.length > 1 && boundary[0] !== 'open')) {
      const expected = `one boundary for all axes, or ${spatial} for ${this.name}, whose axes are ${axes.join(' ')} and sides ${extents.join(' x ')}${inTime ? '; time is open' : ''}`;
      throw new BlockspinError({
        setting: 'boundary',
        expected,
        got: boundary.join(','),
        remedy: phrase`use for example ${setting(
          'boundary',
          Array.from({ length: spatial }, () => 'open'),
        )}`,
      });
    }
    checkLattice(lattice, this);
    return latticeSpace(extents, { boundary: [...(inTime ? (['open'] as const) : []), ...each], channels, axes, holes, cell: cellOf(lattice) });
  }

  /** Lattice side L of a chain, a square or a cube; undefined where the sides differ. */
  get size(): number | undefined {
    return sideOf(this);
  }

  /** Whether the data can be trained on: there is something to learn, and it is known what the values are. */
  get trainable(): boolean {
    return this.kind !== undefined && this.alphabet.length > 1;
  }

  /**
   * A part of the samples: without a burn-in, of one of several temperatures, every tenth.
   * @param range FROM:TO or FROM:TO:STEP, counted from 0 and without TO; each number may be missing. Or T=2.27, where the file has temperatures
   * @throws BlockspinError for another range, and as `checkData` for too few samples
   */
  select(range: string): DataSet {
    const { temperatures } = this;
    const chosen = selectedSamples(this.array, range, this.name, temperatures);
    const reading = { ...this.reading, shape: undefined, axes: this.roles, temperatures: chosen.temperatures };
    return new DataSet(chosen.array, this.name, reading, range);
  }

  /** The one temperature at which all samples were taken, if that is known. */
  get temperature(): number | undefined {
    const { temperatures } = this;
    return temperatures?.every((one) => one === temperatures[0]) ? temperatures[0] : undefined;
  }

  /** Roles of the axes of `array`. */
  get roles(): string {
    return ['n', ...this.axes, ...(this.channels > 1 ? ['c'] : [])].join(' ');
  }

  /** Type of the elements, by numpy's name. */
  get type(): string {
    if (this.array.boolean) return 'bool';
    return this.array.data.constructor.name.replace(/^Big|Array$/g, '').toLowerCase();
  }

  /** The values in words: '-1 1', '0 1 2', '0 to 57'. */
  get values(): string {
    return inWords({ values: this.alphabet, many: this.manyValues });
  }

  /**
   * What a value can be, for a training.
   * @throws BlockspinError for a single value, and where it is not known what the values are
   */
  get trained(): Alphabet {
    const { binary, kind, alphabet, name } = this;
    if (alphabet.length < 2) {
      throw new BlockspinError({
        who: name,
        expected: 'values that vary',
        got: `the value ${this.values} only`,
        remedy: 'there is nothing to learn from one value: give data that vary',
      });
    }
    if (binary) return { kind: 'binary', values: binary };
    if (kind === 'categorical') return { kind: 'states', values: alphabet };
    if (kind === 'count') return { kind: 'counts' };
    if (kind === 'angle') return { kind: 'angles', period: this.reading.period ?? 2 * Math.PI };
    if (kind !== undefined) return { kind: 'reals' };
    throw new BlockspinError({
      who: name,
      expected: 'to know what more than sixteen values, or several that are not whole, are',
      got: `the values ${this.values}`,
      remedy: kindAdvice(this.#found),
    });
  }

  /**
   * SHA-256 of the values in memory: distinguishes data with the same name and shape.
   * Computed once, when it is first needed; from then on `toJSON` contains it, too.
   */
  async checksum(): Promise<string> {
    const { buffer, byteOffset, byteLength } = this.array.data;
    this.#checksum ??= await checksum(new Uint8Array(buffer, byteOffset, byteLength));
    return this.#checksum;
  }

  /** The description of the data in results; the configurations themselves stay in their file. */
  toJSON(): object {
    const { name, samples, shape, type, alphabet, selection, kind, roles, holes, dropped, reading } = this;
    return {
      file: name,
      ...(selection === undefined ? {} : { select: selection }),
      samples,
      shape,
      axes: roles,
      type,
      kind: kind ?? 'unknown',
      ...(reading.period === undefined ? {} : { period: reading.period }),
      alphabet,
      ...(holes.length > 0 ? { holes } : {}),
      ...(dropped > 0 ? { dropped } : {}),
      // No sample is left out since folds; scripts read it.
      left_out: 0,
      fixed: true,
      ...(this.#checksum ? { sha256: this.#checksum } : {}),
    };
  }
}

/**
 * Understands and checks an array of configurations: its axes, its values, and that there are enough samples.
 * @param array with the samples along the first axis, unless `reading.axes` says otherwise; N at least 64
 * @param name of the file, or what messages and results call it
 * @param reading what cannot be seen from the array
 * @throws BlockspinError naming what is wrong and where, or the ways in which the array can be read
 */
export function checkData(array: ArrayOfNumbers, name = 'data', reading: DataReading = {}): DataSet {
  return new DataSet(array, name, reading);
}
