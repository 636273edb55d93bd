/**
 * `npm run bench:compile -- FAMILY [FILTER] [--loops]`: the kernels of training steps and samplers as Mesa's compiler ACO makes
 * them for a family of AMD GPUs (such as navi31, mi200, gfx1201), without a GPU, and the estimates of the steps. FILTER is a
 * regular expression of plan, kernel and sizes: 'dimer infonce R=500' or linear_bits. docs/performance.md explains the columns.
 */
import { join } from 'node:path';
import { ROOT } from '../../../native/node/commit.ts';
import { openCompiler } from '../../../native/node/compiler.ts';
import { BlockspinError } from '../../../src/core/errors.ts';
import { readWords, runProgram } from '../../entry.ts';
import { allPlans, Compilation } from './compile/compiled.ts';
import { compileFor, FAMILIES } from './compile/layer.ts';
import { tableOf } from './compile/table.ts';
import { dispatchesOf } from './dispatched.ts';
import { kernelEstimates, type Step, stepEstimates } from './estimates.ts';

const EXAMPLE = "npm run bench:compile -- navi31 'dimer infonce R=500'";
const say = (text: string) => process.stdout.write(`${text}\n`);

/** @throws BlockspinError for a family that no driver knows by this form of name, and a filter that is no regular expression */
function asked(): { family: string; wanted: RegExp; filtered: boolean; loops: boolean } {
  const { values, positionals } = readWords('bench compile', { options: { loops: { type: 'boolean' } }, allowPositionals: true }, EXAMPLE);
  const [family, filter = '', ...more] = positionals;
  const remedy = `use for example ${EXAMPLE}`;
  if (family === undefined || !/^[a-z]+\d+\w*$/.test(family) || more.length > 0) {
    const got = positionals.join(' ') || 'nothing';
    throw new BlockspinError({ who: 'bench compile', expected: `a family (${FAMILIES.join(', ')}) and a filter`, got, remedy, code: 'usage' });
  }
  try {
    return { family, wanted: new RegExp(filter), filtered: filter !== '', loops: values.loops === true };
  } catch (error) {
    throw new BlockspinError({ who: 'bench compile', expected: 'a regular expression', got: (error as Error).message, remedy, code: 'usage' });
  }
}

async function main(): Promise<number> {
  const { family, wanted, filtered, loops } = asked();
  const cache = join(ROOT, 'node_modules/.cache/blockspin-gpu');
  const { device, prepared } = await openCompiler(() => compileFor(family, ROOT, cache));
  say(`${device.adapter.driver}, compiled for ${family}`);
  const compilation = new Compilation(device, prepared);
  const steps: Step[] = [];
  let found = 0;
  for (const choice of allPlans()) {
    const compiled = await compilation.plan(choice, wanted);
    if (compiled.length === 0) continue;
    found += compiled.length;
    say(`\n${tableOf(choice.name, compiled, { replicas: choice.replicas, loops })}`);
    if (choice.replicas === undefined) continue;
    const step = { name: choice.name, replicas: choice.replicas, dispatches: dispatchesOf(choice.plan) };
    if (filtered) say(`\n${kernelEstimates({ ...step, dispatches: compiled.map(({ dispatch }) => dispatch) })}`);
    steps.push(step);
  }
  if (found === 0)
    throw new BlockspinError({
      who: 'bench compile',
      expected: 'kernels that match the filter',
      got: String(wanted),
      remedy: 'leave it out for all',
      code: 'usage',
    });
  if (steps.length > 0) say(`\n${stepEstimates(steps)}`);
  say(`\nassembly: ${join(cache, family)}`);
  return 0;
}

await runProgram(main);
// Buffers and devices of the driver that does nothing are not waited for.
process.exit();
