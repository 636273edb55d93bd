// uses lib/chunks
// coarse/filter  linear coarse-graining of a packed block: one kernel per logit of the coarse variable
// math    a_kc = sum_v s_kv w_cv  with s = +1, -1;   dw_cv = sum_k da_kc s_kv
// grid    forward: one thread per (replica, sample, logit);  backward_w: SPLIT threads per (replica, logit, site), which share the samples
// reads   forward visible w;  backward_w visible da
// writes  forward a =;  backward_w dw = or +=
// limits  V sites packed in ceil(V / 32) words; at most 3 storage buffers
// source  H = Lambda V: Goekmen et al., PRL 127, 240603 (2021), arXiv:2101.11633

override K: u32;         // samples
override V: u32;         // sites of the block
override VW: u32;        // words of a packed block
override C: u32;         // logits: components of the coarse variable, times their states if these are Potts spins
override w_stride: u32;  // floats between the kernels of neighbouring replicas
override dw_add: u32;    // 1: add to dw, 0: overwrite

@group(0) @binding(0) var<storage, read> visible: array<u32>;      // (R, K, VW)
@group(0) @binding(1) var<storage, read> w: array<f32>;          // (R, C, V)
@group(0) @binding(2) var<storage, read_write> a: array<f32>;    // (R, K, C)
@group(0) @binding(1) var<storage, read> da: array<f32>;         // (R, K, C)
@group(0) @binding(2) var<storage, read_write> dw: array<f32>;   // (R, C, V)

fn spin(r: u32, k: u32, v: u32) -> f32 {
  let word = visible[(r * K + k) * VW + (v >> 5u)];
  return select(-1.0, 1.0, ((word >> (v & 31u)) & 1u) == 1u);
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let k = id.x / C;
  let c = id.x % C;
  if (k >= K) { return; }
  var sum = 0.0;
  for (var v = 0u; v < V; v++) { sum += spin(r, k, v) * w[r * w_stride + c * V + v]; }
  a[(r * K + k) * C + c] = sum;
}

@compute @workgroup_size(64)
fn backward_w(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let r = group.y;
  let at = group.x * sums() + lane % sums();
  let c = at / V;
  let v = at % V;
  var own = 0.0;
  if (c < C) {
    for (var k = lane / sums(); k < K; k += SPLIT) { own += spin(r, k, v) * da[(r * K + k) * C + c]; }
  }
  var sum = sum_of_chunks(lane, own);
  if (c >= C || lane >= sums()) { return; }
  let out = r * w_stride + at;
  if (dw_add == 1u) { sum += dw[out]; }
  dw[out] = sum;
}
