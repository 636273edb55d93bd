/** Irreps and elementary band representations of plane groups by induction, and the verdict on vectors of counts, in integers. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type BandTable, bandTable, countsText } from '../../src/bands/ebr.ts';
import { GROUPS, littleGroup, overlapOf } from '../../src/bands/group.ts';
import { decompositionText, verdictOf } from '../../src/bands/verdict.ts';

/**
 * Public table of the elementary band representations of p6mm (Crystalline.jl, plane group 17): irreps at G, K, M. Those of C_6v are
 * numbered A1, A2, B2, B1, E2, E1.
 */
const P6MM = {
  '(3c,A1)': 'G1+G5; K1+K3; M1+M3+M4',
  '(3c,A2)': 'G2+G5; K2+K3; M2+M3+M4',
  '(3c,B2)': 'G3+G6; K1+K3; M1+M2+M3',
  '(3c,B1)': 'G4+G6; K2+K3; M1+M2+M4',
  '(2b,A1)': 'G1+G4; K3; M1+M4',
  '(2b,A2)': 'G2+G3; K3; M2+M3',
  '(2b,E)': 'G5+G6; K1+K2+K3; M1+M2+M3+M4',
  '(1a,A1)': 'G1; K1; M1',
  '(1a,A2)': 'G2; K2; M2',
  '(1a,B2)': 'G3; K1; M3',
  '(1a,B1)': 'G4; K2; M4',
  '(1a,E2)': 'G5; K3; M1+M2',
  '(1a,E1)': 'G6; K3; M3+M4',
};

/** The vectors of two bands of p6mm that are fragile, computed once by another program. */
const FRAGILE_P6MM_2 = [
  'G6; K3; M1+M2',
  'G6; K1+K2; M3+M4',
  'G6; K1+K2; M1+M2',
  'G5; K3; M3+M4',
  'G5; K1+K2; M3+M4',
  'G5; K1+K2; M1+M2',
  'G3+G4; K3; M3+M4',
  'G3+G4; K3; M1+M2',
  'G3+G4; K1+K2; M1+M2',
  'G1+G2; K3; M3+M4',
  'G1+G2; K3; M1+M2',
  'G1+G2; K1+K2; M3+M4',
];

/** Those of three bands. */
const FRAGILE_P6MM_3 =
  'G4+G6; K1+2K2; M3+2M4 | G4+G6; K1+2K2; M1+M2+M4 | G4+G5; K2+K3; M3+2M4 | G4+G5; K1+2K2; M3+2M4 | G4+G5; K1+2K2; M1+M2+M4 | G3+G6; 2K1+K2; 2M3+M4 | G3+G6; 2K1+K2; M1+M2+M3 | G3+G5; K1+K3; 2M3+M4 | G3+G5; 2K1+K2; 2M3+M4 | G3+G5; 2K1+K2; M1+M2+M3 | G3+2G4; K2+K3; M3+2M4 | G3+2G4; K2+K3; M1+M2+M4 | G3+2G4; K1+2K2; M1+M2+M4 | 2G3+G4; K1+K3; 2M3+M4 | 2G3+G4; K1+K3; M1+M2+M3 | 2G3+G4; 2K1+K2; M1+M2+M3 | G2+G6; K2+K3; M1+2M2 | G2+G6; K1+2K2; M2+M3+M4 | G2+G6; K1+2K2; M1+2M2 | G2+G5; K1+2K2; M2+M3+M4 | G2+G5; K1+2K2; M1+2M2 | G2+G3+G4; K2+K3; M1+2M2 | G2+G3+G4; K1+2K2; M1+2M2 | G1+G6; K1+K3; 2M1+M2 | G1+G6; 2K1+K2; M1+M3+M4 | G1+G6; 2K1+K2; 2M1+M2 | G1+G5; 2K1+K2; M1+M3+M4 | G1+G5; 2K1+K2; 2M1+M2 | G1+G3+G4; K1+K3; 2M1+M2 | G1+G3+G4; 2K1+K2; 2M1+M2 | G1+G2+G4; K2+K3; M3+2M4 | G1+G2+G4; K1+2K2; M3+2M4 | G1+G2+G3; K1+K3; 2M3+M4 | G1+G2+G3; 2K1+K2; 2M3+M4 | G1+2G2; K2+K3; M2+M3+M4 | G1+2G2; K2+K3; M1+2M2 | G1+2G2; K1+2K2; M2+M3+M4 | 2G1+G2; K1+K3; M1+M3+M4 | 2G1+G2; K1+K3; 2M1+M2 | 2G1+G2; 2K1+K2; M1+M3+M4';

/** The fragile vectors of two bands of p2: numbers of odd parities at G, X, Y, M. */
const FRAGILE_P2_2 = ['0002', '0020', '0200', '0222', '2000', '2022', '2202', '2220'];

const textOf = (table: BandTable) => (counts: readonly number[]) => countsText(table.labels, counts);

/** All ways to fill so many bands with irreps at every momentum. */
function allCounts({ group, labels }: BandTable, bands: number): number[][] {
  return group.momenta.reduce<number[][]>(
    (before, _, momentum) => {
      const here = labels.filter((label) => label.momentum === momentum);
      const ways = here.reduce<number[][]>(
        (parts, { dimension }) =>
          parts.flatMap((part) => {
            const used = part.reduce((sum, n, j) => sum + n * here[j].dimension, 0);
            return Array.from({ length: Math.floor((bands - used) / dimension) + 1 }, (_, n) => [...part, n]);
          }),
        [[]],
      );
      const full = ways.filter((way) => way.reduce((sum, n, j) => sum + n * here[j].dimension, 0) === bands);
      return before.flatMap((vector) => full.map((way) => [...vector, ...way]));
    },
    [[]],
  );
}

const fragile = (table: BandTable, bands: number) => allCounts(table, bands).filter((counts) => verdictOf(table, counts).kind === 'fragile');

test('elementary band representations of p6mm by induction are those of the public table', () => {
  const table = bandTable(GROUPS.p6mm);
  assert.equal(Object.fromEntries(table.ebrs.map(({ name, counts }) => [name, textOf(table)(counts)])), {
    ...P6MM,
  });
});

test('p2: the character at k of an orbital of parity s at q is s (-1)^(2k 2q)', () => {
  const { group, ebrs } = bandTable(GROUPS.p2);
  let checked = 0;
  for (const [i, { at: q }] of group.sites.entries()) {
    for (const [j, sign] of [1, -1].entries()) {
      const { counts } = ebrs[2 * i + j];
      for (const [m, { at: k }] of group.momenta.entries()) {
        assert.is(counts[2 * m] - counts[2 * m + 1], sign * (-1) ** Math.round(4 * (k[0] * q[0] + k[1] * q[1])));
        checked += 1;
      }
    }
  }
  assert.is(checked, 32);
});

for (const name of ['p2', 'p4', 'p6mm'] as const) {
  test(`${name}: characters of irreps are orthogonal, squares of dimensions add up, orbitals fill their bands at every momentum`, () => {
    const { group, labels, ebrs } = bandTable(GROUPS[name]);
    for (const { at } of group.momenta) {
      const { elements, irreps } = littleGroup(group, at);
      irreps.forEach((a, i) => {
        irreps.forEach((b, j) => {
          assert.ok(Math.abs(overlapOf(elements, a.character, b.character) - (i === j ? a.copies : 0)) < 1e-12, `${a.symbol} ${b.symbol}`);
        });
      });
      assert.is(
        irreps.reduce((sum, { dimension, copies }) => sum + dimension ** 2 / copies, 0),
        elements.length,
      );
    }
    for (const { name: orbital, bands, counts } of ebrs) {
      for (const m of group.momenta.keys()) {
        const filled = labels.reduce((sum, label, i) => sum + (label.momentum === m ? label.dimension * counts[i] : 0), 0);
        assert.is(filled, bands, orbital);
      }
    }
  });
}

test('fragile vectors of p2 with 1, 2, 3 bands: 0, 8, 32, those of two bands as a set', () => {
  const table = bandTable(GROUPS.p2);
  const lists = [1, 2, 3].map((bands) => fragile(table, bands));
  assert.equal(
    lists.map(({ length }) => length),
    [0, 8, 32],
  );
  const odd = lists[1].map((counts) => [1, 3, 5, 7].map((i) => counts[i]).join(''));
  assert.equal(odd.sort(), FRAGILE_P2_2);
});

test('fragile vectors of p6mm with 1, 2, 3, 4 bands: 0, 12, 40, 159, those of two and three bands as sets', () => {
  const table = bandTable(GROUPS.p6mm);
  const lists = [1, 2, 3, 4].map((bands) => fragile(table, bands));
  assert.equal(
    lists.map(({ length }) => length),
    [0, 12, 40, 159],
  );
  assert.equal(lists[1].map(textOf(table)).sort(), [...FRAGILE_P6MM_2].sort());
  assert.equal(lists[2].map(textOf(table)).sort(), FRAGILE_P6MM_3.split(' | ').sort());
});

test('a decomposition gives the vector back, and the worked example is (3c,A1) - (1a,A1)', () => {
  for (const [name, bands] of [
    ['p2', 2],
    ['p4', 2],
    ['p6mm', 2],
  ] as const) {
    const table = bandTable(GROUPS[name]);
    const kinds = new Set<string>();
    for (const counts of allCounts(table, bands)) {
      const { kind, decomposition, broken } = verdictOf(table, counts);
      kinds.add(kind);
      assert.is(decomposition === undefined, kind === 'connected');
      assert.is(broken !== undefined, kind === 'connected');
      if (!decomposition) continue;
      assert.is(
        decomposition.some((n) => n < 0),
        kind === 'fragile',
      );
      assert.equal(
        counts,
        table.labels.map((_, j) => decomposition.reduce((sum, n, i) => sum + n * table.ebrs[i].counts[j], 0)),
      );
    }
    assert.ok(kinds.size === 3, `${name}: ${[...kinds].join()}`);
  }
  const table = bandTable(GROUPS.p6mm);
  const worked = allCounts(table, 2).find((counts) => textOf(table)(counts) === 'G5; K3; M3+M4') as number[];
  const { decomposition } = verdictOf(table, worked);
  assert.is(decompositionText(table, decomposition as number[]), '(3c,A1) - (1a,A1)');
});

test('an odd number of odd parities of p2 breaks a relation that says so', () => {
  const table = bandTable(GROUPS.p2);
  const { kind, broken } = verdictOf(table, [0, 1, 1, 0, 1, 0, 1, 0]);
  assert.is(kind, 'connected');
  assert.match(broken as string, /is even in every sum of EBRs, and odd here/);
});

test.run();
