/** Components of H that are known, from the files of --known. */
import * as z from 'zod';
import type { KnownComponent } from '../coarse/known.ts';
import { BlockspinError } from '../core/errors.ts';
import { setting } from '../core/phrase.ts';
import { parseJson } from '../store/json.ts';
import type { TrainConfig } from '../train/config/config.ts';
import { componentOf } from '../train/deflation/deflate.ts';
import type { PointSummary } from '../train/result/summary.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

const component = z.looseObject({ weights: z.array(z.array(z.number())), biases: z.array(z.number()) });
const components = z.array(component).min(1);
const point = z.looseObject({ filters: z.array(z.unknown()).min(1), best: z.number() });

/** What a file may hold. */
const CONTENT = z.union([
  components,
  z.looseObject({ operators: components }),
  z.looseObject({ config: z.looseObject({ filterHidden: z.array(z.number()).max(0) }), points: z.array(point).length(1) }),
]);

/**
 * The components in the files of --known, in their order. A file holds a list of components, the operators of `train --deflate`, or the results of a training
 * with one point, whose best filter it is, behind those that were known to it.
 * @throws BlockspinError naming the file and what it should hold
 */
export async function knownGiven(host: Host, given: Given): Promise<KnownComponent[]> {
  const files = [given.known ?? []].flat().map(String);
  return (await Promise.all(files.map((file) => knownIn(host, file)))).flat();
}

async function knownIn({ files }: Host, file: string): Promise<KnownComponent[]> {
  const bad = (got: string) =>
    new BlockspinError({
      setting: setting('known', file),
      expected: 'a .json file with components, the operators of train --deflate, or the results of a training with one point and a linear filter',
      got,
      remedy: 'write for example [{ "weights": [[1, 1, 1, 1]], "biases": [0] }]',
    });
  let value: unknown;
  try {
    value = parseJson(await files.read(file));
  } catch (error) {
    throw bad((error as Error).message);
  }
  const parsed = CONTENT.safeParse(value);
  if (!parsed.success) throw bad(JSON.stringify(value)?.slice(0, 40) ?? 'nothing');
  if (Array.isArray(parsed.data)) return parsed.data as unknown as KnownComponent[];
  if ('operators' in parsed.data) return (parsed.data as { operators: unknown }).operators as KnownComponent[];
  const { config, points } = parsed.data as unknown as { config: TrainConfig; points: PointSummary[] };
  return [...(config.known ?? []), componentOf(config, points[0])];
}
