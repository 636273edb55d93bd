// Sums over samples that threads of a workgroup of 64 share. Thread t works on sum t mod (64 / SPLIT) and takes every SPLIT-th
// sample of it; then the chunks are added in their order, so that one adapter always gives the same bits.

override SPLIT: u32;  // threads that share a sum: 1, or a power of two from 4 to 64

var<workgroup> parts: array<f32, 64>;
var<workgroup> slab: array<vec4f, 256>;

// Sums of one workgroup.
const THREADS = 64u;
fn sums() -> u32 {
  return THREADS / SPLIT;
}

// The sum of what all threads of a sum give; every one of them gets it. To be called by whole workgroups.
fn sum_of_chunks(lane: u32, own: f32) -> f32 {
  if (SPLIT == 1u) { return own; }
  parts[lane] = own;
  workgroupBarrier();
  let first = lane % sums();
  var sum = parts[first];
  for (var at = first + sums(); at < THREADS; at += sums()) { sum += parts[at]; }
  return sum;
}

// The same for four vectors of every thread at once: the thread of chunk j < 4 gets the sum of the vectors number j.
fn sum_of_vectors(lane: u32, a: vec4f, b: vec4f, c: vec4f, d: vec4f) -> vec4f {
  workgroupBarrier();
  slab[lane] = a;
  slab[THREADS + lane] = b;
  slab[2u * THREADS + lane] = c;
  slab[3u * THREADS + lane] = d;
  workgroupBarrier();
  let j = lane / sums();
  var sum = vec4f();
  if (j < 4u) {
    let first = j * THREADS + lane % sums();
    sum = slab[first];
    for (var at = sums(); at < THREADS; at += sums()) { sum += slab[first + at]; }
  }
  return sum;
}
