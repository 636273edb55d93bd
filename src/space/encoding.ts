/** How a mass m becomes a number, with r the mean mass: 'linear' m / r - 1, 'logarithm' ln((1 + m) / (1 + r)). Both are
 * zero at the mean, so that the sign of a filter tells a heavy block from a light one. */
export type MassScale = 'linear' | 'logarithm';

/**
 * How the networks receive values.
 * - bits: two states, packed 32 to a word, ±1 in a filter and in a critic.
 * - onehot: q states, q bits for each value, exactly one of them set; packed as bits are.
 * - counts: whole numbers as floats around their mean; `visible` and `environment` are the scales of V and of E.
 * - reals: floats, `inputs` of them for each value, such as cosine and sine; standardised where `units` are given.
 */
export type Encoding =
  | { readonly kind: 'bits' }
  | { readonly kind: 'onehot'; readonly states: number }
  | { readonly kind: 'counts'; readonly mean: number; readonly visible: MassScale; readonly environment: MassScale }
  | { readonly kind: 'reals'; readonly inputs?: number; readonly units?: Units };

/** An input is (value - centre) / scale, with a centre and a scale for each channel of a site. */
export interface Units {
  readonly centre: readonly number[];
  readonly scale: readonly number[];
}

export const BITS = { kind: 'bits' } as const satisfies Encoding;
export const REALS = { kind: 'reals' } as const satisfies Encoding;

/** What a value can be. The states of a one-hot value come in the order of its bits. */
export type Alphabet =
  | { readonly kind: 'binary'; readonly values: readonly [down: number, up: number] }
  | { readonly kind: 'states'; readonly values: readonly number[] }
  | { readonly kind: 'counts' }
  | { readonly kind: 'reals' }
  | { readonly kind: 'angles'; readonly period: number };

/** Alphabets with packed values. */
export type PackedAlphabet = Extract<Alphabet, { kind: 'binary' | 'states' }>;

/** Whether values of an alphabet are packed as bits. */
export function isPackedAlphabet(alphabet: Alphabet): alphabet is PackedAlphabet {
  return alphabet.kind === 'binary' || alphabet.kind === 'states';
}

/** The encoding of an alphabet: two states are a bit, more are one-hot. */
export function encodingOf(alphabet: PackedAlphabet): Encoding {
  return alphabet.kind === 'binary' ? BITS : { kind: 'onehot', states: alphabet.values.length };
}

/** Whether networks read packed bits, ±1 each, instead of floats. */
export function isPacked({ kind }: Encoding): boolean {
  return kind === 'bits' || kind === 'onehot';
}

/** Network inputs per value. */
export function inputsOf(encoding: Encoding): number {
  return encoding.kind === 'onehot' ? encoding.states : encoding.kind === 'reals' ? (encoding.inputs ?? 1) : 1;
}
