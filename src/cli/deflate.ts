/** `blockspin train --deflate N`: operators one after another, each with what it tells beyond those before it. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { guardOut } from '../store/files.ts';
import { toJson } from '../store/results.ts';
import type { TrainConfig, TrainInput } from '../train/config/config.ts';
import { type DeflationStage, deflationConfig, operatorsOf } from '../train/deflation/deflate.ts';
import type { Operator } from '../train/deflation/operator.ts';
import type { Progress } from '../train/hooks.ts';
import type { Host } from './host.ts';
import { knownGiven } from './known.ts';
import type { Given } from './options.ts';

/** The file of --out. */
const FILE = 'operators.json';

/**
 * Finds operators and prints them; with --out they are written after every stage, and --known goes on from such a file.
 * @param progress shows how far a training is
 */
export async function deflate(host: Host, input: TrainInput, given: Given, progress: (progress: Progress) => void): Promise<number> {
  const most = given.deflate as number;
  if (!(Number.isInteger(most) && most >= 1 && most <= MOST)) {
    throw new BlockspinError({ setting: 'deflate', expected: `operators at most, 1 to ${MOST}`, got: most, remedy: phrase`use ${setting('deflate', 4)}` });
  }
  const config = deflationConfig(input);
  const known = await operatorsGiven(host, given);
  const folder = given.out as string | undefined;
  const stages: DeflationStage[] = [];
  const report = (operators: readonly Operator[]) => ({ versions: host.versions, config, operators, stages });
  const device = await host.openDevice(given.adapter as string | undefined);
  try {
    const onStage = async (stage: DeflationStage, found: readonly Operator[]) => {
      stages.push(stage);
      host.err(`${stageLine(stage)}\n`);
      if (folder !== undefined) await save(host, folder, report(found));
    };
    const operators = await operatorsOf(device, input, { most, known, onStage, hooks: { progress, signal: host.signal } });
    const show = given.json ? host.err : host.out;
    show(`\n${operatorTable(operators)}\n`);
    if (given.json) host.out(toJson(report(operators)));
    return 0;
  } finally {
    device.close();
  }
}

/** More operators have more joint states than are summed over. */
const MOST = 8;

/** The operators to go on from. @throws BlockspinError for components without a gain */
async function operatorsGiven(host: Host, given: Given): Promise<Operator[]> {
  const known = (await knownGiven(host, given)) as Partial<Operator>[];
  if (known.every(({ gain, sector, verdict, pairs }) => gain && sector && verdict && pairs)) return known as Operator[];
  const remedy = phrase`leave ${setting('deflate')} out, or give the file of its --out`;
  throw new BlockspinError({ setting: 'known', expected: 'operators of train --deflate', got: 'components without a gain', remedy });
}

async function save({ files }: Host, folder: string, content: { config: TrainConfig }): Promise<void> {
  await guardOut(folder, { expected: 'a folder that can be written', remedy: 'check the path and the free space' }, async () => {
    await files.makeFolder(folder);
    await files.write(`${folder}/${FILE}`, toJson(content));
  });
}

const gainOf = ({ gain: { mean, error } }: Operator) => `${mean.toFixed(5)} ± ${error.toFixed(5)} nats`;

function stageLine({ number, tried, kept }: DeflationStage): string {
  const all = tried.map((one) => `${one.inputs} ${gainOf(one)} (${one.verdict})`).join(', ');
  return `operator ${number}: ${all}; ${kept ? `${kept.inputs} kept` : 'none tells more by three errors'}`;
}

/** One line for each operator. */
function operatorTable(operators: readonly Operator[]): string {
  if (operators.length === 0) return 'no operator tells more than zero by three errors';
  const rows = operators.map((one, n) => [
    `H_${n + 1}`,
    one.sector,
    gainOf(one),
    one.verdict,
    one.weights.map((row) => row.map((w) => w.toFixed(2)).join(' ')).join(' / '),
  ]);
  const widths = [0, 1, 2, 3].map((c) => Math.max(...rows.map((row) => row[c].length)));
  return rows.map((row) => row.map((word, c) => (c < 4 ? word.padEnd(widths[c]) : word)).join('  ')).join('\n');
}
