// bound/infonce  lower bound on I(H:E) from a separable critic s_ij = u_i . v_j, rows h_i, columns e_j; nats
// math    term_i = s_ii - lse_i + ln K, lse_i = logsumexp_j s_ij, I >= mean_i term_i;   p_ij = exp(s_ij - lse_i)
//         du_i = dt_i (v_i - sum_j p_ij v_j);   dv_j = dt_j u_j - sum_i dt_i p_ij u_i
// grid    forward: one thread per (replica, row);  backward: whole workgroups of rows, then of columns
// reads   forward u v;  backward u v lse dterm
// writes  forward term = lse =;  backward du dv = or +=
// limits  D a multiple of 4, at most 16; scores are recomputed, never stored; at most 6 storage buffers
// source  Oord, Li, Vinyals, arXiv:1807.03748; Poole et al., arXiv:1905.06922, eq. (12)

override K: u32;       // pairs in the minibatch
override D: u32;       // embedding dimension
override du_add: u32;  // 1: add to du, 0: overwrite
override dv_add: u32;  // 1: add to dv, 0: overwrite

@group(0) @binding(0) var<storage, read> u: array<vec4f>;          // (R, K, D / 4)
@group(0) @binding(1) var<storage, read> v: array<vec4f>;          // (R, K, D / 4)
@group(0) @binding(2) var<storage, read_write> term: array<f32>;   // (R, K)
@group(0) @binding(3) var<storage, read_write> lse: array<f32>;    // (R, K)
@group(0) @binding(4) var<storage, read> dterm: array<f32>;        // (R, K)
@group(0) @binding(5) var<storage, read_write> du: array<vec4f>;   // (R, K, D / 4)
@group(0) @binding(6) var<storage, read_write> dv: array<vec4f>;   // (R, K, D / 4)

// An embedding row, up to four vec4s. Members beyond D stay zero; arrays indexed in a loop would cost software
// adapters several times the arithmetic.
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

// x + f y
fn axpy(x: Row, f: f32, y: Row) -> Row {
  var out = x;
  out.a += f * y.a;
  if (D > 4u) { out.b += f * y.b; }
  if (D > 8u) { out.c += f * y.c; }
  if (D > 12u) { out.d += f * y.d; }
  return out;
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let i = id.x;
  if (i >= K) { return; }
  let ui = fetch_u(r * K + i);
  // The running maximum starts below any score a float network can produce; WGSL has no infinity.
  // Four columns share one rescaling; columns beyond the last one count as such scores, too.
  var top = -1e30;
  var sum = 0.0;
  for (var j = 0u; j < K; j += 4u) {
    var s = vec4f(-1e30);
    s.x = score(ui, fetch_v(r * K + j));
    if (j + 1u < K) { s.y = score(ui, fetch_v(r * K + j + 1u)); }
    if (j + 2u < K) { s.z = score(ui, fetch_v(r * K + j + 2u)); }
    if (j + 3u < K) { s.w = score(ui, fetch_v(r * K + j + 3u)); }
    let next = max(top, max(max(s.x, s.y), max(s.z, s.w)));
    sum = sum * exp(top - next) + dot(exp(s - next), vec4f(1.0));
    top = next;
  }
  let total = top + log(sum);
  lse[r * K + i] = total;
  term[r * K + i] = score(ui, fetch_v(r * K + i)) - total + log(f32(K));
}

fn row_gradient(i: u32, r: u32) {
  if (i >= K) { return; }
  let ui = fetch_u(r * K + i);
  var g = fetch_v(r * K + i);
  let total = lse[r * K + i];
  for (var j = 0u; j < K; j++) {
    let vj = fetch_v(r * K + j);
    g = axpy(g, -exp(score(ui, vj) - total), vj);
  }
  let dt = dterm[r * K + i];
  let out = (r * K + i) * (D / 4u);
  store_u(out, dt * g.a);
  if (D > 4u) { store_u(out + 1u, dt * g.b); }
  if (D > 8u) { store_u(out + 2u, dt * g.c); }
  if (D > 12u) { store_u(out + 3u, dt * g.d); }
}

fn store_u(at: u32, value: vec4f) {
  if (du_add == 1u) { du[at] += value; } else { du[at] = value; }
}

fn column_gradient(j: u32, r: u32) {
  if (j >= K) { return; }
  let vj = fetch_v(r * K + j);
  var g = Row();
  for (var i = 0u; i < K; i++) {
    let ui = fetch_u(r * K + i);
    let p = exp(score(ui, vj) - lse[r * K + i]);
    g = axpy(g, dterm[r * K + i] * (f32(i == j) - p), ui);
  }
  let out = (r * K + j) * (D / 4u);
  store_v(out, g.a);
  if (D > 4u) { store_v(out + 1u, g.b); }
  if (D > 8u) { store_v(out + 2u, g.c); }
  if (D > 12u) { store_v(out + 3u, g.d); }
}

fn store_v(at: u32, value: vec4f) {
  if (dv_add == 1u) { dv[at] += value; } else { dv[at] = value; }
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u) {
  let rows = (K + 63u) / 64u * 64u;
  if (id.x < rows) { row_gradient(id.x, id.y); } else { column_gradient(id.x - rows, id.y); }
}
