/** The public surface of blockspin; native/ adds `openDevice` for its host. */
export type { Action, Represented } from './analysis/actions.ts';
export { type BoundaryOptions, type BoundaryPoint, boundarynessOverRuns, boundaryPeaks, type FilterRuns } from './analysis/boundary.ts';
export type { Freedom } from './analysis/clusters.ts';
export { CoarseField, type FieldOptions } from './analysis/coarse_field.ts';
export { CoarseCorrelator, type Correlator, type CorrelatorOptions, correlation } from './analysis/correlator.ts';
export {
  type BufferPoint,
  type Decay,
  type DecayChoice,
  type DecayOptions,
  decay,
  type ExponentialFit,
  exponentialAt,
  type LevelFit,
  type PowerFit,
  powerAt,
} from './analysis/decay.ts';
export { type Dimension, type DimensionOptions, dimension, dimensionByWindow, type WindowResult } from './analysis/dimension.ts';
export type { RateFit } from './analysis/fit.ts';
export { alignEnsemble, applyGauge, canonical, type Gauge, gaugeTo } from './analysis/gauge_order.ts';
export { act, type Block, type BlockGroup, blockGroup, type Element, type GroupOptions, multiplicationTable } from './analysis/group.ts';
export type { HypothesisTest, Orbit } from './analysis/orbits.ts';
export { overlapMatrix, principalAngles, subspaceOverlap, subspaceOverlaps } from './analysis/overlaps.ts';
export { type PcaOptions, type PrincipalComponents, pca } from './analysis/pca.ts';
export { type CurvePoint, type Peak, type PeakOptions, peakOf } from './analysis/peak.ts';
export { type Level, type Levels, levelsOf, type Maximum, maximumOf, type Step, type StepOptions, stepOf } from './analysis/phase.ts';
export { judgeLaw, type Law, type LawTest } from './analysis/power_law.ts';
export { type Density, density, type Point, type ProjectionOptions, project } from './analysis/projections.ts';
export type { ResampleOptions } from './analysis/resample.ts';
export { findRotation, type Rotation, type RotationOptions } from './analysis/rotation.ts';
export { type ComponentPoint, type Gain, type Saturation, type SaturationOptions, saturation } from './analysis/saturation.ts';
export { findSymmetry, type Optimum, type Symmetry, type SymmetryOptions } from './analysis/symmetry.ts';
export { describeSymmetry } from './analysis/symmetry_text.ts';
export { type Distance, distanceOn, isingFactor, windingFactor } from './analysis/torus.ts';
export { type Components, flatComponents, type Vector, type Vectors } from './analysis/vectors.ts';
export type { ArrayData, ArrayOfNumbers } from './core/array.ts';
export { BlockspinError } from './core/errors.ts';
export type { Estimate } from './core/statistics.ts';
export type { BestBinary } from './exact/best.ts';
export type { ExactChainOptions } from './exact/chain.ts';
export type { Filter } from './exact/channel.ts';
export { type ExactInformation, exactChain, exactChainJoint, exactGaussian, exactIsing, exactIsingJoint } from './exact/exact.ts';
export type { ExactGaussianOptions } from './exact/gaussian.ts';
export { optimalInfonce } from './exact/infonce.ts';
export type { ExactIsingOptions } from './exact/ising.ts';
export type { AdapterRecord, Device, Scope } from './gpu/device.ts';
export { Plan } from './gpu/plan.ts';
export type { Chains, GroupRange, Mover, Series, Start } from './sample/chains.ts';
export { type Checkpoint, checkpoint, restore } from './sample/checkpoint.ts';
export { ChippingChains, type ChippingOptions } from './sample/chipping.ts';
export { type Algorithm, type Candidate, type Choice, chainsOf, chooseAlgorithm } from './sample/choose.ts';
export { ClusterChains, type ClusterOptions } from './sample/cluster.ts';
export type { Configurations } from './sample/configurations.ts';
export { DataChains, type DataOptions } from './sample/data.ts';
export { checkData, type DataSet } from './sample/data_set.ts';
export { DimerChains, type DimerOptions } from './sample/dimers.ts';
export { IsingChains } from './sample/ising.ts';
export type { SpinChains } from './sample/ising_measure.ts';
export { CRITICAL_TEMPERATURE, type Dynamics, type IsingOptions } from './sample/ising_options.ts';
export { IsingLattice } from './sample/lattice.ts';
export { type Acceptance, TemperedChains } from './sample/tempering.ts';
export { decodeCheckpoint, encodeCheckpoint } from './store/checkpoint_file.ts';
export { filterOf } from './store/filter_file.ts';
export { formatNpy, npyHeader, parseNpy } from './store/npy.ts';
export { parseText } from './store/text.ts';
export { type StudyConfig, type StudyInput, studyConfig, studyJsonSchema, studySchema } from './study/config.ts';
export type { CorrelatorEntry } from './study/correlator_config.ts';
export type { CorrelatorFit, CorrelatorRecord } from './study/correlator_record.ts';
export type { ByPoint, ByRun, CellProvenance, FurtherAxis, RunStatus, StudyAxes, StudyData, StudyPoint, StudyProvenance } from './study/data.ts';
export { PRESET_NAMES, type PresetName, preset } from './study/presets.ts';
export type { RunCheckpoint, RunPosition } from './train/checkpoint.ts';
export { type TrainConfig, type TrainInput, trainConfig, trainSchema } from './train/config.ts';
export type { CriticChoice } from './train/constant.ts';
export type { Stage } from './train/shares.ts';
export type { Autocorrelation, KnownValue, PointSummary, ReplicaSummary, Results, Summary, TrainingCurve, Verdict } from './train/summary.ts';
export { type Progress, type TrainHooks, train } from './train/train.ts';
export { VERSION } from './version.ts';
