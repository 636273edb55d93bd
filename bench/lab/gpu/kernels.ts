/**
 * What the model of GPU times knows of each kernel of a training step: one row per entry point. When a kernel's loop, its
 * tiling or its threads change, its row changes here and nowhere else; docs/performance.md says where the numbers come from.
 */
import { ceilDiv, type KernelRow, L2, phase, type SizesOf } from './row.ts';

/** Threads of a replica that sum the gradient of the weights of a layer. */
const weights = (c: SizesOf) => ceilDiv(c.I + 1, 8) * ceilDiv(c.O, 8);
/** Threads of a replica that compute the gradient of the inputs of a layer. */
const inputs = (c: SizesOf) => ceilDiv(c.K, 4) * ceilDiv(c.I, 4);

/** A kernel without a loop, one thread for each sample and component, whose time is that of its launch. */
const SMALL: KernelRow = { phases: (c) => [phase(c.K * c.C, 1, 150, 30, 90, 4, 10, 700, 150)], loops: () => [] };
/** Taken for a kernel that has no row. */
export const UNKNOWN = SMALL;

// Arguments of `phase`: threads, trips, then of one trip: issue, fp, int, mufu, l1, wait, valu.
export const KERNELS: Readonly<Record<string, KernelRow>> = {
  'critic/linear.forward': {
    phases: (c) => [phase(ceilDiv(c.K, 8) * ceilDiv(c.O, 8), c.I, 117, 72, 22, 0, 66, L2, 84)],
    loops: (c) => [c.I],
  },
  'critic/linear.backward': {
    phases: (c) => [
      phase(inputs(c), Math.floor(c.O / 4), 126, 80, 24, 0, 48, 60, 110),
      phase(inputs(c), 1, 160, 0, 80, 0, 128, 300, 200),
      phase(weights(c), c.K, 156, 72, 62, 0, 24, L2, 92),
    ],
    loops: (c) => [c.K],
    loopThreads: weights,
  },
  'critic/linear_bits.forward': {
    phases: (c) => [phase(Math.floor((ceilDiv(c.K, 4) * c.O) / 4), ceilDiv(c.I, 4), 206, 64, 132, 0, 6, 150, 142)],
    loops: (c) => [ceilDiv(c.I, 32), ceilDiv(c.I, 4)],
  },
  'critic/linear_bits.backward_w': {
    phases: (c) => [
      phase(Math.floor((ceilDiv(c.I, 32) * c.O) / 4), ceilDiv(c.K, 4), 1093, 400, 659, 0, 20, L2, 758),
      phase(Math.floor(c.O / 4), ceilDiv(c.K, 4), 41, 16, 13, 0, 4, L2, 20),
    ],
    loops: (c) => [c.K, ceilDiv(c.K, 4)],
  },
  'bound/infonce.forward': {
    phases: (c) => [phase(ceilDiv(c.K, 4), c.K, 165, 112, 30, 4, 2, 60, 137)],
    loops: (c) => [4, c.K, 4],
  },
  'bound/infonce.backward': {
    phases: (c) => [phase(c.K, 1, 80, 40, 30, 1, 30, 600, 100), phase(ceilDiv(c.K, 4), c.K, 140, 84, 30, 4, 4, 60, 92)],
    loops: (c) => [4, c.K, 4],
    loopThreads: (c) => ceilDiv(c.K, 4),
  },
  'bound/discrete.forward': SMALL,
  'bound/discrete.backward': SMALL,
  'coarse/filter.forward': {
    phases: (c) => [phase(c.K * c.C, c.V, 9, 1, 6, 0, 2, 20, 7)],
    loops: (c) => [c.V],
  },
  'coarse/filter.backward_w': {
    phases: (c) => [phase(c.C * c.V, ceilDiv(c.K, 4), 50, 4, 36, 0, 16, L2, 24)],
    loops: (c) => [c.K],
  },
  'coarse/relaxed.forward': SMALL,
  'coarse/relaxed.backward_a': SMALL,
  'coarse/occupation.forward': {
    phases: (c) => [phase(c.S, ceilDiv(c.K, 4), 40, 4, 20, 0, 4, L2, 20)],
    loops: (c) => [c.K],
  },
  'coarse/states.forward': {
    phases: (c) => [phase(c.K * c.S, c.A, 30, 8, 12, 2, 4, 60, 30)],
    loops: (c) => [c.A],
  },
  'coarse/states.backward_a': {
    phases: (c) => [phase(c.K * c.A, c.S, 20, 6, 12, 0, 4, 60, 20)],
    loops: (c) => [c.A],
  },
  'view/gather.gather': {
    phases: (c) => [phase(ceilDiv(c.K, 8) * (c.V + c.E), 32, 28, 0, 24, 0, 9, 125, 37)],
    loops: () => [32],
  },
  'train/record.record': {
    phases: (c) => [phase(64, ceilDiv(c.COUNT, 512), 79, 32, 26, 0, 8, L2, 60), phase(64, ceilDiv(c.K, 64), 8, 1, 4, 0, 1, L2, 6)],
    loops: (c) => [ceilDiv(c.K, 64), ceilDiv(c.COUNT, 512)],
  },
  'train/record.freeze': { phases: () => [phase(1, 1, 20, 0, 12, 0, 3, 700, 20)], loops: () => [] },
  'optim/adam.update': {
    phases: (c) => [phase(ceilDiv(c.COUNT, 4), 1, 140, 44, 40, 8, 36, 700, 100)],
    loops: () => [],
  },
  // Loops: zeros, load, half sweeps, quads, planes of random bits after the unrolled ones (two assumed), store.
  'model/ising/metropolis.sweep_tile': {
    phases: () => [phase(256 * 8, 4, 1420, 0, 1380, 0, 20, 60, 1420), phase(256 * 8, 16, 20, 0, 12, 0, 4, L2, 20)],
    loops: (c) => {
      const [sites, quads] = [ceilDiv(c.L * c.L, 256), ceilDiv(c.L * c.L, 2048)];
      return [sites, sites, 2 * c.sweeps, 2 * c.sweeps * quads, 4 * c.sweeps * quads, sites];
    },
    shared: true,
    fixed: 15e-6,
  },
};
