// uses lib/chunks
// coarse/occupation  how often a minibatch takes each state of the coarse variable
// math    m_s = 1/K sum_k p_ks
// grid    SPLIT threads per (replica, state), which share the samples
// reads   forward p
// writes  forward m =
// limits  no gradient: where the bound uses m, it vanishes or is written there; at most 2 storage buffers
// source  definition

override K: u32;  // samples
override S: u32;  // states

@group(0) @binding(0) var<storage, read> p: array<f32>;          // (R, K, S)
@group(0) @binding(1) var<storage, read_write> m: array<f32>;    // (R, S)

@compute @workgroup_size(64)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let r = group.y;
  let s = group.x * sums() + lane % sums();
  var own = 0.0;
  if (s < S) {
    for (var k = lane / sums(); k < K; k += SPLIT) { own += p[(r * K + k) * S + s]; }
  }
  let sum = sum_of_chunks(lane, own);
  if (s < S && lane < sums()) { m[r * S + s] = sum / f32(K); }
}
