// uses lib/joint_layers
// critic/concatenated  scores of all pairs from a network on (h_i, e_j), whose first layer is a_i + b_j; relu
// math    s_ij = t . relu(y_ij) + t_O, y_ij = z_ij w + w_I, z_ij = relu(a_i + b_j);   with l = [y > 0], g = ds l t:
//         da_i = sum_j [z > 0] (g w^T), db_j = sum_i [z > 0] (g w^T)
// grid    forward: 2 rows x 4 columns per thread;  backward: whole workgroups of (row, 4 inputs), then of (column,
//         4 inputs)
// reads   forward a b w t;  backward a b w t live dscores
// writes  forward scores = live =;  backward da db = or +=
// limits  I and O multiples of 4; of the hidden layers only the signs of y are stored, one bit each; at most 8 storage buffers
// source  joint critics: Poole et al., arXiv:1905.06922; the sums: chain rule

override da_add: u32;    // 1: add to da, 0: overwrite
override db_add: u32;    // 1: add to db, 0: overwrite

@group(0) @binding(5) var<storage, read_write> scores: array<f32>;      // (R, K, K)
@group(0) @binding(6) var<storage, read_write> da: array<vec4f>;        // (R, K, I / 4)
@group(0) @binding(7) var<storage, read_write> db: array<vec4f>;        // (R, K, I / 4)

// Bits 0 to 3: which of four numbers are positive.
fn signs(x: vec4f) -> u32 {
  let bits = select(vec4u(), vec4u(1u, 2u, 4u, 8u), x > vec4f());
  return bits.x | bits.y | bits.z | bits.w;
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let columns = (K + 3u) / 4u;
  let groups = O / 4u + nothing();
  let quads = I / 4u + nothing();
  let r = id.y;
  let j = id.x % columns * 4u;
  let i = id.x / columns * 2u;
  if (i >= K) { return; }
  // Pairs beyond the last row or column repeat it; only the stores are guarded.
  let a0 = (r * K + i) * quads;
  let a1 = (r * K + min(i + 1u, K - 1u)) * quads;
  let b0 = (r * K + j) * quads;
  let b1 = (r * K + min(j + 1u, K - 1u)) * quads;
  let b2 = (r * K + min(j + 2u, K - 1u)) * quads;
  let b3 = (r * K + min(j + 3u, K - 1u)) * quads;
  let pair = (r * K + i) * K + j;
  var s0 = vec4f(t[r * t_stride + O]);
  var s1 = s0;
  var l0 = vec4u();
  var l1 = vec4u();
  for (var o = 0u; o < groups; o++) {
    var at = r * w_stride + o;
    let bias = w[at + I * groups];
    var x0 = bias;
    var x1 = bias;
    var x2 = bias;
    var x3 = bias;
    var y0 = bias;
    var y1 = bias;
    var y2 = bias;
    var y3 = bias;
    for (var f = 0u; f < quads; f++) {
      let m = mat4x4f(w[at], w[at + groups], w[at + 2u * groups], w[at + 3u * groups]);
      at += 4u * groups;
      let p = a[a0 + f];
      let q = a[a1 + f];
      let c0 = b[b0 + f];
      let c1 = b[b1 + f];
      let c2 = b[b2 + f];
      let c3 = b[b3 + f];
      x0 += m * relu(p + c0);
      x1 += m * relu(p + c1);
      x2 += m * relu(p + c2);
      x3 += m * relu(p + c3);
      y0 += m * relu(q + c0);
      y1 += m * relu(q + c1);
      y2 += m * relu(q + c2);
      y3 += m * relu(q + c3);
    }
    let out = output(r, o);
    s0 += vec4f(dot(relu(x0), out), dot(relu(x1), out), dot(relu(x2), out), dot(relu(x3), out));
    s1 += vec4f(dot(relu(y0), out), dot(relu(y1), out), dot(relu(y2), out), dot(relu(y3), out));
    let shift = vec4u((o & 7u) * 4u);
    l0 |= vec4u(signs(x0), signs(x1), signs(x2), signs(x3)) << shift;
    l1 |= vec4u(signs(y0), signs(y1), signs(y2), signs(y3)) << shift;
    if ((o & 7u) == 7u || o + 1u == groups) {
      store_signs(pair, j, o / 8u, l0);
      if (i + 1u < K) { store_signs(pair + K, j, o / 8u, l1); }
      l0 = vec4u();
      l1 = vec4u();
    }
  }
  store_scores(pair, j, s0);
  if (i + 1u < K) { store_scores(pair + K, j, s1); }
}

fn store_signs(pair: u32, j: u32, word: u32, value: vec4u) {
  let at = pair * W + word;
  live[at] = value.x;
  if (j + 1u < K) { live[at + W] = value.y; }
  if (j + 2u < K) { live[at + 2u * W] = value.z; }
  if (j + 3u < K) { live[at + 3u * W] = value.w; }
}

fn store_scores(pair: u32, j: u32, value: vec4f) {
  scores[pair] = value.x;
  if (j + 1u < K) { scores[pair + 1u] = value.y; }
  if (j + 2u < K) { scores[pair + 2u] = value.z; }
  if (j + 3u < K) { scores[pair + 3u] = value.w; }
}

// Four inputs of a row (rows) or of a column of the pairs.
fn own_input(at: u32, rows: bool) -> vec4f {
  if (rows) { return a[at]; }
  return b[at];
}

// da or db, four inputs: pair (n, m) of the replica is at index n along and m across.
fn input_tile(index: u32, r: u32, rows: bool) {
  let groups = O / 4u + nothing();
  let words = W + nothing();
  let pairs = K + nothing();
  let quads = I / 4u;
  let f = index % quads;
  let n = index / quads;
  if (n >= K) { return; }
  let across = select(K, 1u, rows);
  let first = r * K * K + n * select(1u, K, rows);
  let others = r * K * quads + f;
  let own = own_input(others + n * quads, rows);
  let w0 = r * w_stride + 4u * f * groups;
  var sum = vec4f();
  for (var m = 0u; m < pairs; m += 8u) {
    // Signs of the first layer of these pairs, four bits each; zero beyond the last pair.
    var gate = 0u;
    for (var c = 0u; c < min(8u, pairs - m); c++) { gate |= signs(own + own_input(others + (m + c) * quads, !rows)) << (4u * c); }
    let m1 = min(m + 1u, K - 1u);
    let m2 = min(m + 2u, K - 1u);
    let m3 = min(m + 3u, K - 1u);
    let m4 = min(m + 4u, K - 1u);
    let m5 = min(m + 5u, K - 1u);
    let m6 = min(m + 6u, K - 1u);
    let m7 = min(m + 7u, K - 1u);
    var d0 = vec4f();
    var d1 = vec4f();
    var d2 = vec4f();
    var d3 = vec4f();
    var d4 = vec4f();
    var d5 = vec4f();
    var d6 = vec4f();
    var d7 = vec4f();
    for (var word = 0u; word < words; word++) {
      var l0 = live[(first + m * across) * W + word];
      var l1 = live[(first + m1 * across) * W + word];
      var l2 = live[(first + m2 * across) * W + word];
      var l3 = live[(first + m3 * across) * W + word];
      var l4 = live[(first + m4 * across) * W + word];
      var l5 = live[(first + m5 * across) * W + word];
      var l6 = live[(first + m6 * across) * W + word];
      var l7 = live[(first + m7 * across) * W + word];
      for (var o = 8u * word; o < min(8u * word + 8u, groups); o++) {
        let out = output(r, o);
        let at = w0 + o;
        let v = mat4x4f(w[at] * out, w[at + groups] * out, w[at + 2u * groups] * out, w[at + 3u * groups] * out);
        d0 += gated(l0, vec4f(1.0)) * v;
        d1 += gated(l1, vec4f(1.0)) * v;
        d2 += gated(l2, vec4f(1.0)) * v;
        d3 += gated(l3, vec4f(1.0)) * v;
        d4 += gated(l4, vec4f(1.0)) * v;
        d5 += gated(l5, vec4f(1.0)) * v;
        d6 += gated(l6, vec4f(1.0)) * v;
        d7 += gated(l7, vec4f(1.0)) * v;
        l0 >>= 4u;
        l1 >>= 4u;
        l2 >>= 4u;
        l3 >>= 4u;
        l4 >>= 4u;
        l5 >>= 4u;
        l6 >>= 4u;
        l7 >>= 4u;
      }
    }
    sum += gated(gate, dscores[first + m * across] * d0);
    sum += gated(gate >> 4u, dscores[first + m1 * across] * d1);
    sum += gated(gate >> 8u, dscores[first + m2 * across] * d2);
    sum += gated(gate >> 12u, dscores[first + m3 * across] * d3);
    sum += gated(gate >> 16u, dscores[first + m4 * across] * d4);
    sum += gated(gate >> 20u, dscores[first + m5 * across] * d5);
    sum += gated(gate >> 24u, dscores[first + m6 * across] * d6);
    sum += gated(gate >> 28u, dscores[first + m7 * across] * d7);
  }
  let at = others + n * quads;
  if (rows) {
    if (da_add == 1u) { da[at] += sum; } else { da[at] = sum; }
  } else {
    if (db_add == 1u) { db[at] += sum; } else { db[at] = sum; }
  }
}

@compute @workgroup_size(64)
fn backward(@builtin(global_invocation_id) id: vec3u) {
  let rows = (K * (I / 4u) + 63u) / 64u * 64u;
  // One call for both cases: with two, drivers would compile the tile twice.
  input_tile(select(id.x - rows, id.x, id.x < rows), id.y, id.x < rows);
}
