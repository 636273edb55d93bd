// uses lib/chunks
// coarse/filter_values  linear coarse-graining of real values: those of a block, or the hidden features of a nonlinear filter
// math    a_kc = sum_v f(x_kv) w_cv, f = identity or relu;   dx_kv = f'(x_kv) sum_c da_kc w_cv;
//         dw_cv = sum_k da_kc f(x_kv)
// grid    forward: one thread per (replica, sample, logit);  backward_x: one thread per (replica, sample, value);
//         backward_w: SPLIT threads per (replica, logit, value), which share the samples
// reads   forward x w;  backward_x x w da;  backward_w x da
// writes  forward a =;  backward_x dx = or +=;  backward_w dw = or +=
// limits  at most 4 storage buffers
// source  H = Lambda V: Goekmen et al., PRL 127, 240603 (2021), arXiv:2101.11633

override K: u32;         // samples
override V: u32;         // values of the block
override A: u32;         // logits of the coarse variable
override RELU: u32;      // 1: relu on the input
override w_stride: u32;  // floats between the kernels of neighbouring replicas
override dx_add: u32;    // 1: add to dx, 0: overwrite
override dw_add: u32;    // 1: add to dw, 0: overwrite

@group(0) @binding(0) var<storage, read> x: array<f32>;            // (R, K, V)
@group(0) @binding(1) var<storage, read> w: array<f32>;            // (R, A, V)
@group(0) @binding(2) var<storage, read_write> a: array<f32>;      // (R, K, A)
@group(0) @binding(2) var<storage, read> da: array<f32>;           // (R, K, A)
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;     // (R, K, V)
@group(0) @binding(3) var<storage, read_write> dw: array<f32>;     // (R, A, V)

// The value after its activation.
fn activated(i: u32) -> f32 {
  return select(x[i], max(x[i], 0.0), RELU == 1u);
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let k = id.x / A;
  let c = id.x % A;
  if (k >= K) { return; }
  let row = (r * K + k) * V;
  let kernel = r * w_stride + c * V;
  var sum = 0.0;
  for (var v = 0u; v < V; v++) { sum += activated(row + v) * w[kernel + v]; }
  a[(r * K + k) * A + c] = sum;
}

@compute @workgroup_size(64)
fn backward_x(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let k = id.x / V;
  let v = id.x % V;
  if (k >= K) { return; }
  let upstream = (r * K + k) * A;
  let column = r * w_stride + v;
  var sum = 0.0;
  for (var c = 0u; c < A; c++) { sum += da[upstream + c] * w[column + c * V]; }
  let out = (r * K + k) * V + v;
  if (RELU == 1u && x[out] <= 0.0) { sum = 0.0; }
  if (dx_add == 1u) { sum += dx[out]; }
  dx[out] = sum;
}

@compute @workgroup_size(64)
fn backward_w(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let r = group.y;
  let at = group.x * sums() + lane % sums();
  let c = at / V;
  let v = at % V;
  var own = 0.0;
  if (c < A) {
    for (var k = lane / sums(); k < K; k += SPLIT) { own += da[(r * K + k) * A + c] * activated((r * K + k) * V + v); }
  }
  var sum = sum_of_chunks(lane, own);
  if (c >= A || lane >= sums()) { return; }
  let out = r * w_stride + at;
  if (dw_add == 1u) { sum += dw[out]; }
  dw[out] = sum;
}
