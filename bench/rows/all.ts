/** All rows of the benchmark, in the order in which they are run. */
import type { Effort, Row } from '../row.ts';
import { FLOORS } from './floors.ts';

/** What decides which sizes are worth their time. */
export interface Wish {
  effort: Effort['name'];
  software: boolean;
}

export function rowsFor(_wish: Wish): Row[] {
  return [...FLOORS];
}
