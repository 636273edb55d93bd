/** The public surface of blockspin; native/ adds `openDevice` for its host. */

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
} from './analysis/curves/decay.ts';
export type { RateFit } from './analysis/curves/fit.ts';
export { type CurvePoint, type Peak, type PeakOptions, peakOf } from './analysis/curves/peak.ts';
export { type CurveStep, type CurveStepOptions, curveStepOf, type Level, type Levels, levelsOf, type Maximum, maximumOf } from './analysis/curves/phase.ts';
export type { ResampleOptions } from './analysis/curves/resample.ts';
export { type ComponentPoint, type Gain, type Saturation, type SaturationOptions, saturation } from './analysis/curves/saturation.ts';
export type { BlockCorrelation } from './analysis/field/block_correlations.ts';
export { CoarseField, type FieldOptions } from './analysis/field/coarse_field.ts';
export { CoarseCorrelator, type Correlator, type CorrelatorOptions, correlation } from './analysis/field/correlator.ts';
export { type Dimension, type DimensionOptions, dimension, dimensionByWindow, type WindowResult } from './analysis/field/dimension.ts';
export { judgeLaw, type Law, type LawTest } from './analysis/field/power_law.ts';
export { type Distance, distanceOn, gradientFactor, isingEnergyFactor, isingFactor, windingFactor } from './analysis/field/torus.ts';
export { type BoundaryOptions, type BoundaryPoint, boundarynessOverRuns, boundaryPeaks, type FilterRuns } from './analysis/filters/boundary.ts';
export { FILTER_KINDS, type FilterKind, type Weights } from './analysis/filters/filter.ts';
export { overlapMatrix, principalAngles, subspaceOverlap, subspaceOverlaps } from './analysis/filters/overlaps.ts';
export { type PcaOptions, type PrincipalComponents, pca } from './analysis/filters/pca.ts';
export type { ListedSites, UnitCell } from './analysis/filters/places.ts';
export { type Density, density, type Point, type ProjectionOptions, project } from './analysis/filters/projections.ts';
export { type Components, flatComponents, type Vector, type Vectors } from './analysis/filters/vectors.ts';
export { type CovarianceOptions, FieldCovariance, type FieldMatrix, type FieldRow } from './analysis/operators/covariance.ts';
export { type DimensionFit, type FitOrNot, fitDimension } from './analysis/operators/fit.ts';
export { type Image as LocalImage, type LocalFieldOptions, LocalFields, type LocalOperator, type Term } from './analysis/operators/local.ts';
export { IRREPS, type Irrep, type IrrepShares, irrepShares, mainIrrep } from './analysis/operators/point_group.ts';
export { type Followed, followed, type PrincipalOptions, type Principals, principalCorrelator, principals } from './analysis/operators/principal.ts';
export { COUPLINGS, type CouplingKind, type LevelExponent, Renormalisation } from './analysis/operators/renormalise.ts';
export { type DimensionsOfField, type PrincipalOperator, type SectorSpectrum, type SpectrumOptions, sectorSpectrum } from './analysis/operators/spectrum.ts';
export { type BlockFilter, type BlockOfValues, type SectorName, type SectorOperator, splitFilter } from './analysis/operators/split.ts';
export type { Direction } from './analysis/operators/waves.ts';
export type { Action, Represented } from './analysis/symmetry/actions.ts';
export type { HarmonicRegression, HarmonicTest, KuiperTest } from './analysis/symmetry/circular.ts';
export type { Freedom } from './analysis/symmetry/clusters.ts';
export { alignEnsemble, applyGauge, canonical, type Gauge, gaugeTo } from './analysis/symmetry/gauge_order.ts';
export { act, type Block, type BlockGroup, blockGroup, type Element, type GroupOptions, multiplicationTable } from './analysis/symmetry/group.ts';
export type { Place } from './analysis/symmetry/lattice_group.ts';
export type { HypothesisTest, Orbit } from './analysis/symmetry/orbits.ts';
export { findRotation, type Rotation, type RotationOptions } from './analysis/symmetry/rotation.ts';
export { findSymmetry, type Optimum, type Symmetry, type SymmetryOptions } from './analysis/symmetry/symmetry.ts';
export { describeSymmetry } from './analysis/symmetry/text.ts';
export { analyseWords, type WordAnalysis, type WordInput } from './analysis/words/analysis.ts';
export type { OnCircle, WordArc } from './analysis/words/arcs.ts';
export type { WordCircle } from './analysis/words/circle.ts';
export { type LatticePlace, type LatticeSamples, wordLattice } from './analysis/words/lattice.ts';
export { type Compared, type SuperDimers, type SuperSamples, superDimers } from './analysis/words/super_dimers.ts';
export type { WordGroup, WordMap } from './analysis/words/word_group.ts';
export { type Word, type WordArrays, type WordTable, wordLabel, wordNumber } from './analysis/words/words.ts';
export { BOUND_NAMES, type BoundName } from './bound/bounds.ts';
export type { KnownComponent } from './coarse/known.ts';
export type { Reading } from './coarse/reading.ts';
export type { CoarseShape } from './coarse/shape.ts';
export type { ArrayData, ArrayOfNumbers, NamedArray } from './core/array.ts';
export { BlockspinError, type ErrorCode, type ErrorParts } from './core/errors.ts';
export { type Edges, type HalfEdges, halfEdges } from './core/half_edges.ts';
export { type Phrase, phrase, type SettingRef, setting, type Words } from './core/phrase.ts';
export { deriveKeys, PURPOSES, type Purpose, threshold } from './core/random.ts';
export { type ChainEstimate, chainEstimate, type Estimate } from './core/statistics.ts';
export type { BestBinary } from './exact/best.ts';
export type { ExactChainOptions } from './exact/chain.ts';
export type { Filter } from './exact/channel.ts';
export { type ExactInformation, exactChain, exactChainJoint, exactGaussian, exactIsing, exactIsingJoint } from './exact/exact.ts';
export { type BestFurther, type BestOfAll, exactFurther, type FurtherInformation, type KnownStates } from './exact/further.ts';
export type { ExactGaussianOptions } from './exact/gaussian.ts';
export { optimalInfonce } from './exact/infonce.ts';
export type { ExactIsingOptions } from './exact/ising.ts';
export type { Pause } from './exact/joint.ts';
export type { Draws } from './exact/matching/drawn.ts';
export type { MatchingGraph } from './exact/matching/graph.ts';
export { type BestOfStates, type DimerInformation, type DimerRequestOptions, dimerInformation, type EdgeCut } from './exact/matching/information.ts';
export type { BlockMap } from './exact/matching/joint.ts';
export { type Matchings, matchingsOf } from './exact/matching/matchings.ts';
export { type ExitClasses, type ExitsOf, exitClasses, exitTable } from './exact/matching/super_dimers.ts';
export type { AdapterRecord } from './gpu/adapter.ts';
export type { Bound, Constants, Resource } from './gpu/bindings.ts';
export { type Canvas, canvasTarget, Picture, type Target, TextureTarget } from './gpu/canvas.ts';
export type { Declaration, Drawing, DType, EntryPoint, Override, StorageBinding, UniformBinding, UniformField } from './gpu/declaration.ts';
export type { Device } from './gpu/device.ts';
export type { Compiler, KernelCache } from './gpu/kernel.ts';
export type { BufferUse, Capacity, Memory, WordArray } from './gpu/memory.ts';
export { type Dispatch, Plan, type Threads } from './gpu/plan.ts';
export { Scope } from './gpu/scope.ts';
export { declareShader, Shader } from './gpu/shader.ts';
export { type Commands, Readback, submit } from './gpu/submission.ts';
export type { ArrayOf, Tensor, Uniform } from './gpu/tensor.ts';
export type { Clock, Naps, Pieces } from './gpu/waiting.ts';
export type { InferInput } from './infer/config.ts';
export { type InferHooks, infer, type TissueSnapshot } from './infer/infer.ts';
export type { BootstrapResult, FittedValues, InferResult, InferVerdict, LossCurve, NudgeResult, StartResult } from './infer/result.ts';
export type { InferStages, Stage as InferStage } from './infer/stages.ts';
export { ChippingChains, type ChippingOptions } from './model/chipping/chains.ts';
export { DataChains, type DataOptions } from './model/data/chains.ts';
export type { FileCorrelation } from './model/data/correlation.ts';
export { checkData, type DataReading, type DataSet } from './model/data/data_set.ts';
export type { Drift } from './model/data/drift.ts';
export type { Gaps } from './model/data/gaps.ts';
export { DimerChains, type DimerOptions } from './model/dimers/chains.ts';
export type { FieldTheory, InnerSymmetry, OperatorSector, Theory, TheoryFactor, TheoryOperator } from './model/field_theory.ts';
export { GraphDimerChains, type GraphDimerOptions } from './model/graph_dimers/chains.ts';
export { IsingChains } from './model/ising/chains.ts';
export { type Algorithm, type Candidate, type Choice, chooseAlgorithm, isingChains, type Timing } from './model/ising/choose.ts';
export { ClusterChains, type ClusterOptions } from './model/ising/cluster.ts';
export { IsingLattice } from './model/ising/lattice.ts';
export type { SpinChains } from './model/ising/measure.ts';
export { CRITICAL_TEMPERATURE, type Dynamics, type IsingOptions } from './model/ising/options.ts';
export { type Acceptance, TemperedChains } from './model/ising/tempering.ts';
export { LocalChains, type LocalOptions, type LocalSweep } from './model/local_chains.ts';
export {
  type ChainsRequest,
  type Choice as ChosenMove,
  type Control,
  defineModel,
  type Measured,
  type Model,
  type ObservableWords,
  type Precise,
  type SampleDefaults,
  type Settings,
  type Transition,
  type Watched,
} from './model/model.ts';
export { MODELS, type ModelAxis, modelNamed } from './model/models.ts';
export { type ExpectedDimension, type Operators, type Overlap, TORUS_FACTORS, type TorusFactor } from './model/operators.ts';
export { side as latticeSide, temperatures as temperatureList } from './model/settings.ts';
export { TissueChains } from './model/tissue/chains.ts';
export { type MovedTissue, move as moveTissue, type TissueDynamics } from './model/tissue/dynamics.ts';
export type { Exchange } from './model/tissue/exchange.ts';
export { readTissue, type TissueFile, writeTissue } from './model/tissue/file.ts';
export { stiffnesses as tissueStiffnesses } from './model/tissue/jacobian.ts';
export type { Mesh } from './model/tissue/mesh.ts';
export { minimise as minimiseTissue, type Relaxation, type Relaxed } from './model/tissue/minimise.ts';
export type { TissueChainsOptions, TissueSettings } from './model/tissue/options.ts';
export { type PerCell, PLAIN as PLAIN_TISSUE, type TissueParameters } from './model/tissue/parameters.ts';
export { type GrowingTissue, type Grown, type Growth, type GrowthDynamics, proliferate } from './model/tissue/proliferate.ts';
export { type StartSettings, startMesh, type Tiling } from './model/tissue/start.ts';
export type { Bounds, Range as BoundRange } from './optim/cmaes/bounds.ts';
export { type BestCandidate, CmaEs, type SavedCmaEs } from './optim/cmaes/cmaes.ts';
export type { Distribution } from './optim/cmaes/distribution.ts';
export { type EvolveHooks, evolve, type Objective } from './optim/cmaes/evolve.ts';
export type { Noise } from './optim/cmaes/noise.ts';
export type { CmaEsOptions, CmaEsSettings } from './optim/cmaes/options.ts';
export { type FinishedRun, RestartedCmaEs, type RestartOptions, type SavedRestarts } from './optim/cmaes/restarts.ts';
export type { Limits, StopReason, Watched as WatchedValues } from './optim/cmaes/stops.ts';
export { type KnownValue, knownValue, type System } from './report/published/known.ts';
export type { Chains, Mover, OwnFile, Series, Start, Sweeper } from './sample/chains.ts';
export { type Checkpoint, checkpoint, restore } from './sample/checkpoint.ts';
export type { ConfigurationData, Configurations } from './sample/configurations.ts';
export type { Course, CourseProfile, CourseRequest, RunValues } from './sample/course.ts';
export type { GroupRange } from './sample/groups.ts';
export type { CellField, CellPicture } from './sample/picture.ts';
export { measureUntil, type PreciseSeries, type Precision, type PrecisionOptions, type Until } from './sample/precision.ts';
export { LATTICES, type LatticeCell, type LatticeName, type Position } from './space/cell.ts';
export type { Alphabet, Encoding, MassScale, Units } from './space/encoding.ts';
export { type AmmannBeenker, ammannBeenker, ammannBeenkerPatch } from './space/graph/ammann_beenker.ts';
export { type Around, sitesAround } from './space/graph/around.ts';
export { type Board, honeycombBoard, squareBoard, triangularBoard } from './space/graph/boards.ts';
export { graphOfName } from './space/graph/by_name.ts';
export { chosenCentre } from './space/graph/centre.ts';
export { checkGraph } from './space/graph/check.ts';
export { type GraphCut, graphSites } from './space/graph/cut.ts';
export { type NeighbourExits, neighbourExits, type Tips, tipsOf } from './space/graph/exits.ts';
export type { Graph } from './space/graph/graph.ts';
export { type NodeNames, nodesNamed } from './space/graph/labels.ts';
export { GRAPH_NAMES, type GraphName, namedGraph } from './space/graph/named.ts';
export { patchOf } from './space/graph/patch.ts';
export { type HallSet, type MatchingFacts, matchingFacts } from './space/graph/perfect.ts';
export { type ClassRegions, type DegreeClass, degreeClasses, regionsOfClass } from './space/graph/region_classes.ts';
export { type Region, type Regions, regionOf, regionsAround } from './space/graph/regions.ts';
export { type EdgeShell, edgeShell, type ShellCut } from './space/graph/shell.ts';
export { type Image, imagesOf } from './space/graph/symmetry.ts';
export { VIEWS, type Views, viewsAround } from './space/graph/views.ts';
export { INPUTS, type InputsName } from './space/inputs.ts';
export { linkedShells, neighbourShells, type Pair, type PlacedValue } from './space/pairs.ts';
export type { SiteList, SiteView, SiteViews } from './space/sites.ts';
export { type AxisName, BOUNDARIES, type Boundary, type LatticeOptions, latticeSpace, type Space } from './space/space.ts';
export { type CheckpointNotes, decodeCheckpoint, encodeCheckpoint } from './store/checkpoint_file.ts';
export { filterOf } from './store/filter_file.ts';
export { graphNpz } from './store/graph/npz.ts';
export { parseGraph } from './store/graph/read.ts';
export { graphJson } from './store/graph/write.ts';
export { formatNpy, npyHeader, parseNpy } from './store/npy.ts';
export { type Archive, parseNpz } from './store/npz.ts';
export { parseText, type TextArray } from './store/text.ts';
export {
  type ByPoint,
  type ByRun,
  type CellProvenance,
  FURTHER_AXES,
  type FurtherAxis,
  type RunStatus,
  type StudyAxes,
  type StudyData,
  type StudyPoint,
  type StudyProvenance,
} from './study/cells/data.ts';
export { type CorrelatorEntry, correlatorSchema } from './study/correlator/config.ts';
export type { FoundFilter } from './study/correlator/filter.ts';
export type { FilterWeights } from './study/correlator/plan.ts';
export type { CorrelatorFit, CorrelatorRecord, UsedStiffness } from './study/correlator/record.ts';
export type { Sampled } from './study/correlator/sample.ts';
export type { LevelField, LevelRecord } from './study/levels/record.ts';
export type { AroundSetting } from './study/plan/around.ts';
export { type StudyConfig, type StudyInput, studyConfig } from './study/plan/config.ts';
export { studyJsonSchema } from './study/plan/json.ts';
export { PRESET_NAMES, type PresetName, type PresetSize, preset } from './study/plan/presets.ts';
export { type Learning, RECORDED, type Recorded } from './train/config/budget.ts';
export { type TrainConfig, type TrainInput, trainConfig } from './train/config/config.ts';
export { type DeflationOptions, type DeflationStage, FILTER_CANDIDATES, type FilterCandidate, operatorsOf } from './train/deflation/deflate.ts';
export { type Operator, type Sector, sectorOf } from './train/deflation/operator.ts';
export type { RunCheckpoint, RunPosition } from './train/ensemble/checkpoint.ts';
export type { EvolutionRecord, SavedEvolution } from './train/evolution/evolution.ts';
export type { FilterHandle, StateHandle } from './train/handles.ts';
export type { Progress, TrainHooks } from './train/hooks.ts';
export type { TrainerOptions } from './train/opening.ts';
export type { Cap } from './train/result/cap.ts';
export type { CriticChoice } from './train/result/constant.ts';
export type { CoarseRule } from './train/result/rule.ts';
export {
  type Autocorrelation,
  type Doubling,
  type FoldSummary,
  type LearningCurve,
  type LearningPoint,
  type PointSummary,
  REPLICA_STATES,
  type ReplicaState,
  type ReplicaSummary,
  type Results,
  type Summary,
  type Temperature,
  type TrainingCurve,
  VERDICTS,
  type Verdict,
} from './train/result/summary.ts';
export { type BlockPlace, type LatticeImage, placeOf, type Star, type WordRequest, WordSamples } from './train/result/word_samples.ts';
export { STAGES, type Stage } from './train/shares.ts';
export { train } from './train/train.ts';
export { Trainer } from './train/trainer.ts';
export { VERSION } from './version.ts';
