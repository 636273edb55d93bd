/** Sums over the matchings of a part of a graph, for every set of boundary nodes that it covers. */
import { BlockspinError, internal } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import { type Entry, eliminate } from './skew.ts';

/** A part: its inner nodes are all covered by it, of its boundary those that a key names. */
export interface Part {
  readonly inner: readonly number[];
  readonly boundary: readonly number[];
  readonly entries: readonly Entry[];
}

/** Keys in ascending order; the first boundary node is the highest of their bits, 1 for covered. The sum of key k is values[k] · exp(log). */
export interface BoundarySums {
  readonly keys: Float64Array;
  readonly values: Float64Array;
  readonly log: number;
}

/** Which keys are wanted, by their first bits. */
interface Wanted {
  /** Ascending numbers of `depth` bits. */
  readonly keys: Float64Array;
  readonly depth: number;
}

/** Bits of a number that counts them exactly. */
const MOST_BOUNDARY = 52;
/** Keys that are listed at most. */
export const MOST_KEYS = 4e6;
/** Entries smaller than the largest by so much are rounding errors. */
const ZERO = 1e-9;

/**
 * The Pfaffian minor of each set of boundary nodes, which is the sum over matchings of the inner nodes and that set wherever the rest of the graph
 * has a matching, too. Inner nodes are eliminated once; then one boundary node after another is taken in or left out, and branches without
 * matchings end where a row has no entry left.
 */
export class Boundary {
  readonly #log: number;
  readonly #matrix: Float64Array;
  readonly #size: number;
  readonly #left: number;
  readonly #length: number;

  constructor({ inner, boundary, entries }: Part) {
    const { log, left, rows } = eliminate([...inner, ...boundary], entries, new Set(boundary));
    const order = [...left, ...boundary];
    this.#size = order.length;
    this.#matrix = new Float64Array(order.length ** 2);
    order.forEach((a, i) => {
      order.forEach((b, j) => {
        this.#matrix[i * order.length + j] = rows.get(a)?.get(b) ?? 0;
      });
    });
    [this.#log, this.#left, this.#length] = [log, left.length, boundary.length];
  }

  /**
   * @param forced for the first boundary nodes whether each is covered; keys are of the others
   * @throws BlockspinError for a boundary that is too long, or too many sets
   */
  sums(wanted: Wanted = ALL, forced: ArrayLike<number> = []): BoundarySums {
    const free = this.#length - forced.length;
    if (free > MOST_BOUNDARY) {
      const remedy = phrase`choose a smaller block, or sample environments: ${setting('samples', 2000)}`;
      throw tooLarge(`a boundary of at most ${MOST_BOUNDARY} nodes`, `${free}`, remedy);
    }
    const walk = new Walk(this.#length, this.#size, this.#matrix, wanted, forced);
    const must = Array.from({ length: this.#left }, (_, i) => i);
    walk.visit({ matrix: this.#matrix, size: this.#size, must, next: this.#left }, 0, 0, 1, 0, wanted.keys.length);
    return { keys: Float64Array.from(walk.keys), values: Float64Array.from(walk.values), log: this.#log };
  }
}

/** All keys. */
const ALL: Wanted = { keys: Float64Array.of(0), depth: 0 };

/** The sums of a part. @throws BlockspinError as `Boundary` */
export const boundarySums = (part: Part, wanted?: Wanted): BoundarySums => new Boundary(part).sums(wanted);

/** The error of a sum with too many states. */
export function tooLarge(
  expected: string,
  got: string,
  remedy: Phrase = 'choose a smaller block, or an environment that is met at fewer nodes',
): BlockspinError {
  return new BlockspinError({ setting: 'environment', expected, got, remedy });
}

/** A skew-symmetric matrix in the middle of the walk. */
interface Stage {
  readonly matrix: Float64Array;
  readonly size: number;
  /** Rows that need a partner; entries between them are 0. */
  readonly must: readonly number[];
  /** The row of the boundary node that is decided next; those after it follow. */
  readonly next: number;
}

class Walk {
  readonly keys: number[] = [];
  readonly values: number[] = [];
  readonly #zero: number;
  /** A matrix for each number of pairs that were eliminated. */
  readonly #matrices: Float64Array[];

  constructor(
    readonly length: number,
    size: number,
    matrix: Float64Array,
    readonly wanted: Wanted,
    readonly forced: ArrayLike<number>,
  ) {
    this.#zero = ZERO * matrix.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    this.#matrices = Array.from({ length: length + 1 }, () => new Float64Array(size * size));
  }

  /** @param depth boundary nodes that are decided; @param low, high range of the wanted keys that begin as `key` does */
  visit(stage: Stage, depth: number, key: number, value: number, low: number, high: number, pairs = 0): void {
    if (low === high || !this.#possible(stage)) return;
    if (depth === this.length) {
      if (this.keys.push(key) > MOST_KEYS) throw tooLarge(`at most ${MOST_KEYS} states of the boundary`, 'more');
      this.values.push(value);
      return;
    }
    if (depth < this.forced.length) {
      if (this.forced[depth]) this.#take(stage, depth, key, value, low, high, pairs);
      else this.visit({ ...stage, next: stage.next + 1 }, depth + 1, key, value, low, high, pairs);
      return;
    }
    // Keys that go on with 0 come before those that go on with 1.
    const chosen = depth - this.forced.length < this.wanted.depth;
    const middle = chosen ? this.#split(key, depth - this.forced.length, low, high) : high;
    this.visit({ ...stage, next: stage.next + 1 }, depth + 1, 2 * key, value, low, middle, pairs);
    const from = chosen ? middle : low;
    if (from < high) this.#take(stage, depth, 2 * key + 1, value, from, high, pairs);
  }

  /** Goes on with the next boundary node covered. */
  #take(stage: Stage, depth: number, key: number, value: number, low: number, high: number, pairs: number): void {
    const partner = this.#partner(stage);
    if (partner === undefined) {
      this.visit({ ...stage, must: [...stage.must, stage.next], next: stage.next + 1 }, depth + 1, key, value, low, high, pairs);
      return;
    }
    const pivot = Math.abs(stage.matrix[stage.must[partner] * stage.size + stage.next]);
    this.visit(this.#eliminate(stage, partner, pairs), depth + 1, key, value * pivot, low, high, pairs + 1);
  }

  /** The first wanted key of a range whose bit at `depth` is 1. */
  #split(key: number, depth: number, low: number, high: number): number {
    const bound = (2 * key + 1) * 2 ** (this.wanted.depth - depth - 1);
    let [from, to] = [low, high];
    while (from < to) {
      const half = (from + to) >> 1;
      if (this.wanted.keys[half] < bound) from = half + 1;
      else to = half;
    }
    return from;
  }

  /** Whether every row that needs a partner may still find one. */
  #possible({ matrix, size, must, next }: Stage): boolean {
    if (must.length > size - next) return false;
    for (const row of must) {
      let column = next;
      while (column < size && Math.abs(matrix[row * size + column]) <= this.#zero) column++;
      if (column === size) return false;
    }
    return true;
  }

  /** Which of the rows without a partner has the largest entry with the next boundary node. */
  #partner({ matrix, size, must, next }: Stage): number | undefined {
    let [best, most]: [number | undefined, number] = [undefined, this.#zero];
    for (let k = 0; k < must.length; k++) {
      const value = Math.abs(matrix[must[k] * size + next]);
      if (value > most) [best, most] = [k, value];
    }
    return best;
  }

  #eliminate({ matrix, size, must, next }: Stage, partner: number, pairs: number): Stage {
    const [i, j] = [must[partner] * size, next * size];
    const pivot = matrix[i + next];
    const others: number[] = [];
    for (let k = 0; k < must.length; k++) if (k !== partner) others.push(must[k]);
    const first = others.length;
    for (let row = next + 1; row < size; row++) others.push(row);
    const result = this.#matrices[pairs];
    const smaller = others.length;
    for (let a = 0; a < smaller; a++) {
      const row = others[a];
      const [u, v] = [matrix[i + row] / pivot, matrix[j + row] / pivot];
      for (let b = 0; b < smaller; b++) {
        const column = others[b];
        result[a * smaller + b] = matrix[row * size + column] - u * matrix[j + column] + v * matrix[i + column];
      }
    }
    if (first !== must.length - 1) throw internal('a pivot row was lost');
    return { matrix: result, size: smaller, must: others.slice(0, first).map((_, k) => k), next: first };
  }
}
