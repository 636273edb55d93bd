// uses lib/colours
// Writes spins of Q states (lib/colours), 32 chains at once.
// source: definitions

// Adds the state of one chain to the binary digits of others.
fn with_digit(planes: vec4u, s: u32, chain: u32) -> vec4u {
  return planes | (((vec4u(s) >> vec4u(0u, 1u, 2u, 3u)) & vec4u(1u)) << vec4u(chain));
}

// Writes 32 chains.
fn put(at: u32, planes: vec4u) {
  for (var s = 0u; s < Q; s++) {
    let same = select(~planes, planes, ((vec4u(s) >> vec4u(0u, 1u, 2u, 3u)) & vec4u(1u)) == vec4u(1u));
    state[at + s] = same.x & same.y & same.z & same.w;
  }
}
