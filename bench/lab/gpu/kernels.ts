/**
 * What the model of GPU times knows of each kernel of a training step: one row per entry point. When a kernel's loop, its
 * tiling or its threads change, its row changes here and nowhere else; docs/performance.md says where the numbers come from.
 */
import { ceilDiv, type KernelRow, L2, type Phase, phase, type SizesOf } from './row.ts';

/** Threads that share a sum over samples: `split.hardware` of the ops. */
const SPLIT = 16;
const BITS_SPLIT = 8;
/** Widths of the layers of a fused tower: inputs, then outputs of each. */
const widths = (c: SizesOf) => [c.W0, c.W1, c.W2, c.W3, c.W4].slice(0, c.LAYERS + 1);
const tiles = (c: SizesOf) => ceilDiv(c.K, c.TILE);
/** A phase for each layer of a tower, of its inputs and outputs. */
const layers = (c: SizesOf, of: (inputs: number, outputs: number) => Phase[]) =>
  widths(c)
    .slice(1)
    .flatMap((outputs, l) => of(widths(c)[l], outputs));
/** Tiles of a layer's weights in a tower, and threads that share the samples of one. */
const units = (inputs: number, outputs: number) => (ceilDiv(inputs, 8) * outputs) / 4;
const chunks = (inputs: number, outputs: number) => Math.max(1, Math.floor(64 / units(inputs, outputs)));

/** Words of inputs that a thread of the layer on bits goes through, as a mean over warps, which have four chunks each. */
const words = (c: SizesOf) => ceilDiv(ceilDiv(c.I, 32), BITS_SPLIT / 2) / 2;

/** A kernel without a loop, one thread for each sample and component, whose time is that of its launch. */
const SMALL: KernelRow = { phases: (c) => [phase(c.K * c.C, 1, 150, 30, 90, 4, 10, 700, 150)], loops: () => [] };
/** Taken for a kernel that has no row. */
export const UNKNOWN = SMALL;

// Arguments of `phase`: threads, trips, then of one trip: issue, fp, int, mufu, l1, wait, valu.
export const KERNELS: Readonly<Record<string, KernelRow>> = {
  // Every load of a vec4 is held to take the L1 cache four cycles, though threads share many of them. The last phase of each layer: what
  // it costs besides its loops.
  'critic/tower.forward': {
    phases: (c) =>
      layers(c, (I, O) => [
        phase((tiles(c) * c.TILE * O) / 32, ceilDiv(I, 4), 168, 128, 30, 0, 48, 60, 158),
        phase(tiles(c) * 64, 1, 400, 44, 220, 2, 120, 900, 350),
      ]),
    loops: (c) => [ceilDiv(c.TILE * ceilDiv(c.W0, 4), 64), c.LAYERS, c.LAYERS * ceilDiv(c.W1, 4), 8 * c.LAYERS],
  },
  'critic/tower.backward': {
    phases: (c) =>
      layers(c, (I, O) => [
        phase((tiles(c) * c.TILE * ceilDiv(I, 4)) / 8, O / 4, 164, 128, 20, 0, 48, 60, 168),
        phase(tiles(c) * 64, ceilDiv(c.TILE, chunks(I, O)), 58, 36, 18, 0, 12, L2, 47),
        phase(tiles(c) * 64, 1, 980, 100, 520, 20, 330, 1500, 850),
      ]),
    loops: () => [],
  },
  'critic/tower_sums.sums': {
    phases: (c) => [phase(c.P, tiles(c), 8, 4, 3, 0, 4, L2 / 4, 8)],
    loops: () => [],
  },
  'critic/linear_bits.forward': {
    phases: (c) => [
      phase(ceilDiv(c.K, 4) * ceilDiv(c.O, 8) * BITS_SPLIT, 8 * words(c), 205, 128, 50, 0, 32, 150, 164),
      phase(ceilDiv(c.K, 4) * ceilDiv(c.O, 8) * BITS_SPLIT, words(c), 100, 0, 60, 0, 30, L2, 60),
    ],
    loops: (c) => [BITS_SPLIT - 1, words(c), 8 * words(c), 0],
  },
  'critic/linear_bits.backward_w': {
    phases: (c) => [
      phase((ceilDiv(c.I, 8) + 1) * ceilDiv(c.O, 8) * BITS_SPLIT, ceilDiv(c.K, BITS_SPLIT), 104, 64, 26, 0, 12, L2, 87),
      phase((ceilDiv(c.I, 8) + 1) * ceilDiv(c.O, 8) * BITS_SPLIT, 1, 300, 32, 120, 0, 150, 300, 300),
    ],
    loops: (c) => [BITS_SPLIT - 1, ceilDiv(c.K, BITS_SPLIT)],
  },
  'bound/infonce.forward': {
    phases: (c) => [phase(4 * ceilDiv(c.K, 2), ceilDiv(c.K, 16), 233, 178, 26, 10, 8, L2, 204), phase(4 * ceilDiv(c.K, 2), 1, 400, 150, 100, 10, 60, 600, 300)],
    loops: (c) => [1 + c.D / 2, 2, ceilDiv(c.K, 16)],
  },
  'bound/infonce.backward': {
    phases: (c) => [
      phase(c.K, 1, 80, 40, 30, 1, 30, 600, 100),
      phase(4 * ceilDiv(c.K, 2), ceilDiv(c.K, 4), 58, 40, 11, 2, 4, L2 / 2, 45),
      phase(4 * ceilDiv(c.K, 2), 1, 250, 60, 60, 0, 60, 600, 150),
    ],
    loops: (c) => [1 + c.D / 2, 2, ceilDiv(c.K, 4)],
    loopThreads: (c) => 4 * ceilDiv(c.K, 2),
  },
  'bound/discrete.forward': SMALL,
  'bound/discrete.backward': SMALL,
  'coarse/filter.forward': {
    phases: (c) => [phase(c.K * c.C, c.V, 9, 1, 6, 0, 2, 20, 7)],
    loops: (c) => [c.V],
  },
  'coarse/filter.backward_w': {
    phases: (c) => [phase(c.C * c.V * SPLIT, ceilDiv(c.K, SPLIT), 13, 1, 9, 0, 3, L2 / 4, 10)],
    loops: (c) => [ceilDiv(c.K, SPLIT), SPLIT - 1],
  },
  'coarse/relaxed.forward': SMALL,
  'coarse/relaxed.backward_a': SMALL,
  'coarse/occupation.forward': {
    phases: (c) => [phase(c.S * SPLIT, ceilDiv(c.K, SPLIT), 6, 1, 4, 0, 1, L2 / 4, 6)],
    loops: (c) => [ceilDiv(c.K, SPLIT), SPLIT - 1],
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
  'optim/adam.update': {
    phases: (c) => [phase(ceilDiv(c.COUNT, 4), 1, 148, 44, 48, 8, 40, 700, 108)],
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
