/** A design in sentences: what was found, and what was not. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type DesignConfig, designConfig } from '../../src/bands/config.ts';
import type { Findings } from '../../src/bands/findings.ts';
import { designLines, type SearchHistory, verdictLine } from '../../src/report/bands/text.ts';

const CONFIG: DesignConfig = designConfig({ group: 'p2', bundle: '2-3', irreps: '2G1; 2X2; 2Y2; 2M2' });
const [APART, OVERLAP, WRONG] = [
  { below: 0.5, above: 0.25 },
  { below: 0.5, above: -0.125 },
  { below: -2, above: 0.25 },
];
const HISTORY: SearchHistory = { search: { stopped: null }, generations: [{ generation: 1, gaps: OVERLAP, direct: APART }] };

/** Findings of which the sentences read the gaps, irreps and loops. */
function findings(full: typeof APART, direct: typeof APART, given: Partial<Findings> = {}): Findings {
  return {
    numbers: [],
    coefficients: [],
    irreps: true,
    isolated: Math.min(full.below, full.above) > 0,
    grid: 24,
    momenta: [],
    bundle: { first: 2, last: 3, irreps: '2G1; 2X2; 2Y2; 2M2', verdict: { kind: 'fragile' }, decomposition: '(1b,A) + (1c,A) + (1d,A) - (1a,A)' },
    convergence: [{ cutoff: 32, waves: 101, full, direct }],
    path: [],
    wilson: [{ first: 2, last: 3, k2: [], phases: [], winding: 1 }],
    ...given,
  };
}

const lines = (found: Findings, history = HISTORY) => designLines(CONFIG, found, history);

test('a full gap, bands that overlap in energy, bands that touch, and irreps that were not reached', () => {
  const [verdict, full, wilson, search] = lines(findings(APART, APART));
  assert.is(verdict, 'bands 2-3: 2G1; 2X2; 2Y2; 2M2; fragile, a difference of elementary band representations and no sum: (1b,A) + (1c,A) + (1d,A) - (1a,A)');
  assert.is(full, 'full gaps on a grid of 24 × 24 momenta with 101 plane waves: 0.5 below, 0.25 above (ħ² / m a²); direct 0.5 below, 0.25 above');
  assert.is(wilson, 'Wilson loop of bands 2-3: the phases wind once');
  assert.is(search, 'search: 1 generation of 16 candidates; no candidate of any generation had full gaps at its momenta');
  const [, overlap] = lines(findings(OVERLAP, APART));
  assert.match(
    overlap,
    /^no full gap on a grid of .*: 0\.5 below, -0\.125 above .*, the bands overlap in energy; at every momentum of the grid they are apart/,
  );
  const [, touch] = lines(findings(WRONG, OVERLAP));
  assert.match(touch, /^no gap on a grid of .*: bands touch or cross at momenta without symmetry, direct gaps 0\.5 below, -0\.125 above/);
  const [, missed] = lines(findings(WRONG, WRONG, { irreps: false }));
  assert.match(missed, /^the wanted irreps were not reached: signed gaps -2 below, 0\.25 above .*, negative by as much as the order of levels is wrong/);
  const shifted = findings(WRONG, WRONG, { irreps: false });
  const [, few] = lines({ ...shifted, convergence: [{ cutoff: 16, waves: 49, full: APART, direct: APART }, ...shifted.convergence] });
  assert.match(
    few,
    /^the wanted irreps are there with the 49 plane waves of the search, and no longer with 101: signed gaps .*; search with a larger cut-off$/,
  );
});

test('a bundle that begins with band 1 has no gap below; a search that came to rest says why; loops of three bands and their free arc', () => {
  const lowest = { below: 1e30, above: 0.25 };
  const [, full] = lines(findings(lowest, lowest));
  assert.match(full, /plane waves: 0\.25 above \(ħ² \/ m a²\); direct 0\.25 above$/);
  const rest = lines(findings(APART, APART), { search: { stopped: 'narrow' }, generations: [{ generation: 1, gaps: APART, direct: APART }] });
  assert.is(rest.at(-1), 'search: 1 generation of 16 candidates, where it came to rest (narrow); full gaps from generation 1 on');
  const loop = { first: 1, last: 3, k2: [-0.5, 0, 0.5] };
  const [, , free] = lines(
    findings(APART, APART, {
      wilson: [
        {
          ...loop,
          phases: [
            [-2, 0, 2],
            [-2.2, 0, 2.2],
            [-2, 0, 2],
          ],
        },
      ],
    }),
  );
  assert.is(free, 'Wilson loop of bands 1-3: no phase lies between -0.637 π and 0 π, so the phases do not wind');
  const [, , around] = lines(
    findings(APART, APART, {
      wilson: [
        {
          ...loop,
          phases: [
            [-0.5, 0, 0.5],
            [-0.6, 0, 0.6],
            [-0.5, 0, 0.5],
          ],
        },
      ],
    }),
  );
  assert.is(around, 'Wilson loop of bands 1-3: no phase lies between 0.191 π and -0.191 π by way of π, so the phases do not wind');
  const [, , single] = lines(findings(APART, APART, { wilson: [{ first: 1, last: 1, k2: [-0.5, 0, 0.5], phases: [[Math.PI], [Math.PI], [Math.PI]] }] }));
  assert.is(single, 'Wilson loop of band 1: the phase is π for all k2');
  const [, , still] = lines(findings(APART, APART, { wilson: [{ first: 1, last: 2, k2: [], phases: [], winding: 0 }] }));
  assert.is(still, 'Wilson loop of bands 1-2: the phases do not wind');
  const [, , none] = lines(
    findings(APART, APART, {
      wilson: [
        {
          ...loop,
          phases: [
            [-3, 0, 3],
            [-1.5, 0, 1.5],
            [-0.1, 0, 0.1],
          ],
        },
      ],
    }),
  );
  assert.match(none, /the phases leave no arc free that is wider than their steps$/);
});

test('a loop that does not wind as the irreps demand is said; one that does, and irreps that demand nothing, are not', () => {
  const said = (group: DesignConfig['group'], irreps: string, winding: number) => {
    const found = findings(APART, APART, {
      bundle: { first: 2, last: 3, irreps, verdict: { kind: 'fragile' } },
      wilson: [{ first: 2, last: 3, k2: [], phases: [], winding }],
    });
    return designLines({ ...CONFIG, group }, found, HISTORY).filter((line) => line.includes('contradict'));
  };
  assert.match(
    said('p2', '2G1; 2X2; 2Y2; 2M2', 0).join(),
    /^irreps and Wilson loop of bands 2-3 contradict each other: .* wind an odd number of times; they touch/,
  );
  assert.match(said('p4', 'G3; 2X2; M3', 1).join(), /wind an even number of times/);
  // The worked example winds once, and p orbitals do not.
  for (const [group, irreps, winding] of [
    ['p2', '2G1; 2X2; 2Y2; 2M2', 1],
    ['p6mm', 'G5; K3; M3+M4', 1],
    ['p4', 'G3; 2X2; M3', 0],
    ['p2', 'G1+G2; X1+X2; Y1+Y2; M1+M2', 0],
    ['p2', 'G1+G2; X1+X2; Y1+Y2; M1+M2', 1],
  ] as const) {
    assert.equal(said(group, irreps, winding), [], `${irreps}, ${winding}`);
  }
});

test('verdicts that name no orbitals: an edge that cuts a level, irreps that no isolated bands have', () => {
  assert.is(verdictLine({ first: 2, last: 2 }), 'band 2: no bundle of their own; an edge of it cuts a level of two bands');
  assert.is(
    verdictLine({ first: 1, last: 1, irreps: 'G2; X1; Y1; M1', verdict: { kind: 'connected', broken: 'G2 + X2 is even in every sum of EBRs, and odd here' } }),
    'band 1: G2; X1; Y1; M1; no isolated bands have these irreps, G2 + X2 is even in every sum of EBRs, and odd here',
  );
});

test.run();
