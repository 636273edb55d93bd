/** The public surface of blockspin; native/ adds `openDevice` for its host. */
export { BlockspinError } from './core/errors.ts';
export type { AdapterRecord, Device, Scope } from './gpu/device.ts';
export { Plan } from './gpu/plan.ts';
export type { Chains, GroupRange, Series, Start } from './sample/chains.ts';
export { type Checkpoint, checkpoint, restore } from './sample/checkpoint.ts';
export { ChippingChains, type ChippingOptions } from './sample/chipping.ts';
export type { Configurations } from './sample/configurations.ts';
export { IsingChains } from './sample/ising.ts';
export { CRITICAL_TEMPERATURE, type Dynamics, type IsingOptions } from './sample/ising_options.ts';
export { IsingLattice } from './sample/lattice.ts';
export { type TrainConfig, type TrainInput, trainConfig, trainSchema } from './train/config.ts';
export type { Autocorrelation, KnownValue, PointSummary, Results, Summary, TrainingCurve } from './train/summary.ts';
export { type Progress, type TrainHooks, type TrainPhase, train } from './train/train.ts';
export { VERSION } from './version.ts';
