import { BlockspinError } from '../core/errors.ts';
import type { RunCheckpoint } from '../train/ensemble/checkpoint.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const FORMAT = 'blockspin training 1';

/**
 * The checkpoint as the bytes of one file.
 * @param note further text to store in the file; see `checkpointNote`
 */
export function encodeCheckpoint({ arrays, position, data }: RunCheckpoint, note = ''): Uint8Array {
  const more = { ...(data === undefined ? {} : { data }), ...(note === '' ? {} : { note }) };
  return writeSafetensors(arrays, { format: FORMAT, position: JSON.stringify(position), ...more });
}

/** The note stored with a checkpoint; empty where there is none. */
export function checkpointNote(file: Uint8Array, name: string): string {
  return readSafetensors(file, name).metadata.note ?? '';
}

/**
 * Reads a checkpoint.
 * @param name of the file, for messages
 * @throws BlockspinError for a file that is no checkpoint, or a broken one
 */
export function decodeCheckpoint(file: Uint8Array, name: string): RunCheckpoint {
  const { arrays, metadata } = readSafetensors(file, name);
  if (metadata.format !== FORMAT) {
    throw new BlockspinError({
      who: name,
      expected: `a checkpoint of format "${FORMAT}"`,
      got: metadata.format ?? 'none',
      remedy: 'resume with the version of blockspin that wrote it',
      code: 'store',
    });
  }
  const { position, data } = metadata;
  return { arrays, position: JSON.parse(position), ...(data === undefined ? {} : { data }) };
}
