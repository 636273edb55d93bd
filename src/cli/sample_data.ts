import type { Estimate } from '../core/statistics.ts';
import { type DataSet, MOST_VALUES } from '../model/data/data_set.ts';
import { driftOf } from '../model/data/drift.ts';
import { dataObservables, dataSeries } from '../model/data/observables.ts';
import { DATA } from '../model/models.ts';
import { boundaryWords, type Space, sidesWords } from '../space/space.ts';
import { toJson } from '../store/results.ts';
import { withExport } from './export.ts';
import type { Host } from './host.ts';
import { boundaryGiven, importData, refuseWithData, warnOfDrift } from './import.ts';
import { observableLines } from './observables.ts';
import type { Given } from './options.ts';
import { LATTICE, MODELS } from './verbs.ts';

/** `blockspin sample --data`: checks a file, prints observables of its samples, and writes them unchanged to --out. */
export async function sampleData(host: Host, given: Given): Promise<number> {
  refuseWithData(given, [...LATTICE, ...MODELS.filter((name) => name !== 'boundary'), 'samples', 'burn', 'spacing', 'error', 'limit', 'start']);
  const start = performance.now();
  const data = (await importData(host, given)) as DataSet;
  const space = data.space(boundaryGiven(given));
  const out = given.out as string | undefined;
  const drift = driftOf(data);
  warnOfDrift(host, drift);
  await withExport(host, out, data.samples, async (file) => file?.append(data.array));
  const observables = dataObservables(dataSeries(data, space, 0, data.samples));
  const { samples, size } = data;
  const seconds = (performance.now() - start) / 1000;
  const summary = {
    versions: host.versions,
    model: DATA.name,
    data,
    size,
    extents: space.extents,
    boundary: space.boundary,
    ...(out === undefined ? {} : { out }),
    observables,
    ...(drift ? { drift } : {}),
    samples,
    seconds,
  };
  if (given.json) host.out(toJson(summary));
  else host.out(describe(data, space, observables));
  return 0;
}

function describe(data: DataSet, space: Space, observables: Record<string, Estimate>): string {
  const lines = observableLines(observables, DATA.words);
  const use = data.trainable ? 'can be trained on' : `cannot be trained on: that needs from 2 to ${MOST_VALUES} different values`;
  return [
    `${data.name}: ${data.samples} samples of ${data.shape.join(' x ')}, ${data.type}, values ${data.values}`,
    `  lattice ${sidesWords(space)}, ${boundaryWords(space)}`,
    ...lines,
    '  errors take the samples to be independent',
    `  ${use}`,
    '',
  ].join('\n');
}
