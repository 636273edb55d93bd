/** A design in sentences: what was found of the bundle, and what was not. */
import type { DesignConfig } from '../../bands/config.ts';
import type { BundleVerdict, Findings } from '../../bands/findings.ts';
import { counted } from '../../core/phrase.ts';
import { significant } from '../draw/numbers.ts';

/** Generations of a search, as the report needs them, and why it ended before it had all of them. */
export interface SearchHistory {
  readonly search: { readonly stopped: string | null };
  readonly generations: readonly {
    readonly generation: number;
    readonly gaps: { readonly below: number; readonly above: number };
    readonly direct: { readonly below: number; readonly above: number };
  }[];
}

/** What gaps are measured in. */
export const unitOf = ({ physics }: DesignConfig) => (physics === 'tm' ? 'ω a / 2π c' : 'ħ² / m a²');

/** 'band 2' or 'bands 2-3'. */
export const bandsText = (first: number, last: number) => (first === last ? `band ${first}` : `bands ${first}-${last}`);

/** A verdict in words: 'bands 2-3: G5; K3; M3+M4, fragile, (3c,A1) - (1a,A1)'. */
export function verdictLine({ first, last, irreps, verdict, decomposition }: BundleVerdict): string {
  const bands = bandsText(first, last);
  if (!verdict) return `${bands}: no bundle of their own; an edge of it cuts a level of two bands`;
  if (verdict.kind === 'connected') return `${bands}: ${irreps}; no isolated bands have these irreps, ${verdict.broken}`;
  const meaning =
    verdict.kind === 'fragile'
      ? 'fragile, a difference of elementary band representations and no sum'
      : 'trivial by symmetry, a sum of elementary band representations';
  return `${bands}: ${irreps}; ${meaning}: ${decomposition ?? 'no decomposition was found'}`;
}

/** The smaller gaps at the last cut-off, full and direct. */
function gapLine(config: DesignConfig, { convergence, grid, irreps }: Findings): string {
  const { full, direct, waves } = convergence[convergence.length - 1];
  const pair = ({ below, above }: { below: number; above: number }) => `${isGap(below) ? `${significant(below)} below, ` : ''}${significant(above)} above`;
  const where = `on a grid of ${grid} × ${grid} momenta with ${waves} plane waves`;
  if (!irreps) {
    const [searched] = convergence;
    const signed = `signed gaps ${pair(direct)} (${unitOf(config)}), negative by as much as the order of levels is wrong`;
    if (Math.min(searched.direct.below, searched.direct.above) <= 0) return `the wanted irreps were not reached: ${signed}`;
    return `the wanted irreps are there with the ${searched.waves} plane waves of the search, and no longer with ${waves}: ${signed}; search with a larger cut-off`;
  }
  if (Math.min(full.below, full.above) > 0) return `full gaps ${where}: ${pair(full)} (${unitOf(config)}); direct ${pair(direct)}`;
  if (Math.min(direct.below, direct.above) > 0) {
    return `no full gap ${where}: ${pair(full)} (${unitOf(config)}), the bands overlap in energy; at every momentum of the grid they are apart, ${pair(direct)}`;
  }
  return `no gap ${where}: bands touch or cross at momenta without symmetry, direct gaps ${pair(direct)} (${unitOf(config)})`;
}

/** Whether there is a gap: one below band 1 has no lower end, and stands at 1e30. */
export const isGap = (value: number) => Math.abs(value) < 1e20;

/** Whether and how the phases of a Wilson loop wind. */
function wilsonLine({ first, last, phases, winding }: Findings['wilson'][number]): string {
  const bands = bandsText(first, last);
  if (winding === 0) return `Wilson loop of ${bands}: the phases do not wind`;
  if (winding !== undefined) return `Wilson loop of ${bands}: the phases wind ${['once', 'twice'][winding - 1] ?? `${winding} times`}`;
  if (first === last) {
    // Two-fold rotation and time reversal leave 0 and pi alone.
    const half = phases.filter(([phase]) => Math.abs(phase) > Math.PI / 2).length;
    return `Wilson loop of ${bands}: the phase is ${half === 0 ? '0' : half === phases.length ? 'π' : '0 or π, not the same'} for all k2`;
  }
  const { width, from, to, step } = emptyArc(phases);
  // Phases are drawn from -pi to pi: an arc may go on at the other end.
  const end = to > Math.PI ? `${significant(to / Math.PI - 2)} π by way of π` : `${significant(to / Math.PI)} π`;
  if (width > 2 * step) return `Wilson loop of ${bands}: no phase lies between ${significant(from / Math.PI)} π and ${end}, so the phases do not wind`;
  return `Wilson loop of ${bands}: the phases leave no arc free that is wider than their steps`;
}

/** By momentum: how many momenta are its images, and how many bands of an irrep are odd under two-fold rotation. Of K nothing is said. */
const ODD: Readonly<Record<DesignConfig['group'], Readonly<Record<string, { images: number; bands: Readonly<Record<string, number>> }>>>> = {
  p2: {
    G: { images: 1, bands: { G2: 1 } },
    X: { images: 1, bands: { X2: 1 } },
    Y: { images: 1, bands: { Y2: 1 } },
    M: { images: 1, bands: { M2: 1 } },
  },
  p4: { G: { images: 1, bands: { G3: 2 } }, X: { images: 2, bands: { X2: 1 } }, M: { images: 1, bands: { M3: 2 } } },
  p6mm: { G: { images: 1, bands: { G3: 1, G4: 1, G6: 2 } }, M: { images: 3, bands: { M3: 1, M4: 1 } } },
};

/**
 * Whether the irreps of two isolated bands make their phases wind an odd number of times; undefined where the number of odd bands is odd somewhere.
 * Source: the second Stiefel-Whitney number by parities, Ahn, Kim, Kim and Yang, arXiv:1803.11416.
 */
function windsOddly({ group }: DesignConfig, irreps: string): boolean | undefined {
  let pairs = 0;
  for (const sum of irreps.split('; ')) {
    const { images = 0, bands = {} } = ODD[group][sum.replace(/^\d*/, '')[0]] ?? {};
    const odd = sum.split('+').reduce((total, term) => {
      const [, many, name] = /^(\d*)(.*)$/.exec(term) ?? [];
      return total + Number(many || 1) * (bands[name] ?? 0);
    }, 0);
    if (odd % 2 === 1) return undefined;
    pairs += (images * odd) / 2;
  }
  return pairs % 2 === 1;
}

/** A bundle whose loop contradicts its irreps is not isolated, whatever the grid says. */
function contradiction(config: DesignConfig, { bundle: { first, last, irreps }, wilson }: Findings): string[] {
  const winding = wilson.find((loop) => loop.first === first && loop.last === last)?.winding;
  const oddly = irreps === undefined || winding === undefined ? undefined : windsOddly(config, irreps);
  if (oddly === undefined || oddly === (winding as number) % 2 > 0) return [];
  return [
    `irreps and Wilson loop of ${bandsText(first, last)} contradict each other: by their irreps isolated bands wind an ${oddly ? 'odd' : 'even'} number of times; they touch others between the momenta of the grid, or the loops are too coarse`,
  ];
}

/** The widest arc without a phase, and the largest step of a phase from loop to loop. */
function emptyArc(phases: readonly (readonly number[])[]): { width: number; from: number; to: number; step: number } {
  const all = phases.flat().sort((a, b) => a - b);
  const arcs = all.map((from, i) => ({ from, to: all[i + 1] ?? all[0] + 2 * Math.PI })).map((arc) => ({ ...arc, width: arc.to - arc.from }));
  const step = phases.slice(1).reduce((most, loop, i) => Math.max(most, ...loop.map((phase, b) => Math.abs(Math.abs(phase) - Math.abs(phases[i][b])))), 0);
  return { ...arcs.reduce((a, b) => (b.width > a.width ? b : a)), step };
}

/** All sentences of a design, the verdict first. */
export function designLines(config: DesignConfig, findings: Findings, history: SearchHistory): string[] {
  const reached = history.generations.find(({ gaps }) => Math.min(gaps.below, gaps.above) > 0);
  const { length } = history.generations;
  const early = history.search.stopped === null ? '' : `, where it came to rest (${history.search.stopped})`;
  return [
    verdictLine(findings.bundle),
    ...(findings.whole ? [`with all bands below, ${verdictLine(findings.whole)}`] : []),
    gapLine(config, findings),
    ...findings.wilson.map(wilsonLine),
    ...contradiction(config, findings),
    `search: ${counted(length, 'generation')} of ${config.population} candidates${early}; ${reached ? `full gaps from generation ${reached.generation} on` : 'no candidate of any generation had full gaps at its momenta'}`,
  ];
}
