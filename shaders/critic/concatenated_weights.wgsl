// uses lib/joint_layers
// critic/concatenated_weights  gradients of the weights of critic/concatenated
// math    dw = t m, dt = sum_f w_f m_f, m_fo = sum_ij ds_ij l_o z_f (z_I = 1), as y is linear in w where it is positive;
//         dt_O = sum_ij ds_ij;   y, z, l as in critic/concatenated
// grid    backward_partial: 8 x 8 of m over ROWS rows of scores per thread;  backward_w: one thread per 4 outputs of a
//         row of w, chunks in order;  backward_t: one thread per 4 elements of t, then its last one
// reads   backward_partial a b live dscores;  backward_w t sums;  backward_t w sums
// writes  backward_partial sums =;  backward_w dw = or +=;  backward_t dt = or +=
// limits  I and O multiples of 4; at most 5 storage buffers
// source  chain rule

override T: u32;         // chunks of rows of scores
override ROWS: u32;      // rows of a chunk
override dw_add: u32;    // 1: add to dw, 0: overwrite
override dt_add: u32;    // 1: add to dt, 0: overwrite

@group(0) @binding(0) var<storage, read_write> dw: array<vec4f>;        // (R, I + 1, O / 4)
@group(0) @binding(1) var<storage, read_write> dt: array<f32>;          // (R, O + 1)
@group(0) @binding(6) var<storage, read_write> sums: array<vec4f>;      // (R, T, I + 2, O / 4): m, and sum ds behind it

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
  // For an odd number of fours, the second four inputs repeat the first ones and are not stored.
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
