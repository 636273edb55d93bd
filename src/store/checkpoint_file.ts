import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { RunCheckpoint, RunPosition } from '../train/ensemble/checkpoint.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { OPEN_SEAL, seal, sealOf } from './seal.ts';

const FORMAT = 'blockspin training 2';
/** Of version 0.1: without a checksum. */
const UNSEALED = 'blockspin training 1';

/** Text stored beside a checkpoint. */
export interface CheckpointNotes {
  /** What it was computed with. */
  note?: string;
  /** The configuration of the run, as its file has it. */
  config?: string;
}

/** A checkpoint with what was kept beside it. */
interface StoredCheckpoint extends CheckpointNotes {
  checkpoint: RunCheckpoint;
  /** Whether the file has a checksum; those of version 0.1 have none. */
  sealed: boolean;
}

/**
 * The checkpoint as the bytes of one file, with the SHA-256 of all of them.
 * @param notes further text to keep in the file
 */
export async function encodeCheckpoint({ arrays, position, data }: RunCheckpoint, notes: CheckpointNotes = {}): Promise<Uint8Array> {
  const more = { ...(data === undefined ? {} : { data }), ...notes };
  return seal(writeSafetensors(arrays, { seal: OPEN_SEAL, format: FORMAT, position: JSON.stringify(position), ...more }));
}

/**
 * Reads a checkpoint.
 * @param name of the file, for messages
 * @throws BlockspinError for a file that is no checkpoint, or not as it was written
 */
export async function decodeCheckpoint(file: Uint8Array, name: string): Promise<RunCheckpoint> {
  return (await readCheckpoint(file, name)).checkpoint;
}

/**
 * Reads a checkpoint with what was kept beside it.
 * @param name of the file, for messages
 * @throws BlockspinError for a file that is no checkpoint, or not as it was written
 */
export async function readCheckpoint(file: Uint8Array, name: string): Promise<StoredCheckpoint> {
  const state = await sealOf(file);
  if (state === 'damaged') throw broken(name, `${file.length} bytes with another checksum`);
  const { arrays, metadata } = readSafetensors(file, name);
  const { format, position, data, note, config } = metadata;
  if (state === 'none' && format === FORMAT) throw broken(name, 'a file without its checksum');
  if (format !== FORMAT && format !== UNSEALED) {
    throw new BlockspinError({
      who: name,
      expected: `a checkpoint of format "${FORMAT}"`,
      got: format ?? 'none',
      remedy: 'resume with the version of blockspin that wrote it',
      code: 'store',
    });
  }
  return {
    checkpoint: { arrays, position: positionOf(position, name), ...(data === undefined ? {} : { data }) },
    sealed: format === FORMAT,
    ...(note === undefined ? {} : { note }),
    ...(config === undefined ? {} : { config }),
  };
}

/** Files without a checksum may hold anything. */
function positionOf(text: string | undefined, name: string): RunPosition {
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  try {
    const position = JSON.parse(text ?? '') as RunPosition;
    const { phase, done, validated, autocorrelation, seconds } = position;
    if (typeof phase === 'string' && [done, validated, seconds].every(isObject) && Array.isArray(autocorrelation)) return position;
  } catch {
    // Said below.
  }
  throw broken(name, 'one that does not say where the run stands');
}

function broken(name: string, got: string): BlockspinError {
  return new BlockspinError({
    who: name,
    expected: 'a checkpoint as it was written',
    got,
    remedy: phrase`use another copy of it, or start the training anew with blockspin train and another ${setting('out')}`,
    code: 'store',
  });
}
