import * as recorder from '../gen/shaders/train/record.ts';
import type { Device } from '../gpu/device.ts';
import { Plan } from '../gpu/plan.ts';
import { Scope } from '../gpu/scope.ts';
import { TissueAdjoint } from '../model/tissue/adjoint.ts';
import type { Mesh } from '../model/tissue/mesh.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import type { Rates } from '../model/tissue/rates.ts';
import { Tissues } from '../model/tissue/tissues.ts';
import { adam, hyperLayout } from '../optim/adam.ts';
import { ADAM, schedule } from '../optim/schedule.ts';
import { type End, packEnds, unpackEnds } from './end.ts';
import { FITTED, type Fitted } from './parameters.ts';
import { type InferStages, NO_STAGES, runKept, stage } from './stages.ts';
import { stiffest } from './stiffest.ts';

/** One fit: a replica of the ensemble. */
export interface Job {
  /** The snapshot, in which vertices begin. */
  readonly observed: Mesh;
  /** k; infinity: force matching. */
  readonly nudge: number;
  /** Parameters in the beginning; those that are not fitted stay. */
  readonly start: TissueParameters;
}

/** How fits are made. */
export interface FitOptions {
  readonly fitted: readonly Fitted[];
  /** Steps of Adam. */
  readonly steps: number;
  /** Learning rate; it falls to a tenth over the second half. */
  readonly rate: number;
  /** Relaxation steps of states and of covectors for each step of Adam. */
  readonly inner: number;
  /** Whether the loss of every step is kept. */
  readonly curves?: boolean;
  /** Where the fits keep where they stand, and under which name; nowhere unless given. */
  readonly stages?: { readonly in: InferStages; readonly name: string };
  readonly progress: (fraction: number) => Promise<void>;
}

/** Part of the longest stable step of time that is made: parameters change on the way. */
export const STABLE = 1.2;
/** The longest way of a vertex in a step. */
const LONGEST = 0.02;
/** Adam forgets the size of gradients within some 50 steps: near the end they are a thousandth of those at the start. */
const DECAYS = { beta1: 0.9, beta2: 0.98 };
/** Meshes whose largest stiffness is looked at. */
const LOOKED_AT = 8;

/**
 * Fits parameters by Adam on the GPU, all jobs side by side. States and covectors relax a little between two steps of Adam and are never begun
 * anew, so that all three converge together. After the last step states relax alone. Nothing is read back meanwhile but what is kept for a run that
 * goes on after a stop.
 * @throws BlockspinError for more memory than the device has
 */
export async function fitAll(device: Device, jobs: readonly Job[], options: FitOptions): Promise<End[]> {
  const { in: stages, name } = options.stages ?? { in: NO_STAGES, name: 'fits' };
  return stage(stages, name, { pack: packEnds, unpack: unpackEnds, compute: () => fitted(device, jobs, options, stages, name) });
}

async function fitted(device: Device, jobs: readonly Job[], options: FitOptions, stages: InferStages, name: string): Promise<End[]> {
  const scope = new Scope(device, 'infer');
  try {
    const tissues = new Tissues(scope, { meshes: jobs.map(({ observed }) => observed), parameters: jobs.map(({ start }) => start), rates: ratesOf(jobs) });
    const adjoint = new TissueAdjoint(scope, tissues);
    const { plan: step, extras } = recordStep(scope, tissues, adjoint, options);
    const rest = new Plan(device, 'rest');
    for (let i = 0; i < options.inner; i++) tissues.recordStep(rest);
    tissues.recordForces(rest);
    await Promise.all([step.compile(), rest.compile()]);
    const after = Math.ceil(options.steps / 2);
    const { arena, moved } = tissues;
    const [m, v] = arena.moments;
    const { step: counter, status, history } = extras;
    await runKept(stages, name, {
      plans: [
        { plan: step, repeats: options.steps },
        { plan: rest, repeats: after },
      ],
      tensors: { moved, forces: tissues.forces, w: adjoint.w, p: arena.parameters, m, v, step: counter, status, history },
      // A step of rest has a third of the work of a step of Adam.
      progress: ([steps, rests]) => options.progress((3 * steps + rests) / (3 * options.steps + after)),
    });
    const ends = await endsOf(tissues, jobs, options.fitted);
    return options.curves ? withLosses(ends, await history.read(), options.steps, tissues) : ends;
  } finally {
    scope.dispose();
  }
}

/** Steps of time that are stable for each job. */
function ratesOf(jobs: readonly Job[]): Rates[] {
  const lambda = Math.max(...jobs.slice(0, LOOKED_AT).map(({ observed, start }) => stiffest(observed, start)));
  return jobs.map(({ nudge }) => (nudge === Number.POSITIVE_INFINITY ? { dt: 0 } : { dt: STABLE / (lambda + nudge), nudge, most: LONGEST }));
}

/** Records one step of Adam with what comes before it; `history` of its `extras` has the objective, which is minus the mean part of a vertex in the loss, and the norm. */
function recordStep(scope: Scope, tissues: Tissues, adjoint: TissueAdjoint, { fitted, steps, rate, inner }: FitOptions) {
  const { arena, replicas: R } = tissues;
  const plan = new Plan(scope.memory, 'infer');
  for (let i = 0; i < inner; i++) tissues.recordStep(plan);
  tissues.recordForces(plan);
  adjoint.recordLoss(plan);
  for (let i = 0; i < inner; i++) adjoint.recordRelax(plan);
  adjoint.recordGradient(plan);
  const even = 2 * Math.ceil(steps / 2);
  const extras = {
    schedule: scope.upload('f32', [even, 4], 'schedule', schedule({ steps: even, rate, cooldown: 0.5, decays: DECAYS })),
    step: scope.tensor('u32', [R], 'step'),
    status: scope.tensor('u32', [R], 'status'),
    history: scope.tensor('f32', [even, R, 2], 'history'),
    hyper: scope.uniform(hyperLayout, 'hyper', { ...ADAM, ...DECAYS }),
  };
  const sizes = scope.uniform(recorder.record.bindings.sizes, 'record.sizes', { K: tissues.vertices, P: arena.stride, FIRST: 0, COUNT: arena.stride, R });
  plan.dispatch(recorder.record, {}, { term: adjoint.term, g: arena.gradients, history: extras.history, step: extras.step, sizes }, [64 * R]);
  for (const symbol of fitted) adam(scope, plan, arena, arena.slice(FITTED[symbol]), extras);
  return { plan, extras };
}

async function endsOf(tissues: Tissues, jobs: readonly Job[], fitted: readonly Fitted[]): Promise<End[]> {
  const [forces, moved, meshes] = [await tissues.forces.read(), await tissues.moved.read(), await tissues.meshesNow()];
  const values = await Promise.all(fitted.map((symbol) => tissues.arena.parameter(FITTED[symbol]).read()));
  const size = 2 * tissues.vertices;
  return jobs.map(({ nudge }, r) => {
    const [force, way] = [forces, moved].map((all) => Float64Array.from(all.subarray(r * size, (r + 1) * size)));
    const matching = nudge === Number.POSITIVE_INFINITY;
    const loss = (matching ? force : way).reduce((sum, x) => sum + x * x, 0);
    const residual = matching ? 0 : force.reduce((most, f, i) => Math.max(most, Math.abs(f - nudge * way[i])), 0);
    const own = values.map((of) => of[r]);
    const finite = Number.isFinite(loss) && own.every(Number.isFinite) && force.every(Number.isFinite);
    return { values: own, positions: meshes[r].positions, loss, residual, finite };
  });
}

/** Adds the losses of all steps. @param history (S, R, 2) */
function withLosses(ends: readonly End[], history: Float32Array, steps: number, { vertices, replicas: R }: Tissues): End[] {
  return ends.map((end, r) => ({ ...end, losses: Float32Array.from({ length: steps }, (_, t) => -vertices * history[2 * (t * R + r)]) }));
}
