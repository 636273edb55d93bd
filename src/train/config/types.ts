/** The settings of a training as types: a union by bound, which decides which other settings have a meaning. */
import type { BOUNDS, PairBoundName, StateBoundName } from '../../bound/bounds.ts';
import type { GIVEN } from '../../coarse/known.ts';
import type { DRAWN, SUMMED, VARIABLES, VariableName } from '../../coarse/variables.ts';
import type { Completed, Given, Shape } from '../../core/settings.ts';
import type { CRITICS, PairCriticKind, StateCriticKind } from '../../critic/critics.ts';
import type { DataSet } from '../../model/data/data_set.ts';
import type { Model } from '../../model/model.ts';
import type { SETTINGS } from '../../model/models.ts';
import type { LatticeName } from '../../space/cell.ts';
import type { GENERAL, OF_CHAINS, OF_EVOLUTION, OF_LEARNING, OF_LINEAR, OF_OPTIMIZER, OF_PRODUCTS, OF_WINDOW } from './schema.ts';

/** Settings that belong to choices that were not made. */
type Absent<K extends PropertyKey> = { [P in K]?: undefined };
type KeysOf<T> = T extends unknown ? keyof T : never;
/** All keys of a union in one object, for code where the keys present depend on a value. */
type Merged<T> = { [P in KeysOf<T>]?: T extends unknown ? (P extends keyof T ? T[P] : never) : never };
/** Input and output types of objects of schemas. */
type Each<T extends Record<string, { settings: Shape }>, N extends keyof T, At extends 'given' | 'completed'> = {
  [K in N]: At extends 'given' ? Given<T[K]['settings']> : Completed<T[K]['settings']>;
}[N];

type Bounds = typeof BOUNDS;
type Critics = typeof CRITICS;
type BoundKeys = KeysOf<Bounds[PairBoundName]['settings']>;
type PairKeys = KeysOf<Critics[PairCriticKind]['settings']> | 'critic' | keyof typeof DRAWN;
/** Settings of a discrete H whose states are summed over. */
type StateKeys = keyof typeof SUMMED | keyof typeof GIVEN;
type OnlyPairKeys = Exclude<PairKeys | BoundKeys, keyof Critics[StateCriticKind]['settings']>;

/** Settings that have a meaning beside bounds on pairs, by critic and variable. */
type OfPairs<At extends 'given' | 'completed'> = Merged<Each<Critics, PairCriticKind, At>> &
  Merged<Each<typeof VARIABLES, VariableName, At>> &
  Partial<At extends 'given' ? Given<typeof DRAWN> : Completed<typeof DRAWN>>;

type GivenEstimator =
  | ({ variable?: 'discrete'; bound?: StateBoundName } & Partial<Each<Critics, StateCriticKind, 'given'>> &
      Partial<Each<typeof VARIABLES, 'discrete', 'given'>> &
      Given<typeof SUMMED & typeof GIVEN> &
      Absent<OnlyPairKeys>)
  | {
      [N in PairBoundName]: { variable?: VariableName; bound: N; critic?: PairCriticKind } & OfPairs<'given'> &
        Given<Bounds[N]['settings']> &
        Absent<Exclude<BoundKeys, keyof Bounds[N]['settings']> | StateKeys>;
    }[PairBoundName]
  | ({ variable: Exclude<VariableName, 'discrete'>; bound?: undefined; critic?: PairCriticKind } & OfPairs<'given'> & Absent<BoundKeys | StateKeys>);

type CompletedEstimator =
  | ({ variable: 'discrete'; bound: StateBoundName } & Each<Critics, StateCriticKind, 'completed'> &
      Each<typeof VARIABLES, 'discrete', 'completed'> &
      Partial<Completed<typeof SUMMED & typeof GIVEN>> &
      Absent<OnlyPairKeys>)
  | {
      [N in PairBoundName]: { variable: VariableName; bound: N; critic: PairCriticKind } & OfPairs<'completed'> &
        Completed<Bounds[N]['settings']> &
        Absent<Exclude<BoundKeys, keyof Bounds[N]['settings']> | StateKeys>;
    }[PairBoundName];

/** For fixed data, which do not move, the sweeps are missing. */
type OfChains = Pick<Completed<typeof OF_CHAINS>, 'chains' | 'heldOut' | 'validation'> & Partial<Completed<typeof OF_CHAINS>>;
/** Settings of models: only those of the chosen model are present. `temperature` holds the values of its control parameter. */
type OfModel = { model: Model; temperature: number[]; data?: DataSet; lattice?: LatticeName } & Partial<
  Omit<Completed<typeof SETTINGS>, 'temperature' | 'data' | 'lattice'>
>;
type OfFilter = typeof OF_LINEAR & typeof OF_PRODUCTS & typeof OF_LEARNING & typeof OF_OPTIMIZER & typeof OF_EVOLUTION;
type Chosen = 'model' | 'variable' | 'bound';

/**
 * A model by its name, with the settings of all listed models: the run checks which of them it has. A record has its own. Not every model
 * has all lattices.
 */
type ByModel<M extends string | Model> =
  M extends Model<infer S>
    ? { model: M } & Partial<Given<S>>
    : { model?: string | Model; lattice?: LatticeName } & Partial<Omit<Given<typeof SETTINGS>, 'lattice'>>;

/**
 * Input of a training; settings with a default may be left out.
 * @typeParam M the record of a model that is not in the list
 */
export type TrainInput<M extends string | Model = string> = Omit<Given<typeof GENERAL>, Chosen> &
  Given<typeof OF_WINDOW> &
  Given<OfFilter> &
  Given<typeof OF_CHAINS> &
  GivenEstimator &
  ByModel<M>;

/** The key of a setting that trainings have. */
export type TrainKey = KeysOf<TrainInput>;

/** All settings, given or filled in. Settings that have no meaning beside the choices made are absent. */
export type TrainConfig = Omit<Completed<typeof GENERAL>, Chosen> &
  Completed<typeof OF_WINDOW> &
  Partial<Completed<OfFilter>> &
  CompletedEstimator &
  OfModel &
  OfChains;
