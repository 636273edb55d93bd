// uses lib/finite
// train/keep  early stopping: stores the parameters of the best validation so far, replica by replica
// math    x = mean of the terms of all minibatches added, at step t; improved where x > best and t - t_best <= PATIENCE:
//         then best = x, t_best = t and kept = p;  restore: p = kept where there is a best
// grid    add: one workgroup per replica;  judge: one thread per replica;  copy, restore: one thread per (replica, four parameters)
// reads   add term;  judge step status;  copy p best;  restore kept best
// writes  add sum += drawn +=;  judge sum_bits = drawn = best = judged += values =;  copy kept =;  restore p =
// limits  P a multiple of 4; a replica with status != 0 or a non-finite value never improves; sums in a fixed order, so the
//         same plan gives the same bits; at most 7 storage buffers
// source  Prechelt, "Early stopping - but when?" (1998): the state of the best validation is kept

override K: u32 = 1u;                    // samples of a validation minibatch
override P: u32 = 4u;                    // floats between the parameters of neighbouring replicas
override R: u32 = 1u;                    // replicas
override PATIENCE: u32 = 0xffffffffu;    // steps without improvement after which nothing counts any more

@group(0) @binding(0) var<storage, read> term: array<f32>;            // (R, K)
@group(0) @binding(1) var<storage, read_write> sum: array<f32>;       // (R) means of minibatches, added up
@group(0) @binding(1) var<storage, read_write> sum_bits: array<u32>;  // (R) the bits of sum
@group(0) @binding(2) var<storage, read_write> drawn: array<u32>;     // (R) minibatches added up
@group(0) @binding(3) var<storage, read> step: array<u32>;            // (R)
@group(0) @binding(4) var<storage, read> status: array<u32>;          // (R)
@group(0) @binding(5) var<storage, read_write> best: array<vec4f>;    // (R) value, its step, 1 if it is new, 1 if there is one
@group(0) @binding(6) var<storage, read_write> judged: array<u32>;    // (R) validations so far
@group(0) @binding(7) var<storage, read_write> values: array<f32>;    // (validations, R); a ring, of a multiple of 4 values
@group(0) @binding(0) var<storage, read_write> p: array<vec4f>;       // (R, P / 4)
@group(0) @binding(1) var<storage, read_write> kept: array<vec4f>;    // (R, P / 4)

var<workgroup> partial: array<f32, 64>;

@compute @workgroup_size(64)
fn add(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let r = group.x;
  var total = 0.0;
  for (var k = lane; k < K; k += 64u) { total += term[r * K + k]; }
  partial[lane] = total;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { partial[lane] += partial[lane + half]; }
  }
  if (lane == 0u) {
    sum[r] += partial[0] / f32(K);
    drawn[r] += 1u;
  }
}

@compute @workgroup_size(64)
fn judge(@builtin(global_invocation_id) id: vec3u) {
  let r = id.x;
  if (r >= R) { return; }
  let bits = sum_bits[r];
  let x = bitcast<f32>(bits) / f32(max(drawn[r], 1u));
  let t = step[r];
  let old = best[r];
  let some = old.w != 0.0;
  let late = some && t - u32(old.y) > PATIENCE;
  let better = finite(bits) && status[r] == 0u && !late && (!some || x > old.x);
  best[r] = select(vec4f(old.xy, 0.0, old.w), vec4f(x, f32(t), 1.0, 1.0), better);
  values[(judged[r] % (arrayLength(&values) / R)) * R + r] = x;
  judged[r] += 1u;
  sum_bits[r] = 0u;
  drawn[r] = 0u;
}

@compute @workgroup_size(64)
fn copy(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * 4u >= P || best[r].z == 0.0) { return; }
  kept[r * (P / 4u) + id.x] = p[r * (P / 4u) + id.x];
}

@compute @workgroup_size(64)
fn restore(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x * 4u >= P || best[r].w == 0.0) { return; }
  p[r * (P / 4u) + id.x] = kept[r * (P / 4u) + id.x];
}
