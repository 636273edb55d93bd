/** One device with all that a scene holds on it: trainer, readings, drawings. */
import type { Device } from '../gpu/device.ts';
import { type Commands, submit } from '../gpu/submission.ts';
import type { Colours, Style } from '../show/lattice.ts';
import type { Graph } from '../space/graph/graph.ts';
import type { SiteList } from '../space/sites.ts';
import type { TrainConfig, TrainInput } from '../train/config/config.ts';
import { Trainer } from '../train/trainer.ts';
import type { View } from './catalogue.ts';
import { FramePacer } from './pacer.ts';
import { Panes } from './panes.ts';
import { patchSettings, shownPatch } from './patch.ts';
import { Readings } from './readings.ts';
import type { Patch, SceneState } from './scene.ts';

/** Settings of a scene, as a link has them. Lengths in lattice sites. */
export type SceneSettings = Pick<SceneState, 'model' | 'size' | 'block' | 'buffer' | 'shell' | 'temperature' | 'replicas' | 'seed'>;

/** What a scene needs to know of its model: settings of a training, the one that lists values of its control parameter, how it is drawn. */
export interface SceneModel {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly control?: { readonly key: string };
  readonly view: View;
}

/** Steps of a frame at most, and of which the history is kept. */
const MOST = 128;
const HISTORY = 512;
/** Sweeps before the first step at most; what is left of the burn-in goes on beside the steps. */
const WARMING = 256;
/** Sampling sweeps of a frame at most. */
const SWEEPS = 16;
/** Units of mass that a column shows. */
const HEIGHT = 32;

/** Equal batches need fewer kernels, so that less is compiled. */
const INPUT = { batch: 128, evaluationBatch: 128, validations: 4, evaluations: 192 };

const STYLES: Readonly<Record<Exclude<View, 'tiling'>, Style>> = {
  spins: { kind: 'spins', stagger: false },
  staggered: { kind: 'spins', stagger: true },
  bonds: { kind: 'bars' },
  columns: { kind: 'columns', height: HEIGHT },
};

/** The settings of the training that a scene shows. */
export function inputOf({ settings, control, view }: SceneModel, scene: SceneSettings): TrainInput {
  const { size, block, buffer, shell, temperature, replicas, seed } = scene;
  const common = { ...settings, ...INPUT, replicas, seed, ...(control ? { [control.key]: [temperature] } : {}) };
  return { ...common, ...(view === 'tiling' ? patchSettings(scene) : { size, block, buffer: [buffer], shell }) } as TrainInput;
}

function patchOf({ graph, sites }: TrainConfig): Patch {
  return shownPatch(graph as Graph, sites as SiteList);
}

/** Everything of a scene that a lost device takes along, and that a reset makes anew. */
export class Stage {
  readings: Readings;
  panes: Panes;
  readonly pacer: FramePacer;
  /** Sweeps left before the first step. */
  #warming = 0;
  /** Training steps since the beginning. */
  steps = 0;
  readonly #style: Style | Patch;

  private constructor(
    readonly trainer: Trainer,
    style: Style | Patch,
    colours: Colours,
  ) {
    this.#style = style;
    this.pacer = new FramePacer(trainer.device.adapter.software, MOST);
    this.readings = new Readings(trainer);
    this.panes = new Panes(trainer, style, colours);
  }

  /** A stage whose chains can be moved; `trainer.prepare` is still to come. The device is closed where that fails. */
  static async open(device: Device, settings: SceneSettings, model: SceneModel, colours: Colours): Promise<Stage> {
    try {
      const trainer = await Trainer.open(device, inputOf(model, settings), { history: HISTORY });
      await trainer.prepareSampling();
      return new Stage(trainer, model.view === 'tiling' ? patchOf(trainer.config) : STYLES[model.view], colours);
    } catch (error) {
      device.close();
      throw error;
    }
  }

  /** Where values lie on a tiling. */
  get patch(): Patch | undefined {
    return 'positions' in this.#style ? this.#style : undefined;
  }

  get device(): Device {
    return this.trainer.device;
  }

  /** Begins anew: the same seed gives the same bits. */
  async reset(seed: number, colours: Colours): Promise<void> {
    const { shown, chain } = this.panes;
    this.readings.dispose();
    this.panes.dispose();
    await this.trainer.reset(seed);
    this.steps = 0;
    this.#warming = Math.min(WARMING, this.trainer.owed);
    this.pacer.forget();
    this.readings = new Readings(this.trainer);
    this.panes = new Panes(this.trainer, this.#style, colours);
    await this.show(shown, chain);
  }

  /** Draws onto canvases that another stage drew onto. */
  async show(shown: Panes['shown'], chain: number): Promise<void> {
    this.panes.chain = chain;
    await Promise.all(shown.map(({ canvas, what }) => this.panes.add(canvas, what)));
    submit(this.device, 'begin', this.panes.commands);
  }

  /** The work of a frame: steps, or sweeps before the training can begin. @param learns whether it can */
  work(count: number, learns: boolean): { commands: Commands[]; steps: number } {
    if (count === 0) return { commands: [], steps: 0 };
    if (learns && this.#warming === 0) {
      this.steps += count;
      return { commands: this.trainer.training(count), steps: count };
    }
    const sweeps = Math.min(count, SWEEPS, learns ? this.#warming : SWEEPS);
    if (learns) this.#warming -= sweeps;
    if (learns && this.#warming === 0) this.pacer.forget();
    return { commands: this.trainer.sampling(sweeps), steps: 0 };
  }
}
