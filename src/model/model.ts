import type * as z from 'zod';
import type { Device } from '../gpu/device.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Chains, Series, Start } from '../sample/chains.ts';
import type { Course, CourseRequest } from '../sample/course.ts';
import type { Alphabet, Encoding } from '../space/encoding.ts';
import type { Graph } from '../space/graph/graph.ts';
import type { Space } from '../space/space.ts';
import { checkRecord, type FieldKind } from './check.ts';
import type { FieldTheory } from './field_theory.ts';
import type { Operators } from './operators.ts';

/** Settings of a model by key, with all defaults; those of a training are in the same object. */
export type Settings = Readonly<Record<string, unknown>>;

/** The parameter whose values are the points of a scan: a temperature, or the parameter that takes its place. */
export interface Control {
  /** The setting that lists its values. */
  readonly key: string;
  /** Name of its axis in stored studies. */
  readonly axis: 'temperature' | 'rate';
  /** In sentences and on axes, e.g. temperature. */
  readonly noun: string;
  /** In figures and tables, e.g. T. */
  readonly symbol: string;
  /** E.g. J / k_B; empty for a number without unit. */
  readonly unit: string;
  /** Whether infinity is a value. */
  readonly infinite: boolean;
  /** Values of a training unless given. */
  readonly usual: readonly number[];
}

/** How chains lie in memory: 32 of them share the words of a group, or every group is one large lattice. */
export const LAYOUTS = ['chains', 'lattices'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Inputs from which the chains of a model are made. */
export interface ChainsRequest<S extends Settings = Settings> {
  settings: S;
  /** Value of the control parameter of each group of chains. */
  points: readonly number[];
  seed: number;
  /** Where chains start; by default the model decides. */
  start?: Start;
  /** By default 'chains'. */
  layout?: Layout;
}

/** A way of moving chains that was chosen by measurements of several. */
export interface Choice {
  /** One of the `moves` of the model. */
  readonly chosen: string;
  readonly candidates: readonly object[];
  /** One sentence for the user. */
  readonly reason: string;
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

/** An observable that shows how fast chains forget. */
export interface Watched {
  /** In tables and sentences, e.g. |m|. */
  readonly label: string;
  /** One series per chain, computed from the measurements of the chains. */
  of(series: Measured): Float64Array[];
}

/** An observable that sampling can measure to a given precision. */
export interface Precise {
  /** Its name among those of `Chains.observables`. */
  readonly observable: string;
  /** Its mean and its error, in words. */
  readonly unit: string;
}

/** An observable in words, for people. */
export interface ObservableWords {
  /** E.g. specific heat. */
  readonly label: string;
  /** E.g. k_B per site; empty for a number without one. */
  readonly unit: string;
}

/** Defaults of `blockspin sample`. */
export interface SampleDefaults {
  /** Left out where the setting `size` is. */
  readonly size?: number;
  /** Values of the control parameter. */
  readonly points: readonly number[];
  /** One of the `moves`, or 'auto'; the first of `moves` unless given. */
  readonly algorithm?: string;
  /** Further settings whose defaults are others than those of a training, by key. */
  readonly further?: Settings;
}

/**
 * A statistical model: everything that the rest of the program knows about it. `models.ts` lists the built-in models;
 * `train` also takes one of a library user.
 */
export interface Model<Shape extends z.ZodRawShape = z.ZodRawShape, S extends Settings = z.output<z.ZodObject<Shape>>> {
  readonly name: string;
  /**
   * Schemas of its own settings, with their defaults; the key of the control parameter is one of them. Where there are several
   * `moves`, `algorithm` is one, too.
   */
  readonly settings: Shape;
  /** Symbols of settings in the help, e.g. J. */
  readonly symbols?: Readonly<Partial<Record<keyof Shape & string, string>>>;
  /** Settings of how a training sees values; sampling ignores them. */
  readonly views?: readonly (keyof Shape & string)[];
  /** Settings that are numbers and can be axes of a study's grid, beside the control parameter and the lattice side. */
  readonly axes: readonly (keyof Shape & string)[];
  readonly control: Control;
  /** Where values live: on sites, or on the bonds between them. */
  readonly support: 'sites' | 'bonds';
  /** Ways to move its chains, the default first. */
  readonly moves: readonly string[];
  readonly layouts: readonly Layout[];
  /** Left out where nothing is sampled: fixed data. */
  readonly sampled?: SampleDefaults;
  /**
   * Checks beyond the schemas.
   * @param points values of the control parameter, equally many chains at each
   * @throws BlockspinError naming the setting, what is allowed and what to do
   */
  check(settings: S, points: readonly number[], layout?: Layout): void;
  /** The lattice its values live on. */
  space(settings: S): Space;
  /**
   * How values are joined, where they live on the nodes of a graph that follows from the settings: block and environment are cut from it. Left out
   * on lattices, and where the graph itself is a setting.
   */
  graph?(settings: S): Graph;
  /** What a value can be. */
  alphabet(settings: S): Alphabet;
  /** How its values reach the networks. */
  encoding(settings: S): Encoding;
  /** Whether chains of all points have to be made together because they depend on one another; by default they do not. */
  together?(settings: S): boolean;
  /** Chains of this model. @throws BlockspinError where they do not fit the device */
  chains(scope: Scope, request: ChainsRequest<S>): Chains;
  /**
   * What never comes to equilibrium, where the settings ask for it: sampling then follows a course in time instead of chains. Left out where there is none;
   * chains refuse such settings.
   */
  readonly course?: {
    /** Whether the settings ask for a course. */
    asked(settings: S): boolean;
    /** Runs on the host, from their start. */
    make(request: CourseRequest<S>): Course;
  };
  /**
   * The chains, or a wrapper around them, that reach equilibrium soonest. Left out where there is no
   * wrapper.
   */
  quickest?(scope: Scope, chains: Chains): Chains;
  /**
   * Measures which of the `moves` gives independent configurations soonest on this adapter: the meaning of the value 'auto' of
   * the setting `algorithm`. Only the choice depends on the clock. Left out where there is nothing to choose.
   * @param progress called now and then with the fraction done
   */
  choose?(device: Device, request: ChainsRequest<S>, progress: (fraction: number) => Promise<void>): Promise<Choice>;
  /** Observables that are watched while chains are brought to equilibrium; the last one is the slow one. */
  readonly watched: Readonly<Record<string, Watched>>;
  /**
   * Labels and units of `Chains.observables` by name, for text; null for one that repeats another, which text leaves out. One that
   * is not listed stands under its name.
   */
  readonly words?: Readonly<Record<string, ObservableWords | null>>;
  /** The observable whose standard error `sample` can be told to reach; left out where it cannot. */
  readonly precise?: Precise;
  /** The value of the control parameter at its phase transition; undefined if none is known. */
  transition(settings: S): Transition | undefined;
  /** The model in words, for titles and sentences: 'Ising antiferromagnet'. */
  title(settings: S): string;
  /** Its parameters by their names in results, beside the size and the control parameter. */
  parameters(settings: S): Record<string, unknown>;
  /** The operators that correlators of coarse variables measure; left out where a study cannot measure correlators. */
  readonly operators?: Operators<S>;
  /** Symmetry and field theory of its operators; left out where a study cannot measure their dimensions. */
  readonly fieldTheory?: FieldTheory<S>;
  /** Settings of `train` and `sample` that show the model, for the help. */
  readonly examples?: { readonly train?: Settings; readonly sample?: Settings };
  /** What `blockspin exact` computes for it, for the table of features; left out if nothing. */
  readonly exact?: string;
}

/** Every value of every chain of a series, mapped. */
export function mapped({ values }: Series, of: (value: number) => number): Float64Array[] {
  return values.map((chain) => chain.map(of));
}

/** Kinds of the fields of a record, to check one that did not pass a compiler. */
const FIELDS = {
  name: 'text',
  settings: 'object',
  symbols: 'object?',
  views: 'list?',
  axes: 'list',
  control: 'object',
  support: 'text',
  moves: 'list',
  layouts: 'list',
  sampled: 'object?',
  check: 'function',
  space: 'function',
  graph: 'function?',
  alphabet: 'function',
  encoding: 'function',
  together: 'function?',
  chains: 'function',
  course: 'object?',
  quickest: 'function?',
  choose: 'function?',
  watched: 'object',
  words: 'object?',
  precise: 'object?',
  transition: 'function',
  title: 'function',
  parameters: 'function',
  operators: 'object?',
  fieldTheory: 'object?',
  examples: 'object?',
  exact: 'text?',
} as const satisfies Record<keyof Model, FieldKind>;

const defined = new WeakSet<object>();

/**
 * Makes a record a model: it is checked, and stored configurations write it as its name.
 * @throws BlockspinError naming a field that is missing or wrong
 */
export function defineModel<Shape extends z.ZodRawShape, const Axes extends readonly (keyof Shape & string)[], const Key extends string>(
  record: Model<Shape> & { readonly axes: Axes; readonly control: { readonly key: Key } },
): Model<Shape> & { readonly axes: Axes; readonly control: { readonly key: Key } } {
  checkRecord({ ...record }, FIELDS);
  const model = Object.freeze({ ...record, toJSON: () => record.name });
  defined.add(model);
  return model;
}

/** Whether a value is meant as the record of a model. */
export function isModel(value: unknown): value is Model {
  return typeof value === 'object' && value !== null && 'chains' in value && 'space' in value;
}

/** Whether a record was made with `defineModel`. */
export function isDefined(model: Model): boolean {
  return defined.has(model);
}
