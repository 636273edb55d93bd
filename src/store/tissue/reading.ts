import type { TissueFile } from '../../model/tissue/file.ts';

/** A tissue as it was read from a file. */
export interface TissueReading extends TissueFile {
  /** What the file is, e.g. 'a label image of 512 x 512 pixels'. */
  readonly kind: string;
  /** One length of the tissue, in `unit`. */
  readonly length: number;
  /** In which lengths of the file are given. */
  readonly unit: string;
  /** What was left out, each with its reason. */
  readonly leftOut: readonly string[];
  /** How the file was understood, where there was something to understand. */
  readonly remarks: readonly string[];
}

/** An error about a file: expected, got, and the way out. */
export type Bad = (expected: string, got: string, remedy: string) => Error;
