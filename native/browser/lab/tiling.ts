/** What the page needs to show a tiling: a script of its own, loaded with the engine of its model. */
import type { Patch } from '../../../src/lab/scene.ts';
import type { Sentence } from '../../../src/lab/sentences.ts';
import { TILING_SENTENCES } from '../../../src/lab/tiling_sentences.ts';
import { set, svg } from './dom.ts';
import { colourOf, hatching, type WeightsPicture } from './weights.ts';

/** The tiling's parts of the page. */
interface TilingPage {
  readonly sentences: readonly Sentence[];
  /** Marks the edges of block, buffer and environment. */
  mark(patch: Patch, overlay: SVGElement): void;
  /** Weights on the edges of the block, from -1 to 1. */
  filter(patch: Patch, weights: readonly number[], noise: boolean): WeightsPicture;
}

declare global {
  /** Set by this script. */
  var blockspinTiling: TilingPage | undefined;
}

/** Around the block, in lengths of edges. */
const MARGIN = 0.35;

/** The ends of an edge in a picture whose y points downwards. */
function endsOf({ positions, edges }: Patch, e: number): [x: number, y: number][] {
  return edges[e].map((node): [number, number] => {
    const [x, y] = positions[node] ?? [0, 0];
    return [x, -y];
  });
}

const lineOf = (patch: Patch, e: number) =>
  `M${endsOf(patch, e)
    .map((end) => end.map((x) => x.toFixed(3)).join(' '))
    .join('L')}`;

globalThis.blockspinTiling = {
  sentences: TILING_SENTENCES,
  mark(patch, overlay) {
    const { half, block, buffer, environment } = patch;
    const path = (edges: readonly number[], name: string) => svg('path', { class: name, d: edges.map((e) => lineOf(patch, e)).join('') });
    set(overlay, { viewBox: `${-half} ${-half} ${2 * half} ${2 * half}` });
    overlay.replaceChildren(path(buffer, 'veil edges'), path(buffer, 'outline buffer'), path(environment, 'outline environment'), path(block, 'outline block'));
  },
  filter(patch, weights, noise) {
    const half = MARGIN + patch.block.reduce((most, e) => Math.max(most, ...endsOf(patch, e).flat().map(Math.abs)), 0);
    const lines = weights.map((w, i) =>
      svg('path', { class: 'edge', d: lineOf(patch, patch.block[i]), stroke: colourOf(w), opacity: noise ? 0.35 : undefined }),
    );
    const base = svg('path', { class: 'edges', d: patch.block.map((e) => lineOf(patch, e)).join('') });
    const [least, most] = [Math.min(...weights), Math.max(...weights)].map((w) => w.toFixed(2).replace('-', '−'));
    return {
      viewBox: `${-half} ${-half} ${2 * half} ${2 * half}`,
      label: `${noise ? 'noise; ' : ''}weights of ${weights.length} edges, from ${least} to ${most}`,
      children: [base, ...lines, ...(noise ? [svg('g', { transform: `translate(${-half} ${-half})` }, ...hatching(2 * half))] : [])],
    };
  },
};
