// uses lib/threefry
// 32 random bits at once, each of them set with probability threshold / 2^32: a random integer of 32 bits for every bit of the
// word is compared with the threshold, most significant bits first, one random word per bit plane. Once every bit is decided,
// no more planes are drawn. The caller sets all words of the counter (site, time, draw, ...) but the last, which is used here.
// source: multi-spin coding, Jacobs & Rebbi, J. Comput. Phys. 41, 203 (1981)

fn bernoulli(threshold: u32, counter: vec3u, key: vec2u) -> u32 {
  var drawn = 0u;
  var undecided = 0xffffffffu;
  for (var draw = 0u; draw < 8u; draw++) {
    if (undecided == 0u) { break; }
    let words = threefry12(vec4u(counter, draw), key);
    for (var plane = 0u; plane < 4u; plane++) {
      let bit = select(0u, 0xffffffffu, ((threshold >> (31u - 4u * draw - plane)) & 1u) == 1u);
      drawn |= undecided & bit & ~words[plane];
      undecided &= ~(bit ^ words[plane]);
    }
  }
  return drawn;
}
