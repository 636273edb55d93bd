// coarse/occupation  how often a minibatch takes each state of the coarse variable
// math    m_s = 1/K sum_k p_ks
// grid    one thread per (replica, state)
// reads   forward p
// writes  forward m =
// limits  samples are summed in order; no gradient: where the bound uses m, it vanishes or is written there; at most 2 storage buffers
// source  definition

override K: u32;  // samples
override S: u32;  // states

@group(0) @binding(0) var<storage, read> p: array<f32>;          // (R, K, S)
@group(0) @binding(1) var<storage, read_write> m: array<f32>;    // (R, S)

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= S) { return; }
  var sum = 0.0;
  for (var k = 0u; k < K; k++) { sum += p[(id.y * K + k) * S + id.x]; }
  m[id.y * S + id.x] = sum / f32(K);
}
