import type { Estimate } from '../core/statistics.ts';
import type { DataSet } from '../model/data/data_set.ts';
import { driftOf } from '../model/data/drift.ts';
import { dataObservables, dataSeries } from '../model/data/observables.ts';
import { DATA } from '../model/models.ts';
import { boundaryWords, type Space, sidesWords } from '../space/space.ts';
import { toJson } from '../store/results.ts';
import { withExport } from './export.ts';
import type { Host } from './host.ts';
import { boundaryGiven, type Imported, importData, READING, refuseWithData, spaceGiven, warnOfDrift } from './import.ts';
import { observableLines } from './observables.ts';
import type { Given } from './options.ts';
import { ofData } from './side_car.ts';
import { LATTICE, MODELS } from './verbs.ts';

/** `blockspin sample --data`: checks a file, prints observables of its samples, and writes them unchanged to --out. */
export async function sampleData(host: Host, options: Given): Promise<number> {
  refuseWithData(options, [
    ...LATTICE,
    ...MODELS.filter((name) => name !== 'boundary' && name !== 'lattice' && !READING.includes(name)),
    'samples',
    'burn',
    'spacing',
    'error',
    'limit',
    'start',
  ]);
  const start = performance.now();
  const { data, given } = (await importData(host, options)) as Imported;
  const boundary = boundaryGiven(given);
  const space = spaceGiven(data, given);
  const out = given.out as string | undefined;
  const drift = driftOf(data);
  warnOfDrift(host, drift);
  await withExport(host, out, data.source.shape[0], ofData(data, given), async (file) => file?.append(data.source));
  const observables = dataObservables(dataSeries(data, boundary && space, 0, data.samples));
  const { samples, size } = data;
  const seconds = (performance.now() - start) / 1000;
  const summary = {
    versions: host.versions,
    model: DATA.name,
    data,
    size,
    extents: space.extents,
    boundary: boundary ? space.boundary : 'unknown',
    ...(out === undefined ? {} : { out }),
    observables,
    ...(drift ? { drift } : {}),
    samples,
    seconds,
  };
  if (given.json) host.out(toJson(summary));
  else host.out(describe(data, { space, known: boundary !== undefined }, observables));
  return 0;
}

function describe(data: DataSet, { space, known }: { space: Space; known: boolean }, observables: Record<string, Estimate>): string {
  const lines = observableLines(observables, DATA.words);
  const use = data.trainable
    ? 'can be trained on'
    : data.kind
      ? 'nothing varies: there is nothing to learn'
      : 'can be trained on once --alphabet says what the values are';
  return [
    `${data.name}: ${data.samples} samples of ${data.shape.join(' x ')}, ${data.type}, values ${data.values}`,
    `  lattice ${sidesWords(space)}, ${known ? boundaryWords(space) : 'boundary not given'}`,
    ...lines,
    '  errors take the samples to be independent',
    `  ${use}`,
    '',
  ].join('\n');
}
