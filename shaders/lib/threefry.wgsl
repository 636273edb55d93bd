// Threefry-4x32: four random words from additions, rotations and exclusive-ors only, half the cost of Philox where
// the wide product must be emulated. Twelve rounds are the fewest that pass BigCrush; twenty are the safe default.
// The rotations are written out, because drivers with a simple compiler do not fold a shift distance passed as an argument.
// source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011), section 3.

fn threefry_even(x: vec4u) -> vec4u {
  var a = x.x;
  var b = x.y;
  var c = x.z;
  var d = x.w;
  a += b;
  b = ((b << 10u) | (b >> 22u)) ^ a;
  c += d;
  d = ((d << 26u) | (d >> 6u)) ^ c;
  a += d;
  d = ((d << 11u) | (d >> 21u)) ^ a;
  c += b;
  b = ((b << 21u) | (b >> 11u)) ^ c;
  a += b;
  b = ((b << 13u) | (b >> 19u)) ^ a;
  c += d;
  d = ((d << 27u) | (d >> 5u)) ^ c;
  a += d;
  d = ((d << 23u) | (d >> 9u)) ^ a;
  c += b;
  b = ((b << 5u) | (b >> 27u)) ^ c;
  return vec4u(a, b, c, d);
}

fn threefry_odd(x: vec4u) -> vec4u {
  var a = x.x;
  var b = x.y;
  var c = x.z;
  var d = x.w;
  a += b;
  b = ((b << 6u) | (b >> 26u)) ^ a;
  c += d;
  d = ((d << 20u) | (d >> 12u)) ^ c;
  a += d;
  d = ((d << 17u) | (d >> 15u)) ^ a;
  c += b;
  b = ((b << 11u) | (b >> 21u)) ^ c;
  a += b;
  b = ((b << 25u) | (b >> 7u)) ^ a;
  c += d;
  d = ((d << 10u) | (d >> 22u)) ^ c;
  a += d;
  d = ((d << 18u) | (d >> 14u)) ^ a;
  c += b;
  b = ((b << 20u) | (b >> 12u)) ^ c;
  return vec4u(a, b, c, d);
}

// Rounds in multiples of four; the key schedule is a window of four words sliding over a ring of five.
fn threefry(counter: vec4u, key: vec4u, rounds: u32) -> vec4u {
  let parity = 0x1BD11BDAu ^ key.x ^ key.y ^ key.z ^ key.w;
  var window = vec4u(key.yzw, parity);
  var rest = key.x;
  var x = counter + key;
  for (var four = 0u; four < rounds / 4u; four++) {
    if ((four & 1u) == 0u) { x = threefry_even(x); } else { x = threefry_odd(x); }
    x += window + vec4u(0u, 0u, 0u, four + 1u);
    let next = vec4u(window.yzw, rest);
    rest = window.x;
    window = next;
  }
  return x;
}

// Twelve rounds with a key of two words, for the samplers.
fn threefry12(counter: vec4u, key: vec2u) -> vec4u {
  let parity = 0x1BD11BDAu ^ key.x ^ key.y;
  var x = threefry_even(counter + vec4u(key, 0u, 0u)) + vec4u(key.y, 0u, 0u, parity + 1u);
  x = threefry_odd(x) + vec4u(0u, 0u, parity, key.x + 2u);
  return threefry_even(x) + vec4u(0u, parity, key.x, key.y + 3u);
}
