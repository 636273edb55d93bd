/** Operators as local functions of a configuration, and their fields at every translation; plain arrays, no GPU. */
import { BlockspinError } from '../../core/errors.ts';

/** A number that is read at every site of a periodic square lattice. */
export type Image =
  /** The value of a channel itself. */
  | { readonly kind: 'value'; readonly channel: number }
  /** 1 where the value is this one, else 0, less the share that symmetry gives to it. */
  | { readonly kind: 'state'; readonly state: number; readonly share: number }
  /** +1 where the value equals that at the displacement (dy, dx), else -1: the product of two Ising spins. */
  | { readonly kind: 'equal'; readonly dy: number; readonly dx: number }
  /** The product of the value with that at the displacement. */
  | { readonly kind: 'product'; readonly dy: number; readonly dx: number };

/** One term λ · image(y + dy, x + dx). */
export interface Term {
  readonly image: Image;
  readonly dy: number;
  readonly dx: number;
  readonly weight: number;
}

/** φ_c(y, x) = Σ terms of component c: a linear filter of values, of products of neighbouring values, or of both. */
export interface LocalOperator {
  /** In tables. */
  readonly name: string;
  /** One for scalars; several where only their sum Σ_c φ_c φ_c has a symmetry, as for the states of a Potts spin. */
  readonly components: readonly (readonly Term[])[];
}

/** Options of `LocalFields`. */
export interface LocalFieldOptions {
  /** Lattice side L. */
  size: number;
  /** Values of one site; default 1. */
  channels?: number;
  operators: readonly LocalOperator[];
  /** Further fields Σ_c φ_a,c φ_b,c, by the places of two operators with equally many components; they follow the operators. */
  products?: readonly (readonly [number, number])[];
}

/** A term with the number of its image. */
interface Placed extends Term {
  readonly number: number;
}

/** Evaluates operators everywhere on configurations of one kind. */
export class LocalFields {
  readonly #size: number;
  readonly #channels: number;
  /** [operator][component] */
  readonly #operators: readonly (readonly (readonly Placed[])[])[];
  readonly #products: readonly (readonly [number, number])[];
  /** Each different image once. */
  readonly #images: readonly Image[];

  /** @throws BlockspinError for an operator without finite weights, or a product of operators that do not go together */
  constructor({ size, channels = 1, operators, products = [] }: LocalFieldOptions) {
    checkOperators(operators, products);
    this.#size = size;
    this.#channels = channels;
    this.#products = products;
    const numbers = new Map<string, number>();
    const images: Image[] = [];
    const placed = (term: Term): Placed => {
      const key = JSON.stringify(term.image);
      const number = numbers.get(key) ?? images.push(term.image) - 1;
      numbers.set(key, number);
      return { ...term, number };
    };
    this.#operators = operators.map(({ components }) => components.map((terms) => terms.filter(({ weight }) => weight !== 0).map(placed)));
    this.#images = images;
  }

  /** Numbers in one configuration. */
  get length(): number {
    return this.#size ** 2 * this.#channels;
  }

  /**
   * The fields of one configuration.
   * @param configuration (L, L, channels) in C order, from index `at` on
   * @returns [operator][component] of (L, L), then those of the products
   */
  of(configuration: ArrayLike<number>, at = 0): Float64Array[][] {
    const area = this.#size ** 2;
    const images = this.#images.map((image) => this.#image(image, configuration, at));
    const fields = this.#operators.map((components) =>
      components.map((terms) => {
        const field = new Float64Array(area);
        for (const { number, dy, dx, weight } of terms) this.#add(field, images[number], weight, dy, dx);
        return field;
      }),
    );
    const products = this.#products.map(([a, b]) => {
      const field = new Float64Array(area);
      fields[a].forEach((one, c) => {
        for (let i = 0; i < area; i++) field[i] += one[i] * fields[b][c][i];
      });
      return [field];
    });
    return [...fields, ...products];
  }

  #image(image: Image, v: ArrayLike<number>, at: number): Float64Array {
    const [L, channels] = [this.#size, this.#channels];
    const out = new Float64Array(L * L);
    if (image.kind === 'value') for (let i = 0; i < out.length; i++) out[i] = v[at + i * channels + image.channel];
    else if (image.kind === 'state') for (let i = 0; i < out.length; i++) out[i] = (v[at + i] === image.state ? 1 : 0) - image.share;
    else {
      const equal = image.kind === 'equal';
      for (let y = 0; y < L; y++) {
        const row = at + ((y + image.dy + L) % L) * L;
        for (let x = 0; x < L; x++) {
          const [one, other] = [v[at + y * L + x], v[row + ((x + image.dx + L) % L)]];
          out[y * L + x] = equal ? (one === other ? 1 : -1) : one * other;
        }
      }
    }
    return out;
  }

  /** Adds weight · image(y + dy, x + dx), row by row, in two pieces where a row wraps around. */
  #add(field: Float64Array, image: Float64Array, weight: number, dy: number, dx: number): void {
    const L = this.#size;
    const shift = ((dx % L) + L) % L;
    for (let y = 0; y < L; y++) {
      const from = (((y + dy) % L) + L) % L;
      const row = from * L + shift;
      for (let x = 0; x < L - shift; x++) field[y * L + x] += weight * image[row + x];
      for (let x = L - shift; x < L; x++) field[y * L + x] += weight * image[row + x - L];
    }
  }
}

function checkOperators(operators: readonly LocalOperator[], products: readonly (readonly [number, number])[]): void {
  const bad = (expected: string, got: unknown, remedy: string) => new BlockspinError({ who: 'operators', expected, got, remedy });
  for (const { name, components } of operators) {
    const weights = components.flat().map(({ weight }) => weight);
    if (!weights.every(Number.isFinite) || !components.every((terms) => terms.some(({ weight }) => weight !== 0)))
      throw bad('components with finite weights that are not all 0', `another one (${name})`, 'leave this operator out');
  }
  for (const [a, b] of products) {
    const [one, other] = [operators[a], operators[b]];
    if (!one || one.components.length !== other?.components.length)
      throw bad('a product of two operators with equally many components', `${a}, ${b}`, 'leave it out');
  }
}
