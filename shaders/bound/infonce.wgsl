// bound/infonce  lower bound on I(H:E) from a separable critic s_ij = u_i . v_j, rows h_i, columns e_j; nats
// math    term_i = s_ii - lse_i + ln K, lse_i = logsumexp_j s_ij, I >= mean_i term_i;   p_ij = exp(s_ij - lse_i)
//         du_i = dt_i (v_i - sum_j p_ij v_j);   dv_j = dt_j u_j - sum_i dt_i p_ij u_i
// grid    forward, backward_u: one thread per (replica, row);  backward_v: one thread per (replica, column)
// reads   forward u v;  backward_u u v lse dterm;  backward_v u v lse dterm
// writes  forward term = lse =;  backward_u du = or +=;  backward_v dv = or +=
// limits  D a multiple of 4, at most 16; scores are recomputed, never stored; at most 5 storage buffers
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

const MOST = 4;  // vec4s of the widest embedding

fn fetch_u(row: u32) -> array<vec4f, MOST> {
  var out: array<vec4f, MOST>;
  for (var d = 0u; d < D / 4u; d++) { out[d] = u[row * (D / 4u) + d]; }
  return out;
}

fn fetch_v(row: u32) -> array<vec4f, MOST> {
  var out: array<vec4f, MOST>;
  for (var d = 0u; d < D / 4u; d++) { out[d] = v[row * (D / 4u) + d]; }
  return out;
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let i = id.x;
  if (i >= K) { return; }
  var ui = fetch_u(r * K + i);
  var diagonal = 0.0;
  // The running maximum starts below any score a float network can produce; WGSL has no infinity.
  var top = -1e30;
  var sum = 0.0;
  for (var j = 0u; j < K; j++) {
    var s = 0.0;
    for (var d = 0u; d < D / 4u; d++) { s += dot(ui[d], v[(r * K + j) * (D / 4u) + d]); }
    if (j == i) { diagonal = s; }
    if (s > top) {
      sum = sum * exp(top - s) + 1.0;
      top = s;
    } else {
      sum += exp(s - top);
    }
  }
  let total = top + log(sum);
  lse[r * K + i] = total;
  term[r * K + i] = diagonal - total + log(f32(K));
}

@compute @workgroup_size(64)
fn backward_u(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let i = id.x;
  if (i >= K) { return; }
  var ui = fetch_u(r * K + i);
  var g = fetch_v(r * K + i);
  let total = lse[r * K + i];
  for (var j = 0u; j < K; j++) {
    let vj = (r * K + j) * (D / 4u);
    var s = 0.0;
    for (var d = 0u; d < D / 4u; d++) { s += dot(ui[d], v[vj + d]); }
    let p = exp(s - total);
    for (var d = 0u; d < D / 4u; d++) { g[d] -= p * v[vj + d]; }
  }
  for (var d = 0u; d < D / 4u; d++) {
    let out = (r * K + i) * (D / 4u) + d;
    var value = dterm[r * K + i] * g[d];
    if (du_add == 1u) { value += du[out]; }
    du[out] = value;
  }
}

@compute @workgroup_size(64)
fn backward_v(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let j = id.x;
  if (j >= K) { return; }
  var vj = fetch_v(r * K + j);
  var g = fetch_u(r * K + j);
  for (var d = 0u; d < D / 4u; d++) { g[d] *= dterm[r * K + j]; }
  for (var i = 0u; i < K; i++) {
    let ui = (r * K + i) * (D / 4u);
    var s = 0.0;
    for (var d = 0u; d < D / 4u; d++) { s += dot(u[ui + d], vj[d]); }
    let p = dterm[r * K + i] * exp(s - lse[r * K + i]);
    for (var d = 0u; d < D / 4u; d++) { g[d] -= p * u[ui + d]; }
  }
  for (var d = 0u; d < D / 4u; d++) {
    let out = (r * K + j) * (D / 4u) + d;
    var value = g[d];
    if (dv_add == 1u) { value += dv[out]; }
    dv[out] = value;
  }
}
