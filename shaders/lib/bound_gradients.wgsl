// uses lib/parts
// Gradients of a bound whose terms are functions of the scores, term_i of s_i1 .. s_iK, K >= 2:
//   du_i = dt_i sum_j slope_ij v_j;   dv_j = sum_i dt_i slope_ij u_i;   ds_ij = dt_i slope_ij;   dt_i = d objective / d term_i
// The including file declares override K and defines the slopes slope_ij = delta_ij - pull_ij by two functions:
//   fn anchor(i: u32, r: u32) -> vec4f                            arguments of pull that depend on row i of replica r only
//   fn pull(s: f32, a: vec4f, i: u32, j: u32) -> f32              not negative
// The forward pass has stored push_i = sum_{j != i} pull_ij v_j. So du is elementwise here, and only dv needs a second pass
// over all pairs. Bindings 0, 1 and 4 to 9 are taken.

override du_add: u32;       // 1: add to du, 0: overwrite
override dv_add: u32;       // 1: add to dv, 0: overwrite
override dscores_add: u32;  // 1: add to dscores, 0: overwrite

@group(0) @binding(4) var<storage, read_write> push: array<vec4f>;   // (R, K, D / 4)
@group(0) @binding(5) var<storage, read> dterm: array<f32>;          // (R, K)
@group(0) @binding(6) var<storage, read_write> du: array<vec4f>;     // (R, K, D / 4)
@group(0) @binding(7) var<storage, read_write> dv: array<vec4f>;     // (R, K, D / 4)
@group(0) @binding(8) var<storage, read> scores: array<f32>;         // (R, K, K)
@group(0) @binding(9) var<storage, read_write> dscores: array<f32>;  // (R, K, K)

fn slope(s: f32, a: vec4f, i: u32, j: u32) -> f32 {
  return select(0.0, 1.0, i == j) - pull(s, a, i, j);
}

fn put_push(row: u32, x: Row) {
  let at = row * (D / 4u);
  push[at] = x.a;
  if (D > 4u) { push[at + 1u] = x.b; }
  if (D > 8u) { push[at + 2u] = x.c; }
  if (D > 12u) { push[at + 3u] = x.d; }
}

fn get_push(row: u32) -> Row {
  let at = row * (D / 4u);
  var out = Row(push[at], vec4f(), vec4f(), vec4f());
  if (D > 4u) { out.b = push[at + 1u]; }
  if (D > 8u) { out.c = push[at + 2u]; }
  if (D > 12u) { out.d = push[at + 3u]; }
  return out;
}

fn put_du(at: u32, x: vec4f) {
  if (du_add == 1u) { du[at] += x; } else { du[at] = x; }
}

fn put_dv(at: u32, x: vec4f) {
  if (dv_add == 1u) { dv[at] += x; } else { dv[at] = x; }
}

// du of row i, from push of the forward pass times `factor`.
fn row_gradient(i: u32, r: u32, factor: f32) {
  if (i >= K) { return; }
  let row = r * K + i;
  let vi = fetch_v(row);
  let dt = dterm[row];
  let g = blend(dt * slope(score(fetch_u(row), vi), anchor(i, r), i, i), vi, -dt * factor, get_push(row));
  let at = row * (D / 4u);
  put_du(at, g.a);
  if (D > 4u) { put_du(at + 1u, g.b); }
  if (D > 8u) { put_du(at + 2u, g.c); }
  if (D > 12u) { put_du(at + 3u, g.d); }
}

// dv of column j from the sum of the pulls on it.
fn put_column(j: u32, r: u32, pulls: Row) {
  let row = r * K + j;
  let g = blend(-1.0, pulls, dterm[row], fetch_u(row));
  let at = row * (D / 4u);
  put_dv(at, g.a);
  if (D > 4u) { put_dv(at + 1u, g.b); }
  if (D > 8u) { put_dv(at + 2u, g.c); }
  if (D > 12u) { put_dv(at + 3u, g.d); }
}

// Row i: its embedding, its anchor, and dt_i.
struct Source { u: Row, a: vec4f, dt: f32 }

fn pulled(g: Row, v: Row, x: Source, i: u32, j: u32) -> Row {
  return axpy(g, x.dt * pull(score(x.u, v), x.a, i, j), x.u);
}

// dv of the columns of thread t.
fn column_gradients(t: u32, r: u32) {
  let at = place(t);
  let j = at.row;
  var v0 = Row();
  var v1 = Row();
  var v2 = Row();
  var v3 = Row();
  // Loops here and below instead of four copies, which drivers would compile for seconds. Columns beyond the last are zero.
  for (var column = end_of(at); column > j; column--) {
    v3 = v2;
    v2 = v1;
    v1 = v0;
    v0 = fetch_v(r * K + column - 1u);
  }
  var g0 = Row();
  var g1 = Row();
  var g2 = Row();
  var g3 = Row();
  if (j < K) {
    for (var i = at.part; i < K; i += SPLIT) {
      let x = Source(fetch_u(r * K + i), anchor(i, r), dterm[r * K + i]);
      g0 = pulled(g0, v0, x, i, j);
      g1 = pulled(g1, v1, x, i, j + 1u);
      if (SPLIT == 1u) {
        g2 = pulled(g2, v2, x, i, j + 2u);
        g3 = pulled(g3, v3, x, i, j + 3u);
      }
    }
  }
  if (SPLIT > 1u) {
    show(t, vec4f(), g0, g1);
    if (own_row(at) < K) { put_column(own_row(at), r, summed_row(t)); }
    return;
  }
  for (var column = j; column < end_of(at); column++) {
    put_column(column, r, g0);
    g0 = g1;
    g1 = g2;
    g2 = g3;
  }
}

// Workgroups of rows, then of columns.
fn embedding_gradients(group: u32, lane: u32, r: u32, factor: f32) {
  let first = (K + 63u) / 64u;
  if (group < first) {
    row_gradient(64u * group + lane, r, factor);
  } else {
    column_gradients(64u * (group - first) + lane, r);
  }
}

fn score_gradient(i: u32, j: u32, r: u32) {
  if (j >= K) { return; }
  let row = r * K + i;
  let at = row * K + j;
  let ds = dterm[row] * slope(scores[at], anchor(i, r), i, j);
  if (dscores_add == 1u) { dscores[at] += ds; } else { dscores[at] = ds; }
}
