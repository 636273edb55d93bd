/** All rows of the benchmark, in the order in which they are run. */
import type { Effort, Row } from '../row.ts';
import { floorRows } from './floors.ts';
import { opsRows } from './ops/all.ts';
import { optimRows } from './optim.ts';
import { randomRows } from './random.ts';
import { readbackRows } from './readback.ts';
import { samplingRows } from './sampling.ts';
import { trainingRows } from './training.ts';
import { viewRows } from './view.ts';

/** What decides which sizes are worth their time. */
export interface Wish {
  effort: Effort['name'];
  software: boolean;
}

export function rowsFor({ effort, software }: Wish): Row[] {
  const quick = effort === 'quick';
  return [
    ...floorRows(software),
    ...randomRows(software),
    ...samplingRows(quick),
    ...viewRows(software),
    ...opsRows(software),
    ...optimRows(software),
    ...trainingRows(quick, software),
    ...readbackRows(),
  ];
}
