/** A recorded run as a scene: the page shows it as it shows the engine. */
import type { Estimate } from '../../../src/core/statistics.ts';
import { cosine } from '../../../src/lab/filters.ts';
import { coarsened } from '../../../src/lab/geometry.ts';
import type { Replay, Take } from '../../../src/lab/replay.ts';
import type { Canvas, Colours, Reading, Scene, SceneState, What } from '../../../src/lab/scene.ts';
import type { LabSettings } from '../../../src/lab/settings.ts';
import { calm } from './dom.ts';

/** Milliseconds between two sweeps at speed 1, and for readers who asked for little motion. */
const FRAME = 90;
const CALM = 500;
/** Sweeps shown for each reading. */
const SWEEPS = 3;

type Listener = (value: never) => void;

/** The take nearest to settings: the same system if there is one, then the nearest temperature. */
export function nearestTake({ takes }: Replay, { size, block, temperature }: Pick<LabSettings, 'size' | 'block' | 'temperature'>): Take {
  const far = (take: Take) => 100 * Math.abs(Math.log(take.size / size)) + 10 * Math.abs(take.block - block) + Math.abs(take.temperature - temperature);
  return takes.reduce((best, take) => (far(take) < far(best) ? take : best));
}

export class ReplayScene implements Scene {
  #take: Take;
  #reading = -1;
  #frame = 0;
  #playing = false;
  #speed = 1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #colours: Colours = { low: [1, 1, 1], high: [0, 0, 0], ground: [1, 1, 1] };
  readonly #canvases = new Map<Canvas, What>();
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(
    readonly replay: Replay,
    settings: LabSettings,
  ) {
    this.#take = nearestTake(replay, settings);
  }

  get state(): SceneState {
    const { model, size, block, buffer, shell, temperature, replicas, seed, steps } = this.#take;
    const common = { model, size, block, buffer, shell, temperature, replicas, seed };
    return { ...common, playing: this.#playing, speed: this.#speed, steps: steps[this.#reading] ?? 0, phase: 'running' };
  }

  get shape(): readonly number[] {
    return [this.#take.size, this.#take.size];
  }

  play(): void {
    if (this.#playing) return;
    this.#playing = true;
    this.#next();
  }

  pause(): void {
    this.#playing = false;
    clearTimeout(this.#timer);
  }

  async step(): Promise<void> {
    this.#advance(true);
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
  }

  async reset(): Promise<void> {
    this.#reading = -1;
    this.#frame = 0;
    this.#draw();
    this.#tell('frame', { steps: 0, milliseconds: 0 });
  }

  setTemperature(temperature: number): void {
    const { size, block } = this.#take;
    this.#take = nearestTake(this.replay, { size, block, temperature });
    void this.reset();
  }

  /** What was measured at the end of the recorded training. */
  async measure(): Promise<Estimate> {
    this.#reading = this.#take.steps.length - 1;
    this.#tell('reading', { ...this.#now(), heldOut: this.#take.heldOut });
    return this.#take.heldOut;
  }

  drawInto(canvas: Canvas, what: What): void {
    this.#canvases.set(canvas, what);
    this.#paint(canvas, what);
  }

  stopDrawing(canvas: Canvas): void {
    this.#canvases.delete(canvas);
  }

  setColours(colours: Colours): void {
    this.#colours = colours;
    this.#draw();
  }

  redraw(): void {
    this.#draw();
  }

  /** There is one chain. */
  show(): void {}

  async spins(): Promise<Uint8Array> {
    return this.#take.frames[this.#frame];
  }

  summary(): undefined {
    return undefined;
  }

  on(event: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  close(): void {
    this.pause();
    this.#canvases.clear();
    this.#listeners.clear();
  }

  #next(): void {
    const wait = calm() ? CALM : FRAME / this.#speed;
    this.#timer = setTimeout(() => {
      if (!this.#playing) return;
      this.#advance(this.#frame % SWEEPS === 0);
      this.#next();
    }, wait);
  }

  #advance(read: boolean): void {
    const { frames, steps } = this.#take;
    this.#frame = (this.#frame + 1) % frames.length;
    this.#draw();
    if (read && this.#reading < steps.length - 1) {
      this.#reading += 1;
      this.#tell('reading', this.#now());
    }
    this.#tell('frame', { steps: steps[this.#reading] ?? 0, milliseconds: 0 });
  }

  #now(): Reading {
    const { steps, inSample, validation, filters, best, energy } = this.#take;
    const i = this.#reading;
    const uniform = filters[i][0].map(() => 1);
    const cosines = filters[i].map((filter) => cosine(filter, uniform));
    return { step: steps[i], inSample: inSample[i], validation: validation[i], best, filters: filters[i], energy, cosines, pattern: 'uniform' };
  }

  #draw(): void {
    for (const [canvas, what] of this.#canvases) this.#paint(canvas, what);
    this.#tell('drawn', undefined);
  }

  #paint(canvas: Canvas, what: What): void {
    const { size, block, frames, filters, best } = this.#take;
    const level = what === 'lattice' ? 0 : Number(what.slice('coarse'.length));
    const filter = filters[Math.max(0, this.#reading)][best];
    let [values, side]: [Int8Array, number] = [Int8Array.from(frames[this.#frame], (spin) => 2 * spin - 1), size];
    for (let k = 0; k < level; k++) {
      values = coarsened(values, side, filter, block);
      side = Math.floor(side / block);
    }
    const context = canvas.getContext('2d') as CanvasRenderingContext2D | null;
    if (!context || side < 1) return;
    if (canvas.width !== side) [canvas.width, canvas.height] = [side, side];
    const picture = context.createImageData(side, side);
    values.forEach((value, i) => {
      const { low, high, ground } = this.#colours;
      picture.data.set([...(value === 0 ? ground : value > 0 ? high : low).map((x) => Math.round(255 * x)), 255], 4 * i);
    });
    context.putImageData(picture, 0, 0);
  }

  #tell(event: string, value: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(value as never);
  }
}
