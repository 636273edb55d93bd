// uses lib/acceptance
// gpu/random_stream  the random words of the Ising sweeps in the order of their use, for batteries of statistical tests
// math    words 4 n .. 4 n + 3 of quad q at time t: bit plane n of four words of spins (lib/acceptance)
// grid    stream: one thread per quad
// reads   stream keys window
// writes  stream words =
// limits  PLANES at most 32; at most 2 storage buffers
// source  lib/acceptance

override PLANES: u32;     // planes of each quad: twelve are nearly always drawn
override QUADS: u32;      // quads of one colour of a lattice

struct Window { time: u32 }

@group(0) @binding(0) var<storage, read> keys: array<vec2u>;             // (1)
@group(0) @binding(1) var<storage, read_write> words: array<vec4u>;      // (QUADS, PLANES)
@group(0) @binding(2) var<uniform> window: Window;

@compute @workgroup_size(64)
fn stream(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let q = id.x + id.y * grid.x * 64u;
  if (q >= QUADS) { return; }
  let counter = vec4u(q, window.time / 2u, 0u, window.time & 1u);
  let seed = threefry12(counter, keys[0]);
  var state = Stream(seed.x, seed.y, seed.z, seed.w);
  for (var n = 0u; n < PLANES; n++) { words[q * PLANES + n] = four_words(&state, counter, keys[0], n); }
}
