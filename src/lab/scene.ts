/** What the page of the laboratory asks of whatever computes: the live engine, or a recorded run. */
import type { Estimate } from '../core/statistics.ts';
import type { LabSettings } from './settings.ts';

/** A scene at one moment. */
export interface SceneState extends LabSettings {
  playing: boolean;
  /** Part of the frame budget that steps may take. */
  speed: number;
  /** Training steps since the last reset. */
  steps: number;
  /** 'compiling': the lattice moves, and no filter learns yet. */
  phase: 'compiling' | 'running' | 'measuring' | 'lost' | 'closed';
}

/** Numbers of a training, at most four times a second. Informations in nats. */
export interface Reading {
  step: number;
  /** Per replica, mean in-sample objective since the last reading. */
  inSample: number[];
  /** Per replica, the last validation. */
  validation?: Estimate[];
  /** The best replica by validation. */
  best: number;
  /** Of the last `measure` at this temperature with these weights. */
  heldOut?: Estimate;
  /** Per replica: the weights of the first component, row by row. */
  filters: Float32Array[];
  /** Per site, over all chains of the training part. */
  energy?: Estimate;
  /** Per replica: |cosine| with the named pattern; none on a tiling, where no filter has a name. */
  cosines: number[];
  /** Name of that pattern. */
  pattern?: string;
  acceptance?: number;
}

/** What a canvas shows: the lattice, or the coarse lattice after one to three applications of the best filter. */
export type What = 'lattice' | 'coarse1' | 'coarse2' | 'coarse3';

/** Red, green, blue in 0 .. 1. */
type Colour = readonly [number, number, number];

/** Colours of the two values, or of the least and the largest, and of what lies behind them. */
export interface Colours {
  low: Colour;
  high: Colour;
  ground: Colour;
}

/** A patch of a tiling around the middle of its block, as it is drawn. Lengths in those of edges; block, buffer and environment are numbers of edges. */
export interface Patch {
  /** Where each node lies, y upwards; null for a ghost. */
  readonly positions: readonly (readonly [number, number] | null)[];
  readonly edges: readonly (readonly [number, number])[];
  /** Half of the side of the square that is drawn. */
  readonly half: number;
  readonly block: readonly number[];
  readonly buffer: readonly number[];
  readonly environment: readonly number[];
}

/** A canvas of the page, or one of a worker. */
export type Canvas = HTMLCanvasElement | OffscreenCanvas;

/** A running system: lattice, filters and their numbers. */
export interface Scene {
  /** A new plain object each time it is read. */
  readonly state: SceneState;
  play(): void;
  /** Nothing is computed until `play` or `step`. */
  pause(): void;
  /** One step of the training. */
  step(): Promise<void>;
  setSpeed(speed: number): void;
  /** The same seed gives the same bits. */
  reset(seed?: number): Promise<void>;
  setTemperature(temperature: number): void;
  /** Refines the critic for the discrete H and evaluates held-out chains; then learning goes on. */
  measure(): Promise<Estimate>;
  /** The canvas gets one pixel per site, or as many as shapes need, and is drawn in every frame. */
  drawInto(canvas: Canvas, what: What): void;
  stopDrawing(canvas: Canvas): void;
  setColours(colours: Colours): void;
  /** Draws once more while nothing plays, and computes nothing: 'drawn' follows. */
  redraw(): void;
  /** Which chain is shown. */
  show(chain: number): void;
  /** Values of the shown chain, one byte a value. */
  spins(): Promise<Uint8Array>;
  /** Shape of `spins`. */
  readonly shape: readonly number[];
  /** Where values lie on a tiling; absent on a lattice. */
  readonly patch?: Patch | undefined;
  /** The summary as the command line writes it, of the last `measure`; undefined before. */
  summary(): unknown;
  /** @returns a function that ends it */
  on(event: 'reading', listener: (reading: Reading) => void): () => void;
  on(event: 'frame', listener: (frame: { steps: number; milliseconds: number }) => void): () => void;
  /** In the task that drew: only there can a canvas be copied. */
  on(event: 'drawn', listener: () => void): () => void;
  on(event: 'ready' | 'reopened', listener: () => void): () => void;
  on(event: 'lost' | 'error', listener: (error: Error) => void): () => void;
  close(): void;
}
