// coarse/products  products of pairs of values of a packed block, packed as further bits of it
// math    bit i of the result is bit i of the block for i < COPIED; bit COPIED + p is 1 where the values of pair p = (a, b) agree in all
//         of their Q bits: for spins ±1 that is s_a s_b, for one-hot states 2 delta(s_a, s_b) - 1
// grid    forward: one thread per (replica, sample, word of the result)
// reads   forward visible pairs
// writes  forward bits =
// limits  no gradient: samples have none; bits behind the last one are zero; at most 3 storage buffers
// source  definition

override K: u32;       // samples
override VW: u32;      // words of a packed block
override W: u32;       // words of the result
override Q: u32;       // bits of a value
override COPIED: u32;  // bits of the block that come before the products
override PAIRS: u32;   // pairs

@group(0) @binding(0) var<storage, read> visible: array<u32>;        // (R, K, VW)
@group(0) @binding(1) var<storage, read> pairs: array<vec2u>;        // (PAIRS) numbers of values in the block
@group(0) @binding(2) var<storage, read_write> bits: array<u32>;     // (R, K, W)

fn bit(block_at: u32, i: u32) -> u32 {
  return (visible[block_at + (i >> 5u)] >> (i & 31u)) & 1u;
}

fn agree(block_at: u32, pair: vec2u) -> u32 {
  var same = 1u;
  for (var q = 0u; q < Q; q++) {
    same &= 1u - (bit(block_at, pair.x * Q + q) ^ bit(block_at, pair.y * Q + q));
  }
  return same;
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x / W;
  if (k >= K) { return; }
  let sample = id.y * K + k;
  let first = (id.x % W) * 32u;
  var word = 0u;
  for (var j = 0u; j < 32u; j++) {
    let i = first + j;
    if (i < COPIED) {
      word |= bit(sample * VW, i) << j;
    } else if (i - COPIED < PAIRS) {
      word |= agree(sample * VW, pairs[i - COPIED]) << j;
    }
  }
  bits[sample * W + id.x % W] = word;
}
