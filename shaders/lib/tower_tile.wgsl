// The tile of samples of a fused tower, which a workgroup of 64 threads has in workgroup memory: where values lie, and how a thread works on
// eight samples by four numbers.

const THREADS = 64u;
// Vec4s from a sample of a thread to its next one in `values`, and samples between them.
const STEP = 64u;
fn stride() -> u32 {
  return TILE / 8u;
}

// Values of the tile, or gradients by them: rows of 512 / TILE vec4s. Rows of neighbouring samples are permuted so that they lie in other
// banks, those of one thread alike.
var<workgroup> values: array<vec4f, 512>;
// Sums of eight samples of the gradients of outputs.
var<workgroup> biases: array<vec4f, 64>;

fn slot(k: u32, i: u32) -> u32 {
  return k * (512u / TILE) + (i ^ (k & (stride() - 1u)));
}

// The tile of a workgroup: its replica, its first sample, how many it has, and the number of this thread.
struct Place { r: u32, first: u32, live: u32, lane: u32 }

fn place(group: vec3u, lane: u32) -> Place {
  return Place(group.y, group.y * K + group.x * TILE, min(TILE, K - group.x * TILE), lane);
}

// Four numbers for each of eight samples, or of eight rows.
struct Eight { a: vec4f, b: vec4f, c: vec4f, d: vec4f, e: vec4f, f: vec4f, g: vec4f, h: vec4f }

// sum + z m, where m has the rows m0 to m3: sixteen multiply-adds.
fn plus(sum: vec4f, z: vec4f, m0: vec4f, m1: vec4f, m2: vec4f, m3: vec4f) -> vec4f {
  var s = sum;
  s += z.x * m0;
  s += z.y * m1;
  s += z.z * m2;
  s += z.w * m3;
  return s;
}

// The same for the eight samples of a thread, the values of whose first one lie at n.
fn add_products(t: ptr<function, Eight>, n: u32, m0: vec4f, m1: vec4f, m2: vec4f, m3: vec4f) {
  (*t).a = plus((*t).a, values[n], m0, m1, m2, m3);
  (*t).b = plus((*t).b, values[n + STEP], m0, m1, m2, m3);
  (*t).c = plus((*t).c, values[n + 2u * STEP], m0, m1, m2, m3);
  (*t).d = plus((*t).d, values[n + 3u * STEP], m0, m1, m2, m3);
  (*t).e = plus((*t).e, values[n + 4u * STEP], m0, m1, m2, m3);
  (*t).f = plus((*t).f, values[n + 5u * STEP], m0, m1, m2, m3);
  (*t).g = plus((*t).g, values[n + 6u * STEP], m0, m1, m2, m3);
  (*t).h = plus((*t).h, values[n + 7u * STEP], m0, m1, m2, m3);
}

// What a thread has, side by side with that of the others.
fn show(n: u32, t: Eight) {
  values[n] = t.a;
  values[n + STEP] = t.b;
  values[n + 2u * STEP] = t.c;
  values[n + 3u * STEP] = t.d;
  values[n + 4u * STEP] = t.e;
  values[n + 5u * STEP] = t.f;
  values[n + 6u * STEP] = t.g;
  values[n + 7u * STEP] = t.h;
}
