/** All ops by the names under which they are exported; a test compares the tables with the sources. */
import type { Row } from '../../row.ts';
import { BOUND } from './bound.ts';
import { COARSE } from './coarse.ts';
import { CRITIC } from './critic.ts';
import { type OpCase, opRows } from './op.ts';

/** The tables of all rooms. */
export const OPS: Readonly<Record<string, OpCase>> = { ...COARSE, ...CRITIC, ...BOUND };

/** The rows of all ops. It takes hundreds of replicas to keep a graphics card busy. */
export const opsRows = (software: boolean): Row[] => Object.entries(OPS).flatMap(([name, theCase]) => opRows(name, theCase, software ? 16 : 256));
