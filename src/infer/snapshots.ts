import { deriveKey } from '../core/random.ts';
import type { Device } from '../gpu/device.ts';
import { Plan } from '../gpu/plan.ts';
import { Scope } from '../gpu/scope.ts';
import { shake } from '../model/tissue/dynamics.ts';
import type { Mesh } from '../model/tissue/mesh.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { Tissues } from '../model/tissue/tissues.ts';
import { doubles, type InferStages, NO_STAGES, rowsOfDoubles, runKept, stage } from './stages.ts';
import { stiffest } from './stiffest.ts';

/** Part of 1 over the largest stiffness that a step of time is: then the stiffest modes move a quarter too much. */
const SHORT = 0.4;
/** Steps in one command list. */
const STEPS = 50;
/** Of the stage. */
const NAME = 'snapshots';

/** A tissue at rest that is to be disturbed. */
export interface Source {
  readonly mesh: Mesh;
  readonly parameters: TissueParameters;
  /** D, or the standard deviation of white noise. */
  readonly amplitude: number;
}

/** Snapshots with normal errors of all coordinates. */
export function whiteSnapshots(sources: readonly Source[], seed: number): Mesh[] {
  return sources.map(({ mesh, amplitude }, stream) => {
    const positions = Float64Array.from(mesh.positions);
    shake(positions, amplitude, deriveKey(seed, 'noise', stream), 0);
    return { ...mesh, positions };
  });
}

/**
 * Snapshots of tissues that noise has acted on for a time, all side by side on the GPU. Cells keep their neighbours.
 * @param time by which soft modes, too, have found their stationary amplitude
 * @param stages where the snapshots are kept for a run that goes on after a stop; nowhere unless given
 */
export async function dynamicSnapshots(
  device: Device,
  sources: readonly Source[],
  options: { time: number; seed: number; progress: (fraction: number) => Promise<void>; stages?: InferStages },
): Promise<Mesh[]> {
  const { stages = NO_STAGES } = options;
  return stage(stages, NAME, {
    pack: (meshes) => ({ positions: doubles(meshes.map(({ positions }) => positions)) }),
    unpack: ({ positions }) => rowsOfDoubles(positions).map((of, i) => ({ ...sources[i].mesh, positions: of })),
    compute: () => shaken(device, sources, { ...options, stages }),
  });
}

async function shaken(
  device: Device,
  sources: readonly Source[],
  { time, seed, progress, stages }: { time: number; seed: number; progress: (fraction: number) => Promise<void>; stages: InferStages },
): Promise<Mesh[]> {
  const scope = new Scope(device, 'snapshots');
  try {
    const lambda = Math.max(...sources.slice(0, 4).map(({ mesh, parameters }) => stiffest(mesh, parameters)));
    const repeats = Math.ceil((time * lambda) / SHORT / STEPS);
    const dt = time / (repeats * STEPS);
    const tissues = new Tissues(scope, {
      meshes: sources.map(({ mesh }) => mesh),
      parameters: sources.map(({ parameters }) => parameters),
      rates: sources.map(({ amplitude }) => ({ dt, noise: amplitude })),
      seed,
    });
    const plan = new Plan(device, 'snapshots');
    for (let i = 0; i < STEPS; i++) tissues.recordShake(plan);
    await plan.compile();
    const { moved, clock } = tissues;
    await runKept(stages, NAME, { plans: [{ plan, repeats }], tensors: { moved, clock }, progress: ([done]) => progress(done / repeats) });
    return await tissues.meshesNow();
  } finally {
    scope.dispose();
  }
}
