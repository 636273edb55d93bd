// Philox-4x32-10, a counter-based random generator: four random words from a 128-bit counter and a 64-bit key.
// source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011), section 4.

// The high and low words of a 32x32 -> 64 bit product. WGSL has no such instruction, so it is built from 16-bit limbs.
fn mul_wide(a: u32, b: u32) -> vec2u {
  let a0 = a & 0xffffu;
  let a1 = a >> 16u;
  let b0 = b & 0xffffu;
  let b1 = b >> 16u;
  let low = a0 * b0;
  let m0 = a0 * b1;
  let m1 = a1 * b0;
  let middle = (low >> 16u) + (m0 & 0xffffu) + (m1 & 0xffffu);
  return vec2u(a1 * b1 + (m0 >> 16u) + (m1 >> 16u) + (middle >> 16u), a * b);
}

fn philox(counter: vec4u, seed: vec2u) -> vec4u {
  var c = counter;
  var key = seed;
  for (var round = 0u; round < 10u; round++) {
    let x = mul_wide(0xD2511F53u, c.x);
    let z = mul_wide(0xCD9E8D57u, c.z);
    c = vec4u(z.x ^ c.y ^ key.x, z.y, x.x ^ c.w ^ key.y, x.y);
    key += vec2u(0x9E3779B9u, 0xBB67AE85u);
  }
  return c;
}

// A float in the open interval (0, 1): 23 random bits plus a half step, so that neither end is reached.
fn unit_open(word: u32) -> f32 {
  return (f32(word >> 9u) + 0.5) * 0x1p-23f;
}
