import type { z } from 'zod';
import type { Scope } from '../gpu/scope.ts';
import type { Chains, Series, Start } from '../sample/chains.ts';
import type { Alphabet, Encoding } from '../space/encoding.ts';
import type { Space } from '../space/space.ts';

/** Settings of a model by key, completed with the defaults of its schema; those of a training stand beside them. */
export type Settings = Readonly<Record<string, unknown>>;

/** The parameter whose values are the points of a scan: a temperature, or what stands in its place. */
export interface Control {
  /** The setting that lists its values. */
  readonly key: string;
  /** Name of its axis in stored studies. */
  readonly axis: 'temperature' | 'rate';
  /** In figures and tables, e.g. T. */
  readonly symbol: string;
  /** E.g. J / k_B; empty for a number without unit. */
  readonly unit: string;
  /** Values unless given. */
  readonly usual: readonly number[];
}

/** What the chains of a model are made from. */
export interface ChainsRequest<S extends Settings = Settings> {
  settings: S;
  /** Value of the control parameter of each group of 32 chains. */
  points: readonly number[];
  seed: number;
  /** Where chains start; by default where the model says. */
  start?: Start;
}

/** A phase transition. */
export interface Transition {
  /** Of the control parameter. */
  readonly value: number;
  /** E.g. T_c. */
  readonly label: string;
  readonly source: string;
}

/** Measurements of all chains, by name. */
export type Measured = Readonly<Record<string, Series>>;

/** An observable that shows how fast chains forget: one series per chain, out of what the chains measure. */
export type Watch = (series: Measured) => Float64Array[];

/**
 * A statistical model: everything the rest of the program knows of it. `models.ts` lists those that come with the
 * program; `train` takes one of a library's user as well.
 */
export interface Model<Shape extends z.ZodRawShape = z.ZodRawShape, S extends Settings = z.output<z.ZodObject<Shape>>> {
  readonly name: string;
  /** Schemas of its own settings, with their defaults; the key of the control parameter is one of them. */
  readonly settings: Shape;
  readonly control: Control;
  /** Where values live: on sites, or on the bonds between them. */
  readonly support: 'sites' | 'bonds';
  /**
   * Checks what the schemas cannot.
   * @param points values of the control parameter
   * @throws BlockspinError naming the setting, what is allowed and what to do
   */
  check(settings: S, points: readonly number[]): void;
  /** The lattice its values live on. */
  space(settings: S): Space;
  /** What a value can be. */
  alphabet(settings: S): Alphabet;
  /** How its values reach the networks. */
  encoding(settings: S): Encoding;
  /** Chains of this model. @throws BlockspinError where they do not fit the device */
  chains(scope: Scope, request: ChainsRequest<S>): Chains;
  /** Observables that are watched while chains are brought to equilibrium; the last one is the slow one. */
  readonly watched: Readonly<Record<string, Watch>>;
  /** Where in the control parameter its phase transition lies; undefined where none is known. */
  transition(settings: S): Transition | undefined;
  /** The model in words, for titles and sentences: 'Ising antiferromagnet'. */
  title(settings: S): string;
}

/** Every value of every chain of a series, mapped. */
export function mapped({ values }: Series, of: (value: number) => number): Float64Array[] {
  return values.map((chain) => chain.map(of));
}

/** Makes a record a model: it is written into stored configurations as its name. */
export function defineModel<Shape extends z.ZodRawShape>(record: Model<Shape>): Model<Shape> {
  return Object.freeze({ ...record, toJSON: () => record.name });
}

/** Whether a value is the record of a model. */
export function isModel(value: unknown): value is Model {
  return typeof value === 'object' && value !== null && 'chains' in value && 'space' in value;
}
