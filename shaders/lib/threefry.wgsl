// Threefry-4x32: four random words from adds, rotations and exclusive-ors only, half the cost of Philox where
// the wide product must be emulated. Twelve rounds are the fewest that pass BigCrush; twenty the safety default.
// source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011), section 3.

fn rotate(v: vec2u, by: vec2u) -> vec2u {
  return (v << by) | (v >> (vec2u(32u) - by));
}

// Two rounds; the second mixes across, as the permutation of the four words demands.
fn threefry_pair(x: vec4u, first: vec2u, second: vec2u) -> vec4u {
  let a = x.xz + x.yw;
  let b = rotate(x.yw, first) ^ a;
  let c = a + b.yx;
  let d = rotate(b.yx, second) ^ c;
  return vec4u(c.x, d.y, c.y, d.x);
}

fn threefry(counter: vec4u, key: vec4u, rounds: u32) -> vec4u {
  // The key schedule is a window of four words sliding over a ring of five.
  var window = key;
  var rest = 0x1BD11BDAu ^ key.x ^ key.y ^ key.z ^ key.w;
  var x = counter + key;
  for (var four = 0u; four < rounds / 4u; four++) {
    if ((four & 1u) == 0u) {
      x = threefry_pair(x, vec2u(10u, 26u), vec2u(11u, 21u));
      x = threefry_pair(x, vec2u(13u, 27u), vec2u(23u, 5u));
    } else {
      x = threefry_pair(x, vec2u(6u, 20u), vec2u(17u, 11u));
      x = threefry_pair(x, vec2u(25u, 10u), vec2u(18u, 20u));
    }
    let first = window.x;
    window = vec4u(window.yzw, rest);
    rest = first;
    x += window + vec4u(0u, 0u, 0u, four + 1u);
  }
  return x;
}
