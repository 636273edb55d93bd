// Scores of a separable critic, s_ij = u_i . v_j, recomputed wherever they are needed and never stored.
// The including file declares override K, pairs in the minibatch. D is a multiple of 4, at most 16; entry points
// without embeddings need not set it.

override D: u32 = 4u;  // embedding dimension

@group(0) @binding(0) var<storage, read> u: array<vec4f>;  // (R, K, D / 4)
@group(0) @binding(1) var<storage, read> v: array<vec4f>;  // (R, K, D / 4)

// An embedding, up to four vec4s. Members beyond D stay zero. On software adapters an array indexed in a loop would cost
// several times the arithmetic.
struct Row { a: vec4f, b: vec4f, c: vec4f, d: vec4f }

fn fetch_u(row: u32) -> Row {
  let at = row * (D / 4u);
  var out = Row(u[at], vec4f(), vec4f(), vec4f());
  if (D > 4u) { out.b = u[at + 1u]; }
  if (D > 8u) { out.c = u[at + 2u]; }
  if (D > 12u) { out.d = u[at + 3u]; }
  return out;
}

fn fetch_v(row: u32) -> Row {
  let at = row * (D / 4u);
  var out = Row(v[at], vec4f(), vec4f(), vec4f());
  if (D > 4u) { out.b = v[at + 1u]; }
  if (D > 8u) { out.c = v[at + 2u]; }
  if (D > 12u) { out.d = v[at + 3u]; }
  return out;
}

fn score(x: Row, y: Row) -> f32 {
  var s = dot(x.a, y.a);
  if (D > 4u) { s += dot(x.b, y.b); }
  if (D > 8u) { s += dot(x.c, y.c); }
  if (D > 12u) { s += dot(x.d, y.d); }
  return s;
}

// e x + f y
fn blend(e: f32, x: Row, f: f32, y: Row) -> Row {
  var out = Row(e * x.a + f * y.a, vec4f(), vec4f(), vec4f());
  if (D > 4u) { out.b = e * x.b + f * y.b; }
  if (D > 8u) { out.c = e * x.c + f * y.c; }
  if (D > 12u) { out.d = e * x.d + f * y.d; }
  return out;
}

fn axpy(x: Row, f: f32, y: Row) -> Row {
  return blend(1.0, x, f, y);
}

fn scaled(f: f32, x: Row) -> Row {
  return blend(f, x, 0.0, x);
}

struct Quad { a: Row, b: Row, c: Row, d: Row }

fn quad_scores(x: Row, q: Quad) -> vec4f {
  return vec4f(score(x, q.a), score(x, q.b), score(x, q.c), score(x, q.d));
}

// e x + sum of f_n q_n
fn blend_quad(e: f32, x: Row, f: vec4f, q: Quad) -> Row {
  return axpy(axpy(axpy(blend(e, x, f.x, q.a), f.y, q.b), f.z, q.c), f.w, q.d);
}
