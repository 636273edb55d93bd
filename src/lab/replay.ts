/**
 * Recorded runs for browsers without WebGPU, as one compact JSON text: lattices as bits, weights as signed bytes relative to the
 * largest of their filter, informations as multiples of 20 µnat; everything in base64.
 */
import { BlockspinError } from '../core/errors.ts';
import type { Estimate } from '../core/statistics.ts';
import type { LabSettings } from './settings.ts';

/** The training recorded at one temperature. */
export interface Take extends LabSettings {
  /** Step of each reading. */
  steps: number[];
  /** (readings, R), nats. */
  inSample: number[][];
  validation: Estimate[][];
  /** (readings, R, b b), the largest |weight| of each is 1. */
  filters: Float32Array[][];
  /** The best replica by its last validation. */
  best: number;
  /** Held-out value of the best replica. */
  heldOut: Estimate;
  energy: Estimate;
  /** One chain after consecutive sweeps: (frames, L L), 0 or 1. */
  frames: Uint8Array[];
}

/** A file of takes. */
export interface Replay {
  version: 1;
  /** How it was made. */
  source: string;
  takes: Take[];
}

const UNIT = 2e-5;
const OFFSET = 0.2;
const MISSING = 65535;

/** The text of a file. */
export function encodeReplay({ source, takes }: Replay): string {
  const packed = takes.map(({ inSample, validation, filters, frames, ...rest }) => ({
    ...rest,
    inSample: values(inSample.flat()),
    validation: values(validation.flat().map(({ mean }) => mean)),
    errors: values(validation.flat().map(({ error }) => error)),
    filters: base64(Uint8Array.from(filters.flat().flatMap((filter) => Array.from(filter, (w) => Math.round(127 * w) & 255)))),
    frames: base64(bits(frames)),
    count: frames.length,
  }));
  return JSON.stringify({ version: 1, source, takes: packed });
}

/** @throws BlockspinError for a file of another version */
export function decodeReplay(text: string): Replay {
  const { version, source, takes } = JSON.parse(text);
  if (version !== 1) throw new BlockspinError({ who: 'replay', expected: 'version 1', got: version, remedy: 'load the page and its files anew' });
  return { version, source, takes: takes.map(unpacked) };
}

type Packed = Omit<Take, 'inSample' | 'validation' | 'filters' | 'frames'> & {
  inSample: string;
  validation: string;
  errors: string;
  filters: string;
  frames: string;
  count: number;
};

function unpacked({ inSample, validation, errors, filters, frames, count, ...rest }: Packed): Take {
  const { replicas, steps, block, size } = rest;
  const table = (text: string) => inRows(numbers(text), replicas);
  const [means, spread] = [table(validation), table(errors)];
  const weights = Float32Array.from(bytes(filters), (byte) => ((byte << 24) >> 24) / 127);
  const each = block * block;
  return {
    ...rest,
    inSample: table(inSample),
    validation: means.map((row, i) => row.map((mean, r) => ({ mean, error: spread[i][r] }))),
    filters: steps.map((_, i) => Array.from({ length: replicas }, (_, r) => weights.slice((i * replicas + r) * each, (i * replicas + r + 1) * each))),
    frames: unpackedBits(bytes(frames), count, size * size),
  };
}

function values(list: readonly number[]): string {
  const whole = Uint16Array.from(list, (x) => (Number.isFinite(x) ? Math.min(MISSING - 1, Math.max(0, Math.round((x + OFFSET) / UNIT))) : MISSING));
  return base64(new Uint8Array(whole.buffer));
}

function numbers(text: string): number[] {
  const whole = new Uint16Array(bytes(text).buffer);
  return Array.from(whole, (x) => (x === MISSING ? Number.NaN : x * UNIT - OFFSET));
}

function inRows<T>(list: readonly T[], width: number): T[][] {
  return Array.from({ length: list.length / width }, (_, i) => list.slice(i * width, (i + 1) * width));
}

/** Lattices behind one another, each beginning with a byte of its own. */
function bits(frames: readonly Uint8Array[]): Uint8Array {
  const each = Math.ceil((frames[0]?.length ?? 0) / 8);
  const packed = new Uint8Array(each * frames.length);
  for (const [f, frame] of frames.entries())
    frame.forEach((value, i) => {
      packed[f * each + (i >> 3)] |= (value & 1) << (i & 7);
    });
  return packed;
}

function unpackedBits(packed: Uint8Array, count: number, sites: number): Uint8Array[] {
  const each = Math.ceil(sites / 8);
  return Array.from({ length: count }, (_, f) => Uint8Array.from({ length: sites }, (_, i) => (packed[f * each + (i >> 3)] >> (i & 7)) & 1));
}

function base64(data: Uint8Array): string {
  return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''));
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
