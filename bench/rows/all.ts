/** All rows of the benchmark in their order. */
import type { Effort, Row } from '../row.ts';
import { floorRows } from './floors.ts';
import { opsRows } from './ops/all.ts';
import { optimRows } from './optim.ts';
import { randomRows } from './random.ts';
import { readbackRows } from './readback.ts';
import { samplingRows } from './sampling.ts';
import { trainingRows } from './training.ts';
import { viewRows } from './view.ts';

/** Decides which rows there are, and their sizes. */
interface RowChoice {
  effort: Effort['name'];
  software: boolean;
}

/** The rows for an adapter; the floors come first, since all others are compared with them. */
export function rowsFor({ effort, software }: RowChoice): Row[] {
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
