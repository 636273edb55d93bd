/** The live scene of the page: frames, readings, measurements, and another device where one was lost. */
import { BlockspinError } from '../core/errors.ts';
import type { Estimate } from '../core/statistics.ts';
import type { Device } from '../gpu/device.ts';
import { submit } from '../gpu/submission.ts';
import { Events } from './events.ts';
import { gaugeSign } from './filters.ts';
import { valuesOf } from './readings.ts';
import type { Canvas, Colours, Patch, Scene, SceneState, What } from './scene.ts';
import { type SceneModel, type SceneSettings, Stage } from './stage.ts';

/** What the host gives. */
interface SceneHost {
  /** Opens a device; called again after one was lost. */
  open(): Promise<Device>;
  /** Resolves when the next frame should be made; by default at once. A page gives `requestAnimationFrame`. */
  nextFrame?(): Promise<unknown>;
}

/** Milliseconds between readings: four a second. */
const READING = 250;

const GREYS: Colours = { low: [0.15, 0.15, 0.15], high: [0.95, 0.95, 0.95], ground: [0.5, 0.5, 0.5] };

/**
 * Opens a scene, paused: a lattice that can move at once, while what trains is compiled beside it. Then the chains begin anew, so that
 * a scene with the same settings and the same seed makes the same steps, bit for bit, however long compiling took.
 * @throws BlockspinError for settings that are not allowed, and where there is no device
 */
export async function openScene(host: SceneHost, settings: SceneSettings, model: SceneModel): Promise<LiveScene> {
  const stage = await Stage.open(await host.open(), settings, model, GREYS);
  return new LiveScene(host, { ...settings }, model, stage);
}

/** A scene that computes. One submission a frame, and never two in flight: everything that submits waits for what was submitted before. */
export class LiveScene implements Scene {
  readonly #host: SceneHost;
  readonly #settings: SceneSettings;
  readonly #model: SceneModel;
  readonly #events = new Events();
  #stage: Stage;
  #colours: Colours = GREYS;
  #phase: SceneState['phase'] = 'compiling';
  #playing = false;
  #looping = false;
  #speed = 1;
  #readAt = 0;
  /** Frames so far, and the one whose configuration is known. */
  #frames = 0;
  #known: { frame: number; values: Uint8Array } | undefined;
  #heldOut: Estimate | undefined;
  #summary: unknown;
  /** Ends with the last work that was begun, and with the compilation. */
  #queue: Promise<unknown> = Promise.resolve();
  #compiled: Promise<void>;

  constructor(host: SceneHost, settings: SceneSettings, model: SceneModel, stage: Stage) {
    this.#host = host;
    this.#settings = settings;
    this.#model = model;
    this.#stage = stage;
    this.#compiled = this.#compile();
  }

  get state(): SceneState {
    return { ...this.#settings, playing: this.#playing, speed: this.#speed, steps: this.#stage.steps, phase: this.#phase };
  }

  get shape(): readonly number[] {
    return this.#stage.trainer.state().shape;
  }

  /** How often the filter can be applied to the lattice and to its own result. */
  get levels(): number {
    return this.#stage.panes.levels;
  }

  get patch(): Patch | undefined {
    return this.#stage.patch;
  }

  play(): void {
    if (this.#phase === 'closed') return;
    this.#playing = true;
    if (!this.#looping) void this.#loop();
  }

  pause(): void {
    this.#playing = false;
  }

  async step(): Promise<void> {
    await this.#alone(() => this.#frame(1, true));
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
    this.#stage.pacer.speed = speed;
  }

  async reset(seed = this.#settings.seed): Promise<void> {
    this.#settings.seed = seed;
    await this.#compiled;
    await this.#alone(() => this.#begin());
  }

  /** At once, but for a measurement, which ends first. */
  setTemperature(temperature: number): void {
    const set = () => {
      if (this.#phase !== 'lost' && this.#phase !== 'closed') this.#stage.trainer.setTemperature(0, temperature);
      this.#settings.temperature = temperature;
      this.#heldOut = undefined;
      this.#stage.readings.forget();
    };
    if (this.#phase === 'measuring') void this.#alone(async () => set()).catch((error) => this.#fail(error));
    else set();
  }

  measure(): Promise<Estimate> {
    return this.#alone(async () => {
      if (this.#phase !== 'running') {
        throw new BlockspinError({ who: 'measuring', expected: 'a training that runs', got: this.#phase, remedy: 'wait until the scene is ready' });
      }
      this.#phase = 'measuring';
      try {
        const { summary } = await this.#stage.trainer.measure();
        const { mean, error } = summary.points[0].information;
        [this.#summary, this.#heldOut] = [summary, { mean, error }];
        this.#stage.readings.skip();
        await this.#frame(0, true);
        return { mean, error };
      } finally {
        this.#phase = 'running';
      }
    });
  }

  drawInto(canvas: Canvas, what: What): void {
    const added = this.#stage.panes.add(canvas, what);
    added.then(() => this.redraw()).catch((error) => this.#fail(error));
  }

  stopDrawing(canvas: Canvas): void {
    this.#stage.panes.remove(canvas);
  }

  setColours(colours: Colours): void {
    this.#colours = colours;
    this.#stage.panes.colours = colours;
    this.redraw();
  }

  show(chain: number): void {
    this.#stage.panes.chain = chain;
    this.#known = undefined;
    this.redraw();
  }

  redraw(): void {
    if (this.#playing || this.#phase === 'lost' || this.#phase === 'closed') return;
    const drawn = this.#alone(async () => {
      submit(this.#stage.device, 'draw', this.#stage.panes.commands);
      this.#events.tell('drawn', undefined);
    });
    drawn.catch((error) => this.#fail(error));
  }

  /** While it plays, those of the last reading. */
  async spins(): Promise<Uint8Array> {
    const known = this.#known;
    if (known && (this.#playing || known.frame === this.#frames)) return known.values;
    return this.#alone(async () => {
      const { readings, panes, device, trainer } = this.#stage;
      submit(device, 'spins', [readings.commands]);
      const values = valuesOf((await readings.take(false)).words, trainer.state(), panes.chain);
      this.#known = { frame: this.#frames, values };
      return values;
    });
  }

  summary(): unknown {
    return this.#summary;
  }

  on(event: string, listener: (value: never) => void): () => void {
    return this.#events.on(event, listener);
  }

  close(): void {
    this.#phase = 'closed';
    this.#playing = false;
    this.#stage.device.close();
  }

  /** Compiles what trains, then begins anew. */
  async #compile(): Promise<void> {
    const { trainer, device } = this.#stage;
    // A device may be lost while nothing is submitted.
    device.lost.then(() => this.#stage.device === device && device.check()).catch((error) => this.#fail(error));
    try {
      await trainer.prepare();
      await this.#alone(() => this.#begin());
      this.#phase = 'running';
      this.#events.tell('ready', undefined);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Work that nothing else overlaps. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #begin(): Promise<void> {
    this.#frames = 0;
    [this.#known, this.#heldOut, this.#summary] = [undefined, undefined, undefined];
    await this.#stage.reset(this.#settings.seed, this.#colours);
  }

  async #loop(): Promise<void> {
    this.#looping = true;
    try {
      while (this.#playing) {
        await (this.#host.nextFrame?.() ?? this.#stage.device.clock.sleep(0));
        const due = this.#stage.device.clock.now() - this.#readAt >= READING;
        const frame = async () => (this.#playing ? this.#frame(this.#stage.pacer.steps, due) : 0);
        const rest = this.#stage.pacer.pause(await this.#alone(frame));
        if (rest > 0) await this.#stage.device.clock.sleep(rest);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#looping = false;
    }
  }

  /** One submission, and its end. @returns milliseconds */
  async #frame(count: number, reads: boolean): Promise<number> {
    const { device, trainer, readings, panes, pacer } = this.#stage;
    const started = device.clock.now();
    const { commands, steps } = this.#stage.work(count, this.#phase === 'running');
    const validates = reads && this.#stage.steps > 0;
    if (steps > 0) this.#heldOut = undefined;
    this.#frames += 1;
    submit(device, 'frame', [...commands, ...(validates ? trainer.validating() : []), ...(reads ? [readings.commands] : []), ...panes.commands]);
    this.#events.tell('drawn', undefined);
    if (reads) await this.#take(validates);
    else await device.idle();
    const milliseconds = device.clock.now() - started;
    if (!reads) pacer.took(count, milliseconds);
    this.#events.tell('frame', { steps, milliseconds });
    return milliseconds;
  }

  async #take(validated: boolean): Promise<void> {
    const { trainer, readings, panes, steps } = this.#stage;
    const { reading, words } = await readings.take(validated);
    this.#readAt = trainer.device.clock.now();
    this.#known = { frame: this.#frames, values: valuesOf(words, trainer.state(), panes.chain) };
    if (steps === 0) return;
    if (panes.levels > 0) panes.choose(reading.best, gaugeSign(reading.filters[reading.best], this.#settings.block, trainer.config.coupling));
    this.#events.tell('reading', { ...reading, step: steps, ...(this.#heldOut ? { heldOut: this.#heldOut } : {}) });
  }

  #fail(error: unknown): void {
    if (this.#phase === 'closed' || this.#phase === 'lost') return;
    const lost = error instanceof BlockspinError && error.code === 'device';
    if (lost) {
      this.#phase = 'lost';
      this.#events.tell('lost', error);
      void this.#reopen();
    } else {
      this.#playing = false;
      this.#events.tell('error', error);
    }
  }

  /** Opens another device with the same settings, seed and canvases. */
  async #reopen(): Promise<void> {
    const { shown, chain } = this.#stage.panes;
    try {
      this.#stage.device.close();
      this.#stage = await Stage.open(await this.#host.open(), this.#settings, this.#model, this.#colours);
      this.#stage.pacer.speed = this.#speed;
      await this.#stage.show(shown, chain);
      this.#phase = 'compiling';
      this.#compiled = this.#compile();
      this.#events.tell('reopened', undefined);
      if (this.#playing) this.play();
    } catch (error) {
      this.#phase = 'closed';
      this.#playing = false;
      this.#events.tell('error', error);
    }
  }
}
