/** Kernels of training steps and samplers, compiled one by one, with what the driver says of each. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../../../../src/gpu/device.ts';
import type { Ledger } from '../../../../src/gpu/ledger.ts';
import { type Dispatch, Plan } from '../../../../src/gpu/plan.ts';
import { Scope } from '../../../../src/gpu/scope.ts';
import { SAMPLERS } from '../../../rows/samplers.ts';
import { type Dispatched, dispatchesOf, nameOf, onPaper, REPLICAS, STEPS, stepName, stepPlan } from '../dispatched.ts';
import { type Assembly, readAssembly } from './assembly.ts';
import type { Places } from './layer.ts';

/** What the driver says of a pipeline; every number under the driver's own name. */
export interface Pipeline {
  /** Lanes of a wave. */
  subgroup: number;
  stats: Readonly<Record<string, number>>;
  assembly: Assembly | undefined;
  /** Time of the compilation. */
  milliseconds: number;
}

/** A dispatch with its compiled pipeline. */
export interface Compiled {
  dispatch: Dispatched;
  pipeline: Pipeline;
}

/** A plan whose kernels are compiled; `replicas` where it is a training step. */
export interface PlanChoice {
  name: string;
  replicas?: number;
  plan: Plan;
}

/** The plans of all training steps and of one sweep of each sampler, recorded without a device. */
export function allPlans(): PlanChoice[] {
  const steps = STEPS.flatMap((step) => REPLICAS.map((replicas) => ({ ...step, replicas })));
  const sweeps = SAMPLERS.map(({ name, make, sweeps = 1 }) => {
    const ledger: Ledger = onPaper();
    const chains = make(new Scope(ledger, name));
    const plan = new Plan(ledger, name);
    chains.recordSweep(plan, [{ first: 0, groups: chains.groups }], sweeps);
    return { name, plan };
  });
  return [...steps.map((choice) => ({ name: stepName(choice), replicas: choice.replicas, plan: stepPlan(choice) })), ...sweeps];
}

/** Compiles dispatches, each entry point once per set of constants. */
export class Compilation {
  readonly #known = new Map<string, Pipeline>();

  constructor(
    readonly device: Device,
    readonly places: Places,
  ) {}

  /**
   * The dispatches of a plan whose name, after that of the plan, matches.
   * @throws BlockspinError for a kernel that does not compile
   */
  async plan({ name, plan }: PlanChoice, wanted: RegExp): Promise<Compiled[]> {
    const found: Compiled[] = [];
    for (const [i, dispatch] of dispatchesOf(plan).entries()) {
      if (wanted.test(`${name} ${nameOf(dispatch)}`)) found.push({ dispatch, pipeline: await this.#compile(plan.dispatches[i], dispatch) });
    }
    return found;
  }

  async #compile({ declaration, constants }: Dispatch, { title }: Dispatched): Promise<Pipeline> {
    const key = `${title} ${JSON.stringify(Object.entries(constants).sort())}`;
    const known = this.#known.get(key);
    if (known) return known;
    const before = this.#lines().length;
    const start = performance.now();
    await this.device.kernels.get(declaration, constants);
    const milliseconds = performance.now() - start;
    const line = this.#lines().slice(before).at(-1);
    if (line === undefined) throw new Error(`${title}: compiled, but the driver said nothing of it`);
    const { n, subgroup, stats } = JSON.parse(line) as { n: number; subgroup: number; stats: Record<string, number> };
    const file = join(this.places.assembly, `${String(n).padStart(4, '0')}.txt`);
    const pipeline = { subgroup, stats, assembly: existsSync(file) ? readAssembly(readFileSync(file, 'utf8')) : undefined, milliseconds };
    this.#known.set(key, pipeline);
    return pipeline;
  }

  #lines(): string[] {
    return existsSync(this.places.log) ? readFileSync(this.places.log, 'utf8').split('\n').filter(Boolean) : [];
  }
}
