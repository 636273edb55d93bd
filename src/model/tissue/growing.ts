import { BlockspinError, internal } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, philox } from '../../core/random.ts';
import { meanError } from '../../core/statistics.ts';
import { hostClock } from '../../gpu/waiting.ts';
import type { OnProgress } from '../../sample/advance.ts';
import type { Course, CourseProfile, CourseRequest, RunValues } from '../../sample/course.ts';
import { firstWhole } from './check.ts';
import { STEPS_PER_SWEEP } from './dynamics.ts';
import { writeTissue } from './file.ts';
import { addUniform, addWave, type FlowSums, INTERVALS, noFlow } from './flow.ts';
import { measure } from './geometry.ts';
import { type GrownSnapshot, grownArrays } from './grown_arrays.ts';
import { cornersOf } from './mesh.ts';
import { snapshot } from './observables.ts';
import { type TissueSettings, tissueParameters, valuesOf } from './options.ts';
import type { TissueParameters } from './parameters.ts';
import { pictureOf } from './picture.ts';
import { cellVelocities, copied, type GrowingTissue, type Growth, growSweep } from './proliferate.ts';
import { startMesh } from './start.ts';

/** More cells in all runs take too long on a processor. */
const MOST_CELLS = 200_000;
/** Longest time without a look at signals, milliseconds. */
const UNSEEN = 50;

/** One tissue of the runs. */
interface Run {
  tissue: GrowingTissue;
  readonly key: readonly [number, number];
  /** Steps of time so far, those in which it settled included. */
  clock: number;
  /** Since the last look. */
  divisions: number;
  extrusions: number;
  exchanged: number;
  /** Cells times sweeps since the last look: mean of the numbers before and after each. */
  cellSweeps: number;
  /** Cells at the last look. */
  cells: number;
  flow: FlowSums;
  /** Over all of the course. */
  readonly whole: FlowSums;
}

/**
 * Tissues whose cells grow, divide and are extruded, in float64 on the host, since the number of cells changes. Every run begins with the same
 * cells; preferred areas are drawn with the density a/x², which cells between a/2 and a keep that grow alike and divide at a: so the number of cells grows as exp(g t) from
 * the beginning, and not by doublings.
 */
export class GrowingTissues implements Course {
  readonly title: string;
  readonly sweep: number;
  readonly #settings: TissueSettings;
  readonly #parameters: TissueParameters & { readonly shape: number };
  readonly #growth: Growth;
  readonly #runs: Run[];
  readonly #kept: GrownSnapshot[] = [];
  /** Sweeps of the course. */
  #sweeps = 0;

  /** @throws BlockspinError where cells must keep their neighbours */
  constructor({ settings, point, runs, seed }: CourseRequest<TissueSettings>) {
    if (settings.transitions === 0) throw withoutTransitions();
    const mesh = startMesh(settings);
    this.#settings = settings;
    this.#parameters = { ...tissueParameters(settings, point, mesh), shape: point };
    this.#growth = growthOf(settings, mesh.box[0]);
    this.sweep = STEPS_PER_SWEEP * settings.timeStep;
    this.title = settings.growthProfile === 'wave' ? 'growth along a wave' : 'uniform growth';
    this.#runs = Array.from({ length: runs }, (_, run) => ({
      tissue: copied({ mesh, area: drawnAreas(settings, deriveKey(seed, 'start', run)) }),
      key: deriveKey(seed, 'sweep', run),
      clock: 0,
      divisions: 0,
      extrusions: 0,
      exchanged: 0,
      cellSweeps: 0,
      cells: settings.cells,
      flow: noFlow(),
      whole: noFlow(),
    }));
  }

  get steady(): readonly string[] {
    return ['growth_rate', 'division_rate', 'extrusion_rate', 'divergence', 'curl', 'transitions', 'shape_index', 'defects'];
  }

  get drawn(): readonly string[] {
    return ['cells', 'divergence'];
  }

  /** Without chirality nothing turns. Where growth is uniform, cells divide as often as they grow, and none is extruded. */
  continuum(time: number): Readonly<Record<string, number>> {
    const { cells, growth, growthProfile, chirality, torque, drive } = this.#settings;
    const mirrored = chirality === 0 && torque === 0 && drive === 0;
    const common = { divergence: growth, ...(mirrored ? { curl: 0 } : {}) };
    if (growthProfile === 'wave') return common;
    return { ...common, cells: cells * Math.exp(growth * time), growth_rate: growth, division_rate: growth, extrusion_rate: 0, curl: 0 };
  }

  async settle(sweeps: number, progress: OnProgress): Promise<void> {
    await this.#move({ rate: () => 0, divideAbove: Number.POSITIVE_INFINITY, extrudeBelow: 0 }, sweeps, progress);
  }

  async advance(sweeps: number, progress: OnProgress): Promise<void> {
    await this.#move(this.#growth, sweeps, progress, this.#settings.growthProfile === 'wave' ? addWave : addUniform);
    this.#sweeps += sweeps;
  }

  async #move(growth: Growth, sweeps: number, progress: OnProgress, add?: typeof addWave): Promise<void> {
    const { timeStep: dt, noise, transitions } = this.#settings;
    let seen = hostClock.now();
    for (let sweep = 0; sweep < sweeps; sweep++) {
      for (const [i, run] of this.#runs.entries()) {
        const dynamics = { dt, noise, key: run.key, exchange: { below: transitions, length: 1.5 * transitions } };
        const before = run.tissue.area.length;
        const { mesh, area, divisions, extrusions, exchanged, flow } = growSweep(run.tissue, this.#parameters, growth, dynamics, run.clock);
        run.tissue = { mesh, area };
        run.clock += STEPS_PER_SWEEP;
        this.#checkRun(i);
        if (!add) continue;
        run.divisions += divisions;
        run.extrusions += extrusions;
        run.exchanged += exchanged;
        run.cellSweeps += (before + area.length) / 2;
        for (const sums of [run.flow, run.whole]) add(sums, flow);
        if (hostClock.now() - seen < UNSEEN) continue;
        await hostClock.sleep(0);
        await progress((sweep + (i + 1) / this.#runs.length) / sweeps);
        seen = hostClock.now();
      }
      this.#checkCells();
      await progress((sweep + 1) / sweeps);
    }
  }

  /** @throws BlockspinError where a cell turned inside out, or a position is no number */
  #checkRun(i: number): void {
    const { mesh } = this.#runs[i].tissue;
    const { area } = measure(mesh, cornersOf(mesh), 0);
    if (area.every((one) => one > 0)) return;
    throw new BlockspinError({
      who: `tissue of run ${i}`,
      expected: 'cells of positive area',
      got: area.some(Number.isNaN) ? 'positions that are no numbers' : 'a cell that is inside out',
      remedy: phrase`use a smaller ${setting('growth')} or ${setting('noise')}, or a shorter ${setting('timeStep')}`,
      code: 'diverged',
    });
  }

  #checkCells(): void {
    const cells = this.#runs.reduce((sum, { tissue }) => sum + tissue.area.length, 0);
    if (cells <= MOST_CELLS) return;
    throw new BlockspinError({
      who: 'growing tissues',
      expected: `at most ${MOST_CELLS} cells in all runs`,
      got: cells,
      remedy: phrase`use fewer ${setting('samples')} or ${setting('chains')}, a shorter ${setting('spacing')} or a smaller ${setting('growth')}`,
      code: 'memory',
    });
  }

  observe(): RunValues {
    const series: Record<string, Float64Array> = {};
    for (const [i, run] of this.#runs.entries()) {
      for (const [name, value] of Object.entries(this.#seen(run))) {
        series[name] ??= new Float64Array(this.#runs.length);
        series[name][i] = value;
      }
      Object.assign(run, { divisions: 0, extrusions: 0, exchanged: 0, cellSweeps: 0, cells: run.tissue.area.length, flow: noFlow() });
    }
    return series;
  }

  /** What a run shows. Rates are no numbers before the first sweep. */
  #seen(run: Run): Record<string, number> {
    const { tissue, divisions, extrusions, exchanged, cellSweeps, cells, flow } = run;
    const count = tissue.area.length;
    const { values } = snapshot(tissue.mesh, this.#parametersOf(tissue));
    const { shape_index, defects, energy } = values;
    const cellTime = cellSweeps * this.sweep;
    return {
      cells: count,
      area: (tissue.mesh.box[0] * tissue.mesh.box[1]) / count,
      growth_rate: (Math.log(count / cells) * (count + cells)) / 2 / cellTime,
      division_rate: divisions / cellTime,
      extrusion_rate: extrusions / cellTime,
      divergence: flow.divergence[0] / flow.divergence[1],
      curl: flow.curl[0] / flow.curl[1],
      transitions: exchanged / cellTime,
      shape_index,
      defects,
      energy,
    };
  }

  /** With the preferred areas of the cells. */
  #parametersOf({ area }: GrowingTissue): TissueParameters {
    return { ...this.#parameters, area, shape: area.map((one) => this.#parameters.shape * Math.sqrt(one)) };
  }

  profile(): CourseProfile | undefined {
    const { growth, growthProfile } = this.#settings;
    if (growthProfile !== 'wave') return undefined;
    const [length] = startMesh(this.#settings).box;
    const place = Array.from({ length: INTERVALS }, (_, i) => (i + 0.5) / INTERVALS);
    return {
      place,
      velocity: place.map((_, i) => meanError(this.#runs.map(({ whole }) => whole.streamed[i] / whole.area[i]))),
      continuum: place.map((x) => ((growth * length) / (2 * Math.PI)) * Math.sin(2 * Math.PI * x)),
    };
  }

  keep(): void {
    for (const [run, { tissue }] of this.#runs.entries()) {
      const { mesh, area } = copied(tissue);
      const parameters = this.#parametersOf(tissue);
      const velocity = cellVelocities(mesh, parameters);
      this.#kept.push({ run, time: this.#sweeps * this.sweep, mesh, preferred: area, velocity, value: valuesOf(this.#settings.cellValue, mesh, parameters) });
    }
  }

  archive() {
    if (this.#kept.length === 0) throw internal('an archive of a course of which nothing was kept');
    return grownArrays(this.#kept);
  }

  ownFile() {
    const number = firstWhole(this.#runs.map(({ tissue }) => tissue.mesh));
    const { tissue } = this.#runs[number];
    const { noise, cellValue } = this.#settings;
    const parameters = this.#parametersOf(tissue);
    const values = { [cellValue]: Array.from(valuesOf(cellValue, tissue.mesh, parameters)) };
    const text = writeTissue({ mesh: tissue.mesh, values, parameters: { ...parameters, noise } });
    return { ending: '.json', number, text, picture: pictureOf(tissue.mesh, { shape: this.#parameters.shape, noise, after: this.#sweeps * this.sweep }) };
  }
}

/** Rates of growth by place, and the areas at which cells divide and are extruded. */
function growthOf({ growth, growthProfile, divideAbove, extrudeBelow }: TissueSettings, length: number): Growth {
  const wave = growthProfile === 'wave';
  const rate = wave ? (x: number) => growth * Math.cos((2 * Math.PI * x) / length) : () => growth;
  return { rate, divideAbove, extrudeBelow, expanding: !wave };
}

/** Preferred areas between a/2 and a with the density a/x²; a is that at which cells divide. */
function drawnAreas({ cells, divideAbove }: TissueSettings, key: readonly number[]): Float64Array {
  return Float64Array.from({ length: cells }, (_, c) => divideAbove / (2 - (philox([c, 0, 0, 0], key)[0] + 0.5) / 2 ** 32));
}

function withoutTransitions(): BlockspinError {
  return new BlockspinError({
    setting: setting('transitions', 0),
    expected: 'a length above 0 where cells grow: they exchange neighbours',
    got: 0,
    remedy: phrase`use for example ${setting('transitions', 0.04)}`,
  });
}
