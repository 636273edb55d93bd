// uses lib/threefry
// sample/ising  two-dimensional Ising model on a torus, 32 independent chains per word (bit = chain)
// math    Metropolis on one colour of the checkerboard: a spin with c = 3, 4 satisfied bonds flips with probability
//         exp(-4|J|/T), exp(-8|J|/T), otherwise always; u < threshold is decided bit plane by bit plane, most
//         significant first, on integers only, with its own random bits for every spin of every chain.
//         At infinite temperature that rule would flip everything at once, so spins are drawn afresh instead.
// grid    sweep, redraw: one thread per (group, row, column pair) of the groups FIRST .. FIRST + GROUPS
// reads   sweep keys accept;  redraw keys
// writes  sweep spins clock =;  redraw spins clock =
// limits  L even, so that no two spins of one colour are neighbours; at most 4 storage buffers
// source  multi-spin coding: Jacobs & Rebbi, J. Comput. Phys. 41, 203 (1981)

override L: u32;         // lattice side, sites
override FIRST: u32;     // first group of 32 chains that moves
override GROUPS: u32;    // how many groups move
override COLOUR: u32;    // 0 or 1: the sublattice that moves
override ANTI: u32;      // 1 when the coupling is negative

@group(0) @binding(0) var<storage, read_write> spins: array<u32>;   // (G, L, L), bit = chain, 1 = up
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;        // (G)
@group(0) @binding(2) var<storage, read> accept: array<vec2u>;      // (G) thresholds for 3 and 4 satisfied bonds
@group(0) @binding(3) var<storage, read_write> clock: array<u32>;   // (2) half sweeps finished, per colour

// The number of this sweep. Each colour counts in its own word and reads the other's, so that no thread
// reads what another one of the same dispatch writes; dispatching one colour twice in a row changes nothing.
fn advance(first: bool) -> u32 {
  let time = clock[1u - COLOUR] - COLOUR;
  if (first) { clock[COLOUR] = time + 1u; }
  return time;
}

struct Place { group: u32, x: u32, y: u32 }

fn place(i: u32) -> Place {
  let half = L / 2u;
  let y = (i / half) % L;
  return Place(FIRST + i / (L * half), 2u * (i % half) + ((y + COLOUR) & 1u), y);
}

// The chains given, if the most significant bit of the threshold is set; none otherwise.
fn plane(threshold: u32, chains: u32) -> u32 {
  return select(0u, chains, (threshold & 0x80000000u) != 0u);
}

@compute @workgroup_size(64)
fn sweep(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  let time = advance(i == 0u);
  if (i >= GROUPS * L * (L / 2u)) { return; }
  let p = place(i);
  let base = p.group * L * L;
  let here = base + p.y * L + p.x;

  let s = spins[here];
  let like = select(0xffffffffu, 0u, ANTI == 1u);
  // Bits set where the bond is satisfied.
  let b1 = (s ^ spins[base + p.y * L + select(p.x + 1u, 0u, p.x + 1u == L)]) ^ like;
  let b2 = (s ^ spins[base + p.y * L + select(p.x, L, p.x == 0u) - 1u]) ^ like;
  let b3 = (s ^ spins[base + select(p.y + 1u, 0u, p.y + 1u == L) * L + p.x]) ^ like;
  let b4 = (s ^ spins[base + (select(p.y, L, p.y == 0u) - 1u) * L + p.x]) ^ like;
  let both12 = b1 & b2;
  let both34 = b3 & b4;
  let four = both12 & both34;
  let three = (both12 & (b3 ^ b4)) | (both34 & (b1 ^ b2));

  var undecided = three | four;
  var accepted = ~undecided;
  let key = keys[p.group];
  var planes = accept[p.group];
  for (var draw = 0u; draw < 8u; draw++) {
    if (undecided == 0u) { break; }
    let words = threefry12(vec4u(p.y * L + p.x, time, draw, COLOUR), key);
    // Four planes written out: an indexed vector costs a software adapter more than the arithmetic.
    let t0 = plane(planes.x, three) | plane(planes.y, four);
    accepted |= undecided & t0 & ~words.x;
    undecided &= ~(t0 ^ words.x);
    let t1 = plane(planes.x << 1u, three) | plane(planes.y << 1u, four);
    accepted |= undecided & t1 & ~words.y;
    undecided &= ~(t1 ^ words.y);
    let t2 = plane(planes.x << 2u, three) | plane(planes.y << 2u, four);
    accepted |= undecided & t2 & ~words.z;
    undecided &= ~(t2 ^ words.z);
    let t3 = plane(planes.x << 3u, three) | plane(planes.y << 3u, four);
    accepted |= undecided & t3 & ~words.w;
    undecided &= ~(t3 ^ words.w);
    planes = vec2u(planes.x << 4u, planes.y << 4u);
  }
  spins[here] = s ^ accepted;
}

@compute @workgroup_size(64)
fn redraw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  let time = advance(i == 0u);
  if (i >= GROUPS * L * (L / 2u)) { return; }
  let p = place(i);
  let site = p.y * L + p.x;
  let key = keys[p.group];
  spins[p.group * L * L + site] = threefry12(vec4u(site, time, 8u, COLOUR), key).x;
}
