/** Pfaffian orientation of a drawing with straight edges: each face but one gets an odd number of edges along its traversal. */
import { edgesAt, type MatchingGraph, otherEnd } from './graph.ts';

/** A side of an edge, as it is passed in a walk around a face: twice the number of the edge, plus 1 from its second node to its first. */
type Side = number;

/** Faces of a drawing, each as the sides that are passed around it, all in the same sense. */
interface Faces {
  readonly faces: readonly (readonly Side[])[];
  /** (2 edges) face of each side; -1 for edges that are not drawn. */
  readonly faceOf: Int32Array;
}

const edgeOf = (side: Side) => side >> 1;
const fromOf = ({ edges }: MatchingGraph, side: Side) => edges[side >> 1][side & 1];
const toOf = ({ edges }: MatchingGraph, side: Side) => edges[side >> 1][1 - (side & 1)];

/** @param drawn edges without crossings, of each set of parallel ones the first */
function facesOf(graph: MatchingGraph, drawn: readonly number[]): Faces {
  const positions = graph.positions as readonly (readonly [number, number])[];
  const around = Array.from({ length: graph.nodes }, (): Side[] => []);
  for (const e of drawn) {
    around[graph.edges[e][0]].push(2 * e);
    around[graph.edges[e][1]].push(2 * e + 1);
  }
  const turned = new Int32Array(2 * graph.edges.length).fill(-1);
  for (const sides of around) {
    const angle = (side: Side) => {
      const [x, y] = positions[fromOf(graph, side)];
      const [p, q] = positions[toOf(graph, side)];
      return Math.atan2(q - y, p - x);
    };
    const order = sides.map((side) => ({ side, angle: angle(side) })).sort((one, two) => one.angle - two.angle);
    order.forEach(({ side }, k) => {
      turned[side] = order[(k + order.length - 1) % order.length].side;
    });
  }
  const faceOf = new Int32Array(2 * graph.edges.length).fill(-1);
  const faces: Side[][] = [];
  for (const start of drawn.flatMap((e) => [2 * e, 2 * e + 1])) {
    if (faceOf[start] >= 0) continue;
    const face: Side[] = [];
    for (let side = start; faceOf[side] < 0; side = turned[side ^ 1]) {
      faceOf[side] = faces.length;
      face.push(side);
    }
    faces.push(face);
  }
  return { faces, faceOf };
}

/**
 * Signs by edge, 1 for an orientation from the first node named to the second: each face but one of every piece gets an odd number of edges along
 * its traversal (P. W. Kasteleyn 1967). One equation over GF(2) for each face, solved along a tree of faces.
 * @param drawn edges without crossings, of each set of parallel ones the first
 * @param shared nodes of which one face must see all: that face is the one without an equation
 * @returns (edges), 0 where an edge is not drawn; undefined where no face sees all of the shared nodes
 */
export function faceSigns(graph: MatchingGraph, drawn: readonly number[], shared: ReadonlySet<number>): Int8Array | undefined {
  const { faces, faceOf } = facesOf(graph, drawn);
  const signs = new Int8Array(graph.edges.length);
  const tree = treeOf(graph, drawn);
  for (const e of drawn) signs[e] = 1;
  const roots = new Map<number, number>();
  faces.forEach((face, f) => {
    if (shared.size > 0 && [...shared].every((node) => face.some((side) => fromOf(graph, side) === node))) roots.set(pieceOf(tree, graph, face), f);
  });
  if (shared.size > 0 && roots.size === 0) return undefined;
  faces.forEach((face, f) => {
    const piece = pieceOf(tree, graph, face);
    if (!roots.has(piece)) roots.set(piece, f);
  });
  for (const root of roots.values()) solveFrom(root, { faces, faceOf }, tree.edges, signs);
  return signs;
}

interface Tree {
  readonly edges: ReadonlySet<number>;
  /** (nodes) the first node of their piece. */
  readonly piece: Int32Array;
}

const pieceOf = ({ piece }: Tree, graph: MatchingGraph, face: readonly Side[]) => piece[fromOf(graph, face[0])];

/** A spanning tree of every piece. */
function treeOf(graph: MatchingGraph, drawn: readonly number[]): Tree {
  const at = edgesAt({ nodes: graph.nodes, edges: drawn.map((e) => graph.edges[e]) });
  const edges = new Set<number>();
  const piece = new Int32Array(graph.nodes).fill(-1);
  for (let start = 0; start < graph.nodes; start++) {
    if (piece[start] >= 0) continue;
    piece[start] = start;
    const queue = [start];
    for (let next = 0; next < queue.length; next++) {
      for (const k of at[queue[next]]) {
        const other = otherEnd(graph, drawn[k], queue[next]);
        if (piece[other] >= 0) continue;
        piece[other] = start;
        edges.add(drawn[k]);
        queue.push(other);
      }
    }
  }
  return { edges, piece };
}

/** The edges that are not in the spanning tree join the faces to a tree, too: from its leaves on, each face sets the edge to its parent. */
function solveFrom(root: number, { faces, faceOf }: Faces, spanning: ReadonlySet<number>, signs: Int8Array): void {
  const parent = new Map<number, number>([[root, -1]]);
  const order = [root];
  for (let next = 0; next < order.length; next++) {
    for (const side of faces[order[next]]) {
      const other = faceOf[side ^ 1];
      if (spanning.has(edgeOf(side)) || parent.has(other)) continue;
      parent.set(other, edgeOf(side));
      order.push(other);
    }
  }
  for (const f of order.reverse()) {
    const e = parent.get(f) as number;
    if (e < 0) continue;
    const along = faces[f].filter((side) => signs[edgeOf(side)] === (side & 1 ? -1 : 1)).length;
    if (along % 2 === 0) signs[e] = -1;
  }
}
