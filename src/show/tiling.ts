/** Dimers on a planar graph, drawn where its nodes lie. */
import { halfEdges } from '../core/half_edges.ts';
import * as shader from '../gen/shaders/show/tiling.ts';
import { Picture, type Target } from '../gpu/canvas.ts';
import type { Device } from '../gpu/device.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { View } from './lattice.ts';

/** A graph as it is drawn: in a square about the origin. */
interface DrawnGraph {
  /** Where each node lies, y upwards, in lengths of edges; null for a ghost. */
  readonly positions: readonly (readonly [number, number] | null)[];
  readonly edges: readonly (readonly [number, number])[];
  /** Half of the side of the square. */
  readonly half: number;
}

/** Pixels farther than this from all nodes show nothing. */
const NEAR = 0.75;
/** Half of the width of a bar. */
const BAR = 0.15;
/** Length of what is drawn of an edge to a ghost. */
const STUB = 0.45;
const NONE = 0xffffffff;

/** What is drawn of an edge at one of its ends: towards the other one, or, where that is a ghost, outwards. */
function along({ positions }: DrawnGraph, node: number, other: number): [x: number, y: number] {
  const [x, y] = positions[node] ?? [0, 0];
  const to = positions[other];
  if (to) return [to[0] - x, to[1] - y];
  const radius = Math.hypot(x, y) || 1;
  return [(STUB * x) / radius, (STUB * y) / radius];
}

/** (SIDE, SIDE): the node nearest to the middle of each pixel; none where all its edges are farther than a bar reaches, so that most pixels cost nothing. */
function nearestNodes({ positions, half }: DrawnGraph, { nodes, halves }: Tables, side: number): Uint32Array {
  const near = new Uint32Array(side * side).fill(NONE);
  const best = new Float64Array(side * side).fill(NEAR);
  const scale = side / (2 * half);
  positions.forEach((place, node) => {
    if (!place) return;
    const [cx, cy] = [(place[0] + half) * scale, (half - place[1]) * scale];
    const reach = NEAR * scale;
    for (let y = Math.max(0, Math.floor(cy - reach)); y < Math.min(side, cy + reach); y++) {
      for (let x = Math.max(0, Math.floor(cx - reach)); x < Math.min(side, cx + reach); x++) {
        const away = Math.hypot(x + 0.5 - cx, y + 0.5 - cy) / scale;
        if (away >= best[y * side + x]) continue;
        best[y * side + x] = away;
        near[y * side + x] = node;
      }
    }
  });
  near.forEach((node, i) => {
    if (node === NONE) return;
    const [x, y, first, degree] = nodes.subarray(4 * node, 4 * node + 4);
    const at = [(i % side) + 0.5, side - 0.5 - Math.floor(i / side)].map((pixels) => pixels / scale - half);
    const away = Array.from({ length: degree }, (_, h) => distance(at[0] - x, at[1] - y, halves[4 * (first + h)], halves[4 * (first + h) + 1]));
    if (Math.min(...away) > BAR + 1 / scale) near[i] = NONE;
  });
  return near;
}

/** From a point to the segment from the origin to another one. */
function distance(x: number, y: number, dx: number, dy: number): number {
  const t = Math.min(1, Math.max(0, (x * dx + y * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - t * dx, y - t * dy);
}

/** What the shader reads of a graph. */
interface Tables {
  /** (N, 4) */
  nodes: Float32Array;
  /** (half-edges, 4) */
  halves: Float32Array;
}

/** Nodes and half-edges as the shader reads them; a ghost has no place and is drawn from the other side. */
function tables(graph: DrawnGraph): Tables {
  const { positions, edges } = graph;
  const { offsets, to, edge } = halfEdges({ nodes: positions.length, edges });
  const nodes = positions.flatMap((place, n) => [...(place ?? [0, 0]), offsets[n], offsets[n + 1] - offsets[n]]);
  const halves = positions.flatMap((_, n) =>
    Array.from(to.subarray(offsets[n], offsets[n + 1]), (other, i) => {
      const [x, y] = along(graph, n, other);
      const eighths = positions[other] ? Math.round((4 * Math.atan2(y, x)) / Math.PI) : 0;
      return [x, y, edge[offsets[n] + i], (eighths + 8) % 4];
    }).flat(),
  );
  return { nodes: Float32Array.from(nodes), halves: Float32Array.from(halves) };
}

/** What is drawn, and onto what. */
interface TilingDrawing {
  /** (G, M) packed edges, bit = chain. */
  readonly state: Tensor<'u32'>;
  readonly view: View;
  /** Of `side` x `side` pixels. */
  readonly target: Target;
  readonly side: number;
}

/** A drawing of a chain of dimers. @param scope where what is known of the graph is kept */
export function drawTiling(device: Device, scope: Scope, graph: DrawnGraph, { state, view, target, side }: TilingDrawing): Picture {
  const { nodes, halves } = tables(graph);
  const bindings = {
    state,
    view,
    near: scope.upload('u32', [side, side], 'near', nearestNodes(graph, { nodes, halves }, side)),
    nodes: scope.upload('f32', [graph.positions.length, 4], 'nodes', nodes),
    halves: scope.upload('f32', [halves.length / 4, 4], 'halves', halves),
  };
  return new Picture(device, shader.tiling, { SIDE: side, HALF: graph.half, BAR }, bindings, target);
}
