// uses lib/minibatch
// train/tally  per-chain sums of held-out samples: terms of the bound, and states of H
// math    sums_rc += (sum of term_rk, number of them), counts_rcs += sum of p_rks, over the samples k that view/gather
//         took from chain c (lib/minibatch)
// grid    tally: one thread per (replica, chain);  census: one thread per (replica, chain, state)
// reads   tally term step;  census p step
// writes  tally sums +=;  census counts +=
// limits  C a multiple of 32; step has already been advanced; at most 3 storage buffers
// source  definition: chains are independent, so the spread of their means is the statistical error

override K: u32;         // samples
override C: u32;         // chains held out
override S: u32 = 1u;    // states of H

@group(0) @binding(0) var<storage, read> term: array<f32>;              // (R, K)
@group(0) @binding(1) var<storage, read> step: array<u32>;              // (R), already advanced
@group(0) @binding(2) var<storage, read_write> sums: array<vec2f>;      // (R, C) sum of terms, number of terms
@group(0) @binding(0) var<storage, read> p: array<f32>;                 // (R, K, S)
@group(0) @binding(2) var<storage, read_write> counts: array<f32>;      // (R, C, S) samples by state, ties shared

// The first block of 32 samples that contains a chain, and its place there; further blocks are `groups` apart.
struct Place { first: u32, groups: u32, lane: u32 }

fn place(c: u32, t: u32) -> Place {
  let groups = max(1u, C / 32u);
  let lane = (c % 32u + 32u - start_chain(t, groups, K)) % 32u;
  return Place((c / 32u + groups - start_group(t, groups)) % groups, groups, lane);
}

@compute @workgroup_size(64)
fn tally(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let c = id.x;
  if (c >= C) { return; }
  let at = place(c, step[r] - 1u);
  var sum = vec2f();
  for (var b = at.first; b * 32u + at.lane < K; b += at.groups) {
    sum += vec2f(term[r * K + b * 32u + at.lane], 1.0);
  }
  sums[r * C + c] += sum;
}

@compute @workgroup_size(64)
fn census(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  let c = id.x / S;
  let s = id.x % S;
  if (c >= C) { return; }
  let at = place(c, step[r] - 1u);
  var sum = 0.0;
  for (var b = at.first; b * 32u + at.lane < K; b += at.groups) {
    sum += p[(r * K + b * 32u + at.lane) * S + s];
  }
  counts[(r * C + c) * S + s] += sum;
}
