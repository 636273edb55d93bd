/** Super-dimers of the quasicrystal, exactly: levels 2 and 3 agree, a filter of a file has the value of the best clock, exits of two regions. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { dimerInformation } from '../../src/exact/matching/information.ts';
import type { BlockMap } from '../../src/exact/matching/joint.ts';
import { matchingsOf } from '../../src/exact/matching/matchings.ts';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import { bondsFrom } from '../../src/space/graph/distance.ts';
import { neighbourExits } from '../../src/space/graph/exits.ts';
import { regionsAround } from '../../src/space/graph/regions.ts';
import { edgeShell } from '../../src/space/graph/shell.ts';
import { goldenPatch, MATCHINGS } from '../support/all_matchings.ts';
import { close } from '../support/close.ts';

const EXACT = { atol: 1e-9, rtol: 0 };
const inBits = (nats: number) => nats / Math.LN2;

test('patches of levels 2 and 3 give the same informations, whatever the depth of E', () => {
  const { bits, best_bits } = MATCHINGS.ceilings;
  for (const [level, depth] of [
    [2, 'full'],
    [3, 1],
    [3, 'full'],
  ] as const) {
    const patch = ammannBeenkerPatch(level);
    const { block, environment } = edgeShell(patch, { centre: 0, level: 1, buffer: 0, depth });
    assert.is(block.length, 112);
    const found = dimerInformation(patch, { block, environment });
    close(
      [inBits(found.information_VE), ...found.best.map(({ value }) => inBits(value))],
      [bits, ...[2, 4, 8].map((k) => best_bits[k])],
      EXACT,
      `level ${level}`,
    );
  }
});

/** All 9,633,792 states of the block are enumerated: some 20 seconds. */
test('the clock of linear scores has the information of the best H of 8 states', () => {
  const { V, E, tips, constants, best_bits } = MATCHINGS.ceilings;
  const scores = tips.map((list) => {
    const row = new Float64Array(V.length);
    for (const [place, weight] of list) row[place] = weight;
    return row;
  });
  const clock: BlockMap = {
    states: 8,
    of: (places) => {
      const tip = scores.findIndex((row, t) => constants[t] + places.reduce((sum, place) => sum + row[place], 0) === 1);
      return ((tip + 1) >> 1) % 8;
    },
  };
  const found = dimerInformation(goldenPatch(2), { block: V, environment: E }, { map: clock });
  close([inBits(found.information_HE), found.entropy_H as number], [best_bits[8], Math.log(8)], EXACT, 'clock');
});

test('exits of the regions of levels 0 and 1 depend on each other, the spokes on neither', () => {
  const patch = ammannBeenkerPatch(2);
  const matchings = matchingsOf(patch);
  const { regions } = regionsAround(patch, 0);
  const information = (one: readonly number[], two: readonly number[]) => {
    const table = one.map((e) => two.map((f) => matchings.joint([e, f])));
    const [rows, columns] = [table.map((row) => row.reduce((a, b) => a + b)), two.map((_, k) => table.reduce((sum, row) => sum + row[k], 0))];
    return table.reduce((sum, row, i) => sum + row.reduce((of, p, k) => of + (p > 1e-12 ? p * Math.log(p / (rows[i] * columns[k])) : 0), 0), 0);
  };
  const spokes = Array.from(patch.edges.keys()).filter((e) => patch.edges[e].includes(0));
  const { exits } = MATCHINGS;
  close([information(regions[0].membrane, regions[1].membrane), information(spokes, regions[1].membrane)], [exits.level0_level1, exits.spoke], EXACT, 'exits');
});

/** The facts, by another program from samples: 0.614(5) bits at distances from 8 on. */
test('class of a neighbour at s^2, a node of degree 3 one scale above: 0.61 bits at 8 bonds from it', () => {
  const patch = ammannBeenkerPatch(3);
  const [{ node, region, centre, left, right }] = neighbourExits(patch, 0, 1);
  const inside = new Set(region);
  const ghosts = new Set(patch.ghosts);
  const bonds = bondsFrom(patch, node);
  const edges = [...patch.edges.keys()];
  const block = edges.filter((e) => patch.edges[e].some((end) => inside.has(end)));
  const environment = edges.filter((e) => patch.edges[e].every((end) => !ghosts.has(end) && (bonds[end] === 8 || bonds[end] === 9)));
  const classes = [centre, left, right].map((list) => new Set(list.map((e) => block.indexOf(e))));
  const map: BlockMap = { states: 3, of: (places) => classes.findIndex((exits) => places.some((place) => exits.has(place))) };
  const found = dimerInformation(patch, { block, environment }, { map, draws: { samples: 4000, seed: 1 } });
  const entropy = -(0.125 * Math.log(0.125) + 0.875 * Math.log(7 / 16));
  close([found.entropy_H as number], [entropy], EXACT, 'C, L, R are 1/8, 7/16, 7/16');
  const [value, error] = [found.information_HE, found.information_HE_error ?? Number.NaN].map(inBits);
  assert.ok(Math.abs(value - 0.614) < 4 * Math.hypot(error, 0.005) && value < 0.63, `${value} +- ${error}`);
});

test('information falls with the buffer', () => {
  const patch = ammannBeenkerPatch(2);
  let last = 2.4208277279;
  for (const buffer of [1, 2]) {
    const { block, environment } = edgeShell(patch, { centre: 0, level: 1, buffer, depth: 1 });
    const { information_VE, information_VE_error = 0 } = dimerInformation(patch, { block, environment }, { draws: { samples: 2000, seed: 1 } });
    assert.ok(
      inBits(information_VE) < last - 4 * inBits(information_VE_error),
      `buffer ${buffer}: ${inBits(information_VE)} +- ${inBits(information_VE_error)}`,
    );
    last = inBits(information_VE);
  }
  assert.ok(last > 1.5 && last < 1.9, `${last} bits beyond the published buffer of 5`);
});

test.run();
