// Cells of tissues as they lie in memory. Positions are displacements `moved` from a reference: the edge from a corner
// to the next is `edges`, which the host computes in double precision, plus the difference of two displacements. So neither the box nor
// shifts by whole boxes reach a kernel, and an edge is as precise as it is short. The shader declares `rows`, `corners`, `edges`, `moved`; N is
// in lib/tissue_parameters. In a periodic tissue V = 2 N and C = 6 N; one with a rim has more vertices and fewer corners for its cells.
// source: definitions

override V: u32;        // vertices
override C: u32;        // corners
override SHARED: u32;   // 1: all replicas have the rings of the first, 0: each has its own
override SMOOTHING: f32; // e^2: the length of an edge is sqrt(d^2 + e^2)

struct Ring { first: u32, end: u32, table: u32 }

// What a cell is, seen from its first corner.
struct Shape { area: f32, perimeter: f32, mean: vec2f, inertia: f32 }

fn ring_of(r: u32, c: u32) -> Ring {
  let t = select(r, 0u, SHARED == 1u);
  let row = t * (N + 1u) + c;
  return Ring(rows[row], rows[row + 1u], t * C);
}

// The vertex at a corner, and the corner that follows in its cell.
fn vertex_at(ring: Ring, h: u32) -> u32 { return corners[ring.table + h]; }
fn after(ring: Ring, h: u32) -> u32 { return select(h + 1u, ring.first, h + 1u == ring.end); }

// From a corner to the next.
fn edge_at(r: u32, ring: Ring, h: u32) -> vec2f {
  let v = r * V;
  return edges[r * C + h] + (moved[v + vertex_at(ring, after(ring, h))] - moved[v + vertex_at(ring, h)]);
}

fn length_of(d: vec2f) -> f32 { return sqrt(dot(d, d) + SMOOTHING); }

// A quarter turn counter-clockwise.
fn turned(v: vec2f) -> vec2f { return vec2f(-v.y, v.x); }

fn shape_of(r: u32, ring: Ring) -> Shape {
  var q = vec2f();
  var twice = 0.0;
  var perimeter = 0.0;
  var sum = vec2f();
  var squares = 0.0;
  for (var h = ring.first; h < ring.end; h++) {
    let d = edge_at(r, ring, h);
    sum += q;
    squares += dot(q, q);
    perimeter += length_of(d);
    twice += q.x * d.y - q.y * d.x;
    q += d;
  }
  let mean = sum / f32(ring.end - ring.first);
  return Shape(0.5 * twice, perimeter, mean, squares - dot(sum, mean));
}
