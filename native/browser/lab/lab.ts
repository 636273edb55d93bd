/** The state of the page: settings, the scene that computes, and what it has found. Panels listen to it. */
import type { Estimate } from '../../../src/core/statistics.ts';
import type { ExactValue } from '../../../src/lab/exact_values.ts';
import { isNoise } from '../../../src/lab/filters.ts';
import type { Place } from '../../../src/lab/geometry.ts';
import { History } from '../../../src/lab/history.ts';
import { linkOf } from '../../../src/lab/link.ts';
import type { Reading, Scene } from '../../../src/lab/scene.ts';
import { type LabSettings, modelOf } from '../../../src/lab/settings.ts';
import { calm, colour } from './dom.ts';
import { ExactValues } from './exact_values.ts';
import type { Source } from './source.ts';

/** 'scene': another one, with canvases of its own; 'frame': the lattice has moved. */
export type LabEvent = 'scene' | 'settings' | 'reading' | 'frame' | 'place' | 'state' | 'exact' | 'runs' | 'look';

/** The information found at one value of the control parameter. */
export interface Run {
  temperature: number;
  information: Estimate;
}

export class Lab {
  scene: Scene | undefined;
  reading: Reading | undefined;
  /** The last held-out value at this temperature, and the step it was measured at. */
  heldOut: (Estimate & { step: number }) | undefined;
  exact: ExactValue | undefined;
  /** Whether an exact value is being computed. */
  computing = false;
  readonly history = new History();
  readonly runs: Run[] = [];
  place: Place = { x: 0, y: 0 };
  /** Whether the picture hides the buffer. */
  hidden = false;
  /** Values of the control parameter before the last changes. */
  readonly past: number[] = [];
  /** What went wrong last, for people. */
  problem = '';
  readonly #listeners = new Map<LabEvent, (() => void)[]>();
  readonly #exact = new ExactValues();
  #speed = 1;
  /** Scenes asked for so far: the last one counts. */
  #turn = 0;

  constructor(
    public source: Source,
    public settings: LabSettings,
  ) {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#colours());
  }

  on(events: readonly LabEvent[], listener: () => void): void {
    for (const event of events) this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  tell(event: LabEvent): void {
    for (const listener of this.#listeners.get(event) ?? []) listener();
  }

  get model() {
    return modelOf(this.settings);
  }

  /** The last validation of the best replica, or its held-out value where these weights were measured. */
  get information(): Estimate | undefined {
    const { heldOut, reading } = this;
    return heldOut && heldOut.step === reading?.step ? heldOut : reading?.validation?.[reading.best];
  }

  /** Whether the filter shown is no more than noise. */
  get noise(): boolean {
    return isNoise(this.information);
  }

  /** Opens the scene of the settings, in place of the one before. */
  async open(wanted: Partial<LabSettings> = {}, playing = !calm()): Promise<void> {
    this.#keep();
    const settings = this.source.nearest({ ...this.settings, ...wanted });
    if (settings.model !== this.settings.model) this.runs.length = 0;
    this.settings = settings;
    this.scene?.close();
    const { size, block } = settings;
    const middle = Math.floor((size - block) / 2);
    this.place = { x: middle, y: middle };
    this.#forget();
    this.scene = undefined;
    this.#turn += 1;
    const turn = this.#turn;
    const scene = await this.source.open(settings);
    if (turn !== this.#turn) {
      // Other settings were chosen meanwhile.
      scene.close();
      return;
    }
    this.scene = scene;
    this.problem = '';
    this.#listen(scene);
    this.#colours();
    scene.setSpeed(this.#speed);
    this.tell('scene');
    this.#settled();
    if (playing) scene.play();
    this.tell('state');
  }

  /** The same where something goes wrong in the page that runs: it is said, and the rest goes on. */
  async show(wanted: Partial<LabSettings>, playing?: boolean): Promise<void> {
    try {
      await this.open(wanted, playing);
    } catch (error) {
      this.#failed(error as Error);
    }
  }

  #failed(error: Error): void {
    this.problem = error.message;
    this.tell('state');
  }

  set speed(speed: number) {
    this.#speed = speed;
    this.scene?.setSpeed(speed);
  }

  play(): void {
    this.scene?.play();
    this.tell('state');
  }

  pause(): void {
    this.scene?.pause();
    this.tell('state');
  }

  async step(): Promise<void> {
    this.pause();
    try {
      await this.scene?.step();
    } catch (error) {
      this.#failed(error as Error);
    }
  }

  async reset(seed = this.settings.seed): Promise<void> {
    this.#keep();
    this.#forget();
    this.settings = { ...this.settings, seed };
    await this.scene?.reset(seed);
    this.#settled();
    this.tell('state');
  }

  /** @param remember whether undo comes back to the value before */
  setTemperature(wanted: number, remember = true): void {
    const settings = this.source.nearest({ ...this.settings, temperature: wanted });
    const before = this.settings.temperature;
    if (settings.temperature === before) return;
    this.#keep();
    if (remember) this.past.push(before);
    this.settings = settings;
    this.heldOut = undefined;
    this.scene?.setTemperature(settings.temperature);
    this.#settled();
  }

  undo(): void {
    const before = this.past.pop();
    if (before !== undefined) this.setTemperature(before, false);
  }

  async measure(): Promise<void> {
    const measuring = this.scene?.measure();
    this.tell('state');
    try {
      const value = await measuring;
      if (value) this.heldOut = { ...value, step: this.reading?.step ?? 0 };
    } catch (error) {
      this.#failed(error as Error);
    }
    this.#keep();
    this.tell('reading');
    this.tell('state');
  }

  move(place: Place): void {
    this.place = place;
    this.tell('place');
  }

  hide(hidden: boolean): void {
    this.hidden = hidden;
    this.tell('look');
  }

  /** The value so far becomes a point of the curve over the control parameter. */
  #keep(): void {
    const { information, scene } = this;
    if (!information || !scene) return;
    const { temperature } = this.settings;
    const at = this.runs.findIndex((run) => run.temperature === temperature);
    this.runs.splice(at < 0 ? this.runs.length : at, at < 0 ? 0 : 1, { temperature, information });
    this.tell('runs');
  }

  #forget(): void {
    this.history.clear();
    this.reading = undefined;
    this.heldOut = undefined;
    this.tell('reading');
  }

  /** Settings have changed: the link and the exact value follow. */
  #settled(): void {
    history.replaceState(undefined, '', linkOf(this.settings));
    const exact = this.#exact.find(this.settings, (value) => this.#found(value));
    this.#found(exact === 'coming' ? undefined : exact, exact === 'coming');
    this.tell('settings');
  }

  #found(value: ExactValue | undefined, computing = false): void {
    this.exact = value;
    this.computing = computing;
    this.tell('exact');
  }

  #listen(scene: Scene): void {
    scene.on('reading', (reading) => {
      if (scene !== this.scene) return;
      const last = this.history.moments.at(-1);
      if (last && reading.step < last.step) this.history.clear();
      this.reading = reading;
      if (reading.heldOut) this.heldOut = { ...reading.heldOut, step: reading.step };
      this.history.add(reading);
      this.tell('reading');
    });
    scene.on('frame', () => scene === this.scene && this.tell('frame'));
    scene.on('lost', (error) => this.#failed(error));
    scene.on('error', (error) => this.#failed(error));
    const well = () => {
      this.problem = '';
      this.tell('state');
    };
    scene.on('ready', well);
    scene.on('reopened', () => {
      // The training begins anew.
      this.#forget();
      well();
    });
  }

  #colours(): void {
    this.scene?.setColours({ low: colour('--down'), high: colour('--up'), ground: colour('--ground') });
    this.tell('look');
  }
}
