// Spins of Q states on an L x L torus, square or triangular, as they lie in memory: Q words for a site, bit = chain, exactly one of
// the Q bits of a chain set. Sites are divided into CLASSES classes, class (x - y) mod 2 or mod 3, without neighbours in the same
// class. The shader declares `state`, (G, L, L, Q).
// source: definitions; multi-spin coding, Jacobs & Rebbi, J. Comput. Phys. 41, 203 (1981)

override L: u32;            // lattice side, sites
override Q: u32;            // states of a spin, 2 to 16
override TRIANGULAR: u32;   // 1: six neighbours instead of four

// Neighbours of a site: forward ones first, then the opposite ones in the same order.
override FORWARD: u32 = 2u + TRIANGULAR;

// The site next to (x, y) in direction d: right, down, on the triangular lattice down-left, then the opposite ones.
fn neighbour(x: u32, y: u32, d: u32) -> u32 {
  let way = d % FORWARD;
  let back = d >= FORWARD;
  let right = select(x + 1u, 0u, x + 1u == L);
  let left = select(x, L, x == 0u) - 1u;
  let down = select(y + 1u, 0u, y + 1u == L);
  let up = select(y, L, y == 0u) - 1u;
  let column = select(select(right, left, (way == 2u) != back), x, way == 1u);
  let row = select(select(down, up, back), y, way == 0u);
  return row * L + column;
}

// The binary digits of the states of 32 chains at a site whose first word is `at`.
fn digits(at: u32) -> vec4u {
  var planes = vec4u();
  for (var s = 1u; s < Q; s++) {
    let word = state[at + s];
    planes |= select(vec4u(), vec4u(word), ((vec4u(s) >> vec4u(0u, 1u, 2u, 3u)) & vec4u(1u)) == vec4u(1u));
  }
  return planes;
}

// The state of one chain.
fn digit(planes: vec4u, chain: u32) -> u32 {
  let bits = (planes >> vec4u(chain)) & vec4u(1u);
  return bits.x | (bits.y << 1u) | (bits.z << 2u) | (bits.w << 3u);
}
