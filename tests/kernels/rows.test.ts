/** Words of 32 chains to words of 32 sites and back, with short segments and groups outside of the range. */
import { test } from 'uvu';
import * as shader from '../../src/gen/shaders/model/ising/rows.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { rowsOf } from '../reference/model/ising/rows.ts';
import { close, EXACT } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { guarded } from '../support/guard.ts';
import { words } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';

test.after(closeDevice);

for (const L of [4, 32, 34, 70]) {
  test(
    `model/ising/rows, L = ${L}`,
    scoped(async (scope) => {
      const [G, FIRST, GROUPS] = [4, 1, 2];
      const segments = GROUPS * L * Math.ceil(L / 32);
      const state = words(L, G * L * L);
      const rows = guarded(scope, 'u32', segments * 32, 'rows');
      const range = scope.uniform(shader.gather.bindings.range, 'range', { first: FIRST, groups: GROUPS });
      const spins = scope.upload('u32', [G, L, L], 'spins', state);
      await execute(new Plan(scope.memory, 'gather').dispatch(shader.gather, { L }, { spins, rows: rows.tensor, range }, [segments]));
      const expected = joined(GROUPS, (g) => rowsOf(part(state, FIRST + g, G), L));
      close(await rows.read(), expected, EXACT, 'rows');

      // Back, with every bit turned over, into the same groups and no others.
      rows.tensor.write(Uint32Array.from({ length: rows.tensor.bytes / 4 }, (_, i) => ~(expected[i] ?? 0)));
      await execute(new Plan(scope.memory, 'scatter').dispatch(shader.scatter, { L }, { spins, rows: rows.tensor, range }, [segments]));
      const turned = state.map((word, i) => (i >= FIRST * L * L && i < (FIRST + GROUPS) * L * L ? ~word : word));
      close(await spins.read(), turned, EXACT, 'spins');
    }),
  );
}

test.run();
