import { type BlockCorrelation, type BlockValues, blockCorrelations, blockEnergy } from '../analysis/field/block_correlations.ts';
import { Blocking } from '../analysis/field/blocking.ts';
import { BlockspinError } from '../core/errors.ts';
import type { Estimate } from '../core/statistics.ts';
import type { DataSet } from '../model/data/data_set.ts';
import { plusMinus } from '../report/draw/numbers.ts';
import { EXPORTED } from '../sample/policy.ts';
import { axisNames, boundaryWords, type Space, sidesWords } from '../space/space.ts';
import { toJson } from '../store/results.ts';
import type { SideCar } from '../store/side_car.ts';
import { blockingOf } from '../train/result/rule.ts';
import { type CoarsePoint, checkBeside, chosenPoint, coarseRule } from './coarse_point.ts';
import { exportName, withExport } from './export.ts';
import type { Host } from './host.ts';
import { boundaryGiven, type Imported, importData } from './import.ts';
import { checkNumbers, type SampleOptions } from './models.ts';
import type { Given } from './options.ts';
import { eachSampled } from './sampled.ts';

/** Takes configurations of one shape, and the number of them there will be. */
interface Source {
  space: Space;
  samples: number;
  /** Passes on (n, sites..., channels). */
  each(take: (values: ArrayLike<number | bigint>, count: number) => Promise<void>): Promise<void>;
}

/** `blockspin coarsen RUN`: the trained coarse variable of a run, block by block, on configurations of its model or of a file. */
export async function coarsen(host: Host, given: Given, operand?: string): Promise<number> {
  if (operand === undefined) {
    throw new BlockspinError({
      who: 'coarsen',
      expected: 'the folder of a training',
      got: 'none',
      remedy: 'write for example npx blockspin coarsen results/first --out coarse.npy',
    });
  }
  const point = await chosenPoint(host, operand, given);
  checkBeside(operand, point);
  const source = given.data === undefined ? modelSource(host, given, point) : dataSource((await importData(host, given)) as Imported, point);
  const { space, samples } = source;
  const blocking = new Blocking(blockingOf(coarseRule(point), space, (given.seed as number | undefined) ?? 1));
  const shape = [...blocking.extents, ...(blocking.components > 1 ? [blocking.components] : [])];
  const length = shape.reduce((product, extent) => product * extent, 1);
  const all = new Float64Array(samples * length);
  const out = exportName(given, [0]);
  await withExport(host, out, samples, sideCar(point, space, blocking), async (file) => {
    let done = 0;
    await source.each(async (values, count) => {
      const each = values.length / count;
      for (let n = 0; n < count; n++) all.set(blocking.of(values, n * each, done + n), (done + n) * length);
      const part = all.subarray(done * length, (done + count) * length);
      await file?.append({ shape: [count, ...shape], data: point.summary.states === undefined ? Float32Array.from(part) : Int8Array.from(part) });
      done += count;
    });
  });
  const blocks: BlockValues = {
    extents: blocking.extents,
    open: openOf(space),
    components: blocking.components,
    values: all,
    states: (point.summary.states ?? 2) > 2,
  };
  const [energy, correlations] = [blockEnergy(blocks), blockCorrelations(blocks)];
  const result = {
    versions: host.versions,
    run: operand,
    temperature: point.summary.temperature,
    buffer: point.summary.buffer,
    samples,
    extents: blocking.extents,
  };
  if (given.json) host.out(toJson({ ...result, components: blocking.components, ...(out ? { out } : {}), block_energy: energy, correlations }));
  else host.out(describe(point, space, blocking, samples, energy, correlations));
  return 0;
}

const openOf = ({ boundary }: Space) => boundary.map((one) => one === 'open');

/** The samples of a file, which must have the axes and the alphabet of the run. */
function dataSource({ data, given }: Imported, point: CoarsePoint): Source {
  checkAlphabet(data, point);
  const boundary = boundaryGiven(given) ?? point.summary.boundary;
  return {
    space: data.space(boundary),
    samples: data.samples,
    each: async (take) => take(data.array.data, data.samples),
  };
}

function checkAlphabet(data: DataSet, { summary }: CoarsePoint): void {
  const [now, then] = [data.trained, summary.alphabet].map((alphabet) => JSON.stringify(alphabet));
  if (now === then) return;
  throw new BlockspinError({
    who: data.name,
    expected: `values as the run was trained on, ${then}`,
    got: now,
    remedy: 'give configurations of the same values, or say what they are with --alphabet',
  });
}

/** Configurations of the model of the run, sampled as `sample --out` does. */
function modelSource(host: Host, given: Given, { options }: CoarsePoint): Source {
  if (options === undefined) {
    throw new BlockspinError({
      who: 'coarsen',
      expected: 'the configurations, since the run was trained on a file',
      got: 'no --data',
      remedy: 'give --data FILE',
    });
  }
  const chosen: SampleOptions = {
    ...options,
    samples: (given.samples as number | undefined) ?? options.samples,
    chains: (given.chains as number | undefined) ?? options.chains,
    seed: (given.seed as number | undefined) ?? options.seed,
    settings: { ...options.settings, ...(given.size === undefined ? {} : { size: given.size }) },
  };
  checkNumbers(chosen);
  chosen.model.check(chosen.settings, chosen.points, chosen.layout);
  return {
    space: chosen.model.space(chosen.settings),
    samples: chosen.samples * chosen.chains,
    each: (take) => eachSampled(host, given, { verb: 'coarsen', options: chosen, times: EXPORTED }, take),
  };
}

function sideCar({ summary, temperature }: CoarsePoint, space: Space, { components }: Blocking): SideCar {
  const states = summary.states ?? 0;
  return {
    axes: ['n', ...axisNames(space), ...(components > 1 ? ['c'] : [])].join(' '),
    boundary: space.boundary,
    alphabet: states === 0 ? 'real' : states === 2 ? 'binary' : 'categorical',
    ...(temperature === undefined ? {} : { temperature }),
    about: `coarse variable of blocks of ${[summary.block].flat().join(' x ')} sites, trained with buffer ${[summary.buffer].flat().join(' x ')}`,
  };
}

function describe(
  point: CoarsePoint,
  space: Space,
  { extents, components }: Blocking,
  samples: number,
  energy: Estimate,
  correlations: readonly BlockCorrelation[],
): string {
  const names = axisNames(space);
  const states = point.summary.states ?? 0;
  const what = states > 2 ? 'part of equal pairs' : "<H H'>";
  const lines = correlations.flatMap(({ distance, along }) =>
    along.flatMap((value, axis) =>
      value ? [`  ${what} ${distance} ${distance === 1 ? 'block' : 'blocks'} apart along ${names[axis]}  ${plusMinus(value)}`] : [],
    ),
  );
  return [
    `${samples} configurations of ${extents.join(' x ')} blocks${components > 1 ? `, ${components} components each` : ''}, out of ${sidesWords(space)} sites, ${boundaryWords(space)}`,
    `  energy of a block with coupling 1  ${plusMinus(energy)}`,
    ...lines,
    '  errors take the samples to be independent',
    '',
  ].join('\n');
}
