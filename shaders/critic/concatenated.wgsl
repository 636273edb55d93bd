// critic/concatenated  scores of all pairs from a network on (h_i, e_j), whose first layer is a_i + b_j; relu
// math    s_ij = t . relu(y_ij) + t_O, y_ij = z_ij w + w_I, z_ij = relu(a_i + b_j);   with l = [y > 0], g = ds l t:
//         da_i = sum_j [z > 0] (g w^T), db_j = sum_i [z > 0] (g w^T), dw = t m, dt = sum_f w_f m_f,
//         m_fo = sum_ij ds_ij l_o z_f (z_I = 1), as y is linear in w where it is alive;   dt_O = sum_ij ds_ij
// grid    forward: 2 rows x 4 columns per thread;  backward: whole workgroups of (row, 4 inputs), then of (column,
//         4 inputs);  backward_partial: 8 x 8 of m over ROWS rows of scores per thread;  backward_w: one thread per 4
//         outputs of a row of w, chunks in order;  backward_t: one thread per 4 elements of t, then its last one
// reads   forward a b w t;  backward a b w t live dscores;  backward_partial a b live dscores;  backward_w t sums;  backward_t w sums
// writes  forward scores = live =;  backward da db = or +=;  backward_partial sums =;  backward_w dw = or +=;  backward_t dt = or +=
// limits  I and O multiples of 4; of what is hidden only the signs of y are stored, one bit each; at most 8 storage buffers
// source  joint critics: Poole et al., arXiv:1905.06922; the sums: chain rule

override K: u32;         // pairs in the minibatch
override I: u32;         // width of the first layer
override O: u32;         // width of the second layer
override W: u32;         // words for the signs of a pair
override T: u32;         // chunks of rows of scores
override ROWS: u32;      // rows of a chunk
override w_stride: u32;  // vec4s between the weights of neighbouring replicas
override t_stride: u32;  // floats between the output weights of neighbouring replicas
override da_add: u32;    // 1: add to da, 0: overwrite
override db_add: u32;    // 1: add to db, 0: overwrite
override dw_add: u32;    // 1: add to dw, 0: overwrite
override dt_add: u32;    // 1: add to dt, 0: overwrite

@group(0) @binding(0) var<storage, read> a: array<vec4f>;               // (R, K, I / 4)
@group(0) @binding(1) var<storage, read> b: array<vec4f>;               // (R, K, I / 4)
@group(0) @binding(2) var<storage, read> w: array<vec4f>;               // (R, I + 1, O / 4)
@group(0) @binding(3) var<storage, read> t: array<f32>;                 // (R, O + 1)
@group(0) @binding(4) var<storage, read_write> live: array<u32>;        // (R, K, K, W)
@group(0) @binding(5) var<storage, read_write> scores: array<f32>;      // (R, K, K)
@group(0) @binding(5) var<storage, read> dscores: array<f32>;           // (R, K, K)
@group(0) @binding(6) var<storage, read_write> da: array<vec4f>;        // (R, K, I / 4)
@group(0) @binding(7) var<storage, read_write> db: array<vec4f>;        // (R, K, I / 4)
@group(0) @binding(0) var<storage, read_write> dw: array<vec4f>;        // (R, I + 1, O / 4)
@group(0) @binding(1) var<storage, read_write> dt: array<f32>;          // (R, O + 1)
@group(0) @binding(6) var<storage, read_write> sums: array<vec4f>;      // (R, T, I + 2, O / 4): m, and sum ds behind it

// Zero, which a driver cannot know: software drivers unroll loops of few iterations, nested ones whole, and would
// compile the sums below for minutes.
fn nothing() -> u32 {
  return min(arrayLength(&live), 1u) - 1u;
}

fn relu(x: vec4f) -> vec4f {
  return max(x, vec4f());
}

// Four output weights.
fn output(r: u32, group: u32) -> vec4f {
  let at = r * t_stride + 4u * group;
  return vec4f(t[at], t[at + 1u], t[at + 2u], t[at + 3u]);
}

// Bits 0 to 3: which of four numbers are positive.
fn signs(x: vec4f) -> u32 {
  let bits = select(vec4u(), vec4u(1u, 2u, 4u, 8u), x > vec4f());
  return bits.x | bits.y | bits.z | bits.w;
}

// What bits 0 to 3 of a word let through.
fn gated(word: u32, x: vec4f) -> vec4f {
  return select(vec4f(), x, (vec4u(word) & vec4u(1u, 2u, 4u, 8u)) != vec4u());
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

// da or db, four inputs: pair (n, m) of the replica lies at n along + m across.
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
    // Where the first layer of these pairs is alive, four bits each; nowhere beyond the last pair.
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
  // One call for both, or drivers would compile the tile twice.
  input_tile(select(id.x - rows, id.x, id.x < rows), id.y, id.x < rows);
}

@compute @workgroup_size(32)
fn backward_partial(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let quads = I / 4u;
  let across = (groups + 1u) / 2u;
  let down = (quads + 1u) / 2u;
  let r = id.y;
  let chunk = id.x / (across * down);
  if (chunk >= T) { return; }
  let tile = id.x - chunk * across * down;
  let o = tile % across;
  let f = tile / across * 2u;
  // The second four inputs of an odd number repeat the first ones and are not stored.
  let other = min(f + 1u, quads - 1u);
  let shift = (o & 3u) * 8u;
  var m0 = vec4f();
  var m1 = vec4f();
  var m2 = vec4f();
  var m3 = vec4f();
  var m4 = vec4f();
  var m5 = vec4f();
  var m6 = vec4f();
  var m7 = vec4f();
  var n0 = vec4f();
  var n1 = vec4f();
  var n2 = vec4f();
  var n3 = vec4f();
  var n4 = vec4f();
  var n5 = vec4f();
  var n6 = vec4f();
  var n7 = vec4f();
  var bias0 = vec4f();
  var bias1 = vec4f();
  var total = 0.0;
  let pairs = K + nothing();
  for (var i = chunk * ROWS; i < min(chunk * ROWS + ROWS, pairs); i++) {
    let a0 = a[(r * K + i) * quads + f];
    let a1 = a[(r * K + i) * quads + other];
    for (var j = 0u; j < pairs; j++) {
      let pair = (r * K + i) * K + j;
      let word = live[pair * W + o / 4u] >> shift;
      let ds = dscores[pair];
      let g = gated(word, vec4f(ds));
      let h = gated(word >> 4u, vec4f(ds));
      let z = relu(a0 + b[(r * K + j) * quads + f]);
      let y = relu(a1 + b[(r * K + j) * quads + other]);
      m0 += z.x * g;
      m1 += z.y * g;
      m2 += z.z * g;
      m3 += z.w * g;
      m4 += y.x * g;
      m5 += y.y * g;
      m6 += y.z * g;
      m7 += y.w * g;
      n0 += z.x * h;
      n1 += z.y * h;
      n2 += z.z * h;
      n3 += z.w * h;
      n4 += y.x * h;
      n5 += y.y * h;
      n6 += y.z * h;
      n7 += y.w * h;
      bias0 += g;
      bias1 += h;
      total += ds;
    }
  }
  let start = (r * T + chunk) * (I + 2u) * groups;
  let at = start + 4u * f * groups + 2u * o;
  let second = 2u * o + 1u < groups;
  store_pair(at, m0, n0, second);
  store_pair(at + groups, m1, n1, second);
  store_pair(at + 2u * groups, m2, n2, second);
  store_pair(at + 3u * groups, m3, n3, second);
  if (f + 1u < quads) {
    store_pair(at + 4u * groups, m4, n4, second);
    store_pair(at + 5u * groups, m5, n5, second);
    store_pair(at + 6u * groups, m6, n6, second);
    store_pair(at + 7u * groups, m7, n7, second);
  }
  if (f == 0u) {
    store_pair(start + I * groups + 2u * o, bias0, bias1, second);
    if (o == 0u) { sums[start + (I + 1u) * groups] = vec4f(total, 0.0, 0.0, 0.0); }
  }
}

fn store_pair(at: u32, m: vec4f, n: vec4f, second: bool) {
  sums[at] = m;
  if (second) { sums[at + 1u] = n; }
}

// An element of m, summed over the chunks.
fn summed(r: u32, element: u32) -> vec4f {
  let size = (I + 2u) * (O / 4u);
  var sum = vec4f();
  let chunks = T + (min(arrayLength(&sums), 1u) - 1u);
  for (var chunk = 0u; chunk < chunks; chunk++) { sum += sums[(r * T + chunk) * size + element]; }
  return sum;
}

fn store_t(at: u32, value: f32) {
  if (dt_add == 1u) { dt[at] += value; } else { dt[at] = value; }
}

@compute @workgroup_size(64)
fn backward_w(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let r = id.y;
  if (id.x >= (I + 1u) * groups) { return; }
  let value = output(r, id.x % groups) * summed(r, id.x);
  let at = r * w_stride + id.x;
  if (dw_add == 1u) { dw[at] += value; } else { dw[at] = value; }
}

@compute @workgroup_size(64)
fn backward_t(@builtin(global_invocation_id) id: vec3u) {
  let groups = O / 4u;
  let r = id.y;
  let o = id.x;
  if (o > groups) { return; }
  if (o == groups) {
    store_t(r * t_stride + O, summed(r, (I + 1u) * groups).x);
    return;
  }
  var sum = vec4f();
  let inputs = I + (min(arrayLength(&sums), 1u) - 1u);
  for (var f = 0u; f <= inputs; f++) { sum += w[r * w_stride + f * groups + o] * summed(r, f * groups + o); }
  let at = r * t_stride + 4u * o;
  store_t(at, sum.x);
  store_t(at + 1u, sum.y);
  store_t(at + 2u, sum.z);
  store_t(at + 3u, sum.w);
}
