// Affine layer on packed spins, y = s w + c, s = +1, -1 from bits; the last row of w is the bias. Shared code of the forms for
// hardware and for software adapters, with samples K, words X of a packed row of x and outputs O. Inputs beyond widths[r] are
// absent. Bindings 0 to 3 are taken.

@group(0) @binding(0) var<storage, read> x: array<u32>;             // (R, K, X)
@group(0) @binding(1) var<storage, read> widths: array<u32>;        // (R) live inputs
@group(0) @binding(2) var<storage, read> w: array<vec4f>;           // (R, I + 1, O / 4)
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;     // (R, K, O / 4)

// First word of a sample; samples beyond the last one repeat it, and only the store is guarded.
fn sample_of(r: u32, k: u32, samples: u32, words: u32) -> u32 {
  return (r * samples + min(k, samples - 1u)) * words;
}

fn store_of(r: u32, k: u32, o: u32, samples: u32, groups: u32, value: vec4f) {
  if (k < samples) { y[(r * samples + k) * groups + o] = value; }
}
