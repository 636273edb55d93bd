/**
 * Every op by the name it is exported under. A new op is an entry in the table of its room: a test
 * compares the tables with the sources.
 */
import type { Row } from '../../row.ts';
import { BOUND } from './bound.ts';
import { COARSE } from './coarse.ts';
import { CRITIC } from './critic.ts';
import { type OpCase, opRows } from './op.ts';

export const OPS: Readonly<Record<string, OpCase>> = { ...COARSE, ...CRITIC, ...BOUND };

/** Replicas side by side: a graphics card is filled by hundreds only. */
export const opsRows = (software: boolean): Row[] => Object.entries(OPS).flatMap(([name, theCase]) => opRows(name, theCase, software ? 16 : 256));
