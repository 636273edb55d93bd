/** Pairs (V, E) cut from packed chains, exactly, for windows of different sizes in one dispatch. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as shader from '../../src/gen/shaders/view/gather.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { siteTable, type Window, windowSites } from '../../src/view/geometry.ts';
import { gather } from '../reference/view/gather.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { guarded } from '../support/guard.ts';
import { keys, words } from '../support/random.ts';

/** Unpacks `width` spins per row and requires the bits beyond them to be zero. */
function unpack(packed: Uint32Array, rows: number, width: number): Int8Array {
  const perRow = packed.length / rows;
  const out = new Int8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < 32 * perRow; i++) {
      const bit = (packed[row * perRow + Math.floor(i / 32)] >>> (i % 32)) & 1;
      if (i < width) out[row * width + i] = bit ? 1 : -1;
      else assert.is(bit, 0, `row ${row}: bit ${i} beyond the ${width} sites of the window is set`);
    }
  }
  return out;
}

interface Case {
  L: number;
  K: number;
  windows: Window[];
  part: 0 | 1;
  flip: boolean;
  steps: number[];
}

const CASES: Case[] = [
  {
    L: 12,
    K: 45,
    windows: [
      { block: 3, buffer: 1, shell: 2 },
      { block: 3, buffer: 2, shell: 2 },
      { block: 3, buffer: 0, shell: 1 },
    ],
    part: 0,
    flip: true,
    // The last t K exceeds 2^32.
    steps: [0, 7, 3_600_000_001],
  },
  { L: 10, K: 37, windows: [{ block: 6, buffer: 0, shell: 2 }], part: 1, flip: false, steps: [123_456_789] },
  { L: 10, K: 37, windows: [{ block: 6, buffer: 1, shell: 1 }], part: 1, flip: true, steps: [5] },
];

test.after(closeDevice);

for (const { L, K, windows, part, flip, steps } of CASES) {
  test(
    `view/gather, L = ${L}, K = ${K}, ${windows.length} windows, part ${part}, flip ${flip}`,
    scoped(async (scope) => {
      const R = windows.length;
      const groups = 4;
      const spins = words(1, groups * L * L);
      const table = siteTable(windows);
      const [V, E] = [table.visibleWords, table.environmentWords];
      // Replica r trains on r + 1 groups of chains from the first on; the last group is held out.
      const source = windows.map((_, r) => [0, (r % 3) + 1, 3, 1]);
      const gatherKeys = keys(2, R);
      const visible = guarded(scope, 'u32', R * K * V, 'visible');
      const environment = guarded(scope, 'u32', R * K * E, 'environment');
      const geometry = windows.flatMap((_, r) => [r, table.visibleSites, table.environmentSites[r], 0]);
      const plan = new Plan(scope.device, 'gather').dispatch(
        shader.gather,
        { K, L, V, E, FLIP: flip ? 1 : 0, PARTS: 2, PART: part },
        {
          spins: scope.upload('u32', [groups, L, L], 'spins', spins),
          sites: scope.upload('u32', [table.data.length], 'sites', table.data),
          geometry: scope.upload('u32', [R, 4], 'geometry', Uint32Array.from(geometry)),
          source: scope.upload('u32', [R, 2, 2], 'source', Uint32Array.from(source.flat())),
          keys: scope.upload('u32', [R, 2], 'keys', gatherKeys),
          step: scope.upload('u32', [R], 'step', Uint32Array.from(steps)),
          visible: visible.tensor,
          environment: environment.tensor,
        },
        [Math.ceil(K / 8) * (V + E), R],
      );
      await execute(plan);
      const [gotVisible, gotEnvironment] = [await visible.read(), await environment.read()];
      windows.forEach((window, r) => {
        const sites = windowSites(window);
        const n = { L, K, first: source[r][2 * part], groups: source[r][2 * part + 1], flip, part, step: steps[r], key: gatherKeys.subarray(2 * r, 2 * r + 2) };
        const of = (packed: Uint32Array, wordsPerRow: number, width: number) =>
          unpack(packed.subarray(r * K * wordsPerRow, (r + 1) * K * wordsPerRow), K, width);
        close(of(gotVisible, V, sites.visible.length), gather(spins, sites.visible, n), EXACT, `V of replica ${r}`);
        close(of(gotEnvironment, E, sites.environment.length), gather(spins, sites.environment, n), EXACT, `E of replica ${r}`);
      });
    }),
  );
}

test.run();
