// Unit vectors on the sites of an L x L torus as they lie in memory: (G, L, L, 2, 32), bits of f32, cosine before sine, chain last. The
// shader declares `rotors`. A place is group * L * L + site.
// source: definitions

override L: u32;   // lattice side, sites

fn rotor(place: u32, chain: u32) -> vec2f {
  let at = place * 64u + chain;
  return vec2f(bitcast<f32>(rotors[at]), bitcast<f32>(rotors[at + 32u]));
}

// Numbers of the sites to the right, to the left, below and above.
fn right_of(site: u32) -> u32 {
  return select(site + 1u, site + 1u - L, site % L + 1u == L);
}

fn left_of(site: u32) -> u32 {
  return select(site - 1u, site + L - 1u, site % L == 0u);
}

fn below(site: u32) -> u32 {
  return select(site + L, site + L - L * L, site + L >= L * L);
}

fn above(site: u32) -> u32 {
  return select(site - L, site + L * L - L, site < L);
}
