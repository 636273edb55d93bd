// uses lib/chunks
// coarse/bias  a constant added to every logit of the coarse variable
// math    shifted_kc = a_kc + bias_c;   da = dshifted, dbias_c = sum_k dshifted_kc
// grid    forward: one thread per (replica, sample, logit);
//         backward: the same in whole workgroups, then SPLIT threads per (replica, logit), which share the samples
// reads   forward a bias;  backward dshifted
// writes  forward shifted =;  backward da dbias = or +=
// limits  at most 3 storage buffers
// source  definition

override K: u32;            // samples
override A: u32;            // logits
override bias_stride: u32;  // floats between the biases of neighbouring replicas
override da_add: u32;       // 1: add to da, 0: overwrite
override dbias_add: u32;    // 1: add to dbias, 0: overwrite

@group(0) @binding(0) var<storage, read> a: array<f32>;               // (R, K, A)
@group(0) @binding(1) var<storage, read> bias: array<f32>;            // (R, A)
@group(0) @binding(2) var<storage, read_write> shifted: array<f32>;   // (R, K, A)
@group(0) @binding(0) var<storage, read> dshifted: array<f32>;        // (R, K, A)
@group(0) @binding(1) var<storage, read_write> da: array<f32>;        // (R, K, A)
@group(0) @binding(2) var<storage, read_write> dbias: array<f32>;     // (R, A)

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * A) { return; }
  let i = r * K * A + id.x;
  shifted[i] = a[i] + bias[r * bias_stride + id.x % A];
}

fn pass_on(i: u32) {
  var g = dshifted[i];
  if (da_add == 1u) { g += da[i]; }
  da[i] = g;
}

// A workgroup of the sums over samples, number `group` of these.
fn sum_samples(group: u32, lane: u32, r: u32) {
  let c = group * sums() + lane % sums();
  var own = 0.0;
  if (c < A) {
    for (var k = lane / sums(); k < K; k += SPLIT) { own += dshifted[(r * K + k) * A + c]; }
  }
  var sum = sum_of_chunks(lane, own);
  if (c >= A || lane >= sums()) { return; }
  let out = r * bias_stride + c;
  if (dbias_add == 1u) { sum += dbias[out]; }
  dbias[out] = sum;
}

@compute @workgroup_size(64)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let r = group.y;
  let copies = (K * A + 63u) / 64u;
  if (group.x >= copies) {
    sum_samples(group.x - copies, lane, r);
    return;
  }
  let i = group.x * 64u + lane;
  if (i < K * A) { pass_on(r * K * A + i); }
}
