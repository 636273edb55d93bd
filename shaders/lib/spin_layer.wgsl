// Affine layer on packed spins, y = s w + c, s = +1, -1 from bits; the last row of w is the bias. Shared code of the
// forward kernels, which differ in their tiles. Inputs beyond widths[r] are absent. Bindings 0 to 3 are taken.

override K: u32;         // samples
override I: u32;         // inputs, the most of any replica: row I of w is the bias
override X: u32;         // words of a packed row of x
override O: u32;         // outputs
override w_stride: u32;  // vec4s between the weights of neighbouring replicas

@group(0) @binding(0) var<storage, read> x: array<u32>;             // (R, K, X)
@group(0) @binding(1) var<storage, read> widths: array<u32>;        // (R) live inputs
@group(0) @binding(2) var<storage, read> w: array<vec4f>;           // (R, I + 1, O / 4)
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;     // (R, K, O / 4)

// The spin in the lowest bit of a word.
fn spin(word: u32) -> f32 {
  return select(-1.0, 1.0, (word & 1u) == 1u);
}

// s0 w0 + s1 w1 for the two lowest spins of a word, from w0 + w1 and w0 - w1: less than two products.
fn pair(word: u32, sum: vec4f, difference: vec4f) -> vec4f {
  return spin(word) * select(difference, sum, (((word >> 1u) ^ word) & 1u) == 0u);
}

// Row of w, or zero for a row of an absent input.
fn row(at: u32, live: bool) -> vec4f {
  return select(vec4f(), w[at], live);
}

// First word of a sample; samples beyond the last one repeat it, and only the store is guarded.
fn sample(r: u32, k: u32) -> u32 {
  return (r * K + min(k, K - 1u)) * X;
}

fn store_y(r: u32, k: u32, o: u32, value: vec4f) {
  if (k < K) { y[(r * K + k) * (O / 4u) + o] = value; }
}
