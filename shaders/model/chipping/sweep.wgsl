// uses lib/threefry
// model/chipping/sweep  aggregation and chipping of masses on a ring, one chain per thread, many sweeps per dispatch
// math    random sequential with rejection: a site is picked uniformly; if it holds a mass m > 0, one unit (with
//         probability w / (1 + w)) or else all of m goes to a neighbour, left or right with probability 1/2 each,
//         always to the right where BIASED. A sweep is N picks. Every pick has two random words: the site is the
//         high word of N times the first; 31 bits of the second are compared with the chip threshold, its last bit is the direction.
// grid    sweep: one thread per chain, one workgroup per group, of the groups of `stretch`
// reads   sweep keys chip stretch
// writes  sweep masses clock
// limits  2 <= N < 65536; at most 4 storage buffers
// source  Majumdar, Krishnamurthy, Barma, PRL 81, 3691 (1998); Rajesh & Majumdar, PRE 63, 036114 (2001)

override N: u32;        // sites of the ring
override BIASED: u32;   // 1 when masses move to the right only

// The groups of 32 chains that move and the number of sweeps, each of it from pair `begin` of picks up to pair `end`: one very long sweep is
// divided. The trajectory does not depend on the division into dispatches.
struct Stretch { first: u32, groups: u32, sweeps: u32, begin: u32, end: u32 }

@group(0) @binding(0) var<storage, read_write> masses: array<u32>;   // (G, N, 32): neighbouring threads, neighbouring words
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;         // (G)
@group(0) @binding(2) var<storage, read> chip: array<u32>;           // (G) floor(w / (1 + w) 2^31)
@group(0) @binding(3) var<storage, read_write> clock: array<u32>;    // (G, 32) sweeps finished, each chain its own
@group(0) @binding(4) var<uniform> stretch: Stretch;

// Picks a site and moves the departing mass; first is the address of the chain's mass on site 0.
fn pick(first: u32, threshold: u32, place: u32, choice: u32) {
  // The high word of N times place: exact, because N has at most 16 bits.
  let site = ((place >> 16u) * N + (((place & 0xffffu) * N) >> 16u)) >> 16u;
  let here = first + site * 32u;
  let mass = masses[here];
  let moved = select(mass, min(mass, 1u), (choice >> 1u) < threshold);
  let right = select(site + 1u, 0u, site + 1u == N);
  let left = select(site, N, site == 0u) - 1u;
  let there = first + 32u * select(left, right, BIASED == 1u || (choice & 1u) == 1u);
  masses[here] = mass - moved;
  masses[there] += moved;
}

@compute @workgroup_size(32)
fn sweep(@builtin(workgroup_id) id: vec3u, @builtin(num_workgroups) grid: vec3u, @builtin(local_invocation_index) chain: u32) {
  let number = id.x + id.y * grid.x;
  if (number >= stretch.groups) { return; }
  let group = stretch.first + number;
  let first = group * N * 32u + chain;
  let key = keys[group];
  let threshold = chip[group];
  let start = clock[group * 32u + chain];
  let whole = min(stretch.end, N / 2u);
  for (var done = 0u; done < stretch.sweeps; done++) {
    for (var pair = stretch.begin; pair < whole; pair++) {
      let words = threefry12(vec4u(pair, start + done, chain, 0u), key);
      pick(first, threshold, words.x, words.y);
      pick(first, threshold, words.z, words.w);
    }
    // The last pair of an odd number of picks is one.
    if (stretch.end > N / 2u) {
      let words = threefry12(vec4u(N / 2u, start + done, chain, 0u), key);
      pick(first, threshold, words.x, words.y);
    }
  }
  if (stretch.end == (N + 1u) / 2u) { clock[group * 32u + chain] = start + stretch.sweeps; }
}
