// Affine layer on packed spins, y = s w + c, s = +1, -1 from bits; the last row of w is the bias. Shared code of the forms for
// hardware and for software adapters. Inputs beyond widths[r] are absent. Bindings 0 to 3 are taken.

override K: u32;         // samples
override I: u32;         // inputs, the most of any replica: row I of w is the bias
override X: u32;         // words of a packed row of x
override O: u32;         // outputs
override w_stride: u32;  // vec4s between the weights of neighbouring replicas

@group(0) @binding(0) var<storage, read> x: array<u32>;             // (R, K, X)
@group(0) @binding(1) var<storage, read> widths: array<u32>;        // (R) live inputs
@group(0) @binding(2) var<storage, read> w: array<vec4f>;           // (R, I + 1, O / 4)
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;     // (R, K, O / 4)

// First word of a sample; samples beyond the last one repeat it, and only the store is guarded.
fn sample(r: u32, k: u32) -> u32 {
  return (r * K + min(k, K - 1u)) * X;
}

fn store_y(r: u32, k: u32, o: u32, value: vec4f) {
  if (k < K) { y[(r * K + k) * (O / 4u) + o] = value; }
}
