// uses lib/threefry
// model/ising/local_rule  Ising model with any local rule: heat bath, uniform field, quenched bonds of either sign
// math    a spin s with c of its four bonds satisfied flips with the probability of its class 5 f + c, f = 1 where s
//         points along the field: min(1, exp(-dE / T)) for Metropolis, 1 / (1 + exp(dE / T)) for the heat bath, with
//         dE = 2 |J| (2 c - 4) + 2 B s. Decided as in lib/acceptance, with thresholds of 32 bits for each class.
// grid    sweep: one thread per (group, row, column pair) of the groups of `range`
// reads   sweep keys classes bonds range
// writes  sweep spins clock =
// limits  L even; at most 5 storage buffers
// source  heat bath: Creutz, PRD 21, 2308 (1980); multi-spin coding: Jacobs & Rebbi, J. Comput. Phys. 41, 203 (1981)

override L: u32;           // lattice side, sites
override ANTI: u32;        // 1 when the coupling is negative
override DISORDER: u32;    // words of bonds per group: 0 none, 1 all groups share, 2 each group has its own

// Threads `begin` to `end` of those of the groups from `first` on, and the sublattice that moves, 0 or 1. A uniform and no constants, because
// drivers compile anew for each set of them.
struct Range { first: u32, begin: u32, end: u32, colour: u32 }

// One bit plane of all classes: bit 5 f + c of plane k is the k-th bit of that class's threshold.
@group(0) @binding(0) var<storage, read_write> spins: array<u32>;   // (G, L, L), bit = chain, 1 = up
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;        // (G)
@group(0) @binding(2) var<storage, read> classes: array<u32>;       // (G, 33) plane 0: classes that always flip
@group(0) @binding(3) var<storage, read> bonds: array<vec2u>;       // (G or 1, L, L) right, down: bits set where -J
@group(0) @binding(4) var<storage, read_write> clock: array<u32>;   // (G, 2) half sweeps finished, per colour
@group(0) @binding(5) var<uniform> range: Range;

fn advance(group: u32, first: bool) -> u32 {
  let time = clock[2u * group + 1u - range.colour] - range.colour;
  if (first) { clock[2u * group + range.colour] = time + 1u; }
  return time;
}

// All bits of a word, if bit `class_index` of the plane is set.
fn whole(plane: u32, class_index: u32) -> u32 {
  return select(0u, 0xffffffffu, ((plane >> class_index) & 1u) != 0u);
}

// Sets of spins, one bit each: n0 to n4 by number of satisfied bonds, `up` those along the field.
struct Classes { n0: u32, n1: u32, n2: u32, n3: u32, n4: u32, up: u32 }

fn in_plane(plane: u32, c: Classes) -> u32 {
  let along = (whole(plane, 5u) & c.n0) | (whole(plane, 6u) & c.n1) | (whole(plane, 7u) & c.n2) | (whole(plane, 8u) & c.n3) | (whole(plane, 9u) & c.n4);
  let against = (whole(plane, 0u) & c.n0) | (whole(plane, 1u) & c.n1) | (whole(plane, 2u) & c.n2) | (whole(plane, 3u) & c.n3) | (whole(plane, 4u) & c.n4);
  return (along & c.up) | (against & ~c.up);
}

@compute @workgroup_size(64)
fn sweep(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  let half = L / 2u;
  if (i >= range.end) { return; }
  let group = range.first + i / (L * half);
  let y = (i / half) % L;
  let x = 2u * (i % half) + ((y + range.colour) & 1u);
  let base = group * L * L;
  let here = y * L + x;
  let right = y * L + select(x + 1u, 0u, x + 1u == L);
  let left = y * L + select(x, L, x == 0u) - 1u;
  let down = select(y + 1u, 0u, y + 1u == L) * L + x;
  let up = (select(y, L, y == 0u) - 1u) * L + x;
  let time = advance(group, here <= 1u);

  let s = spins[base + here];
  let like = s ^ select(0xffffffffu, 0u, ANTI == 1u);
  var b1 = like ^ spins[base + right];
  var b2 = like ^ spins[base + left];
  var b3 = like ^ spins[base + down];
  var b4 = like ^ spins[base + up];
  if (DISORDER > 0u) {
    let at = select(0u, base, DISORDER == 2u);
    b1 ^= bonds[at + here].x;
    b2 ^= bonds[at + left].x;
    b3 ^= bonds[at + here].y;
    b4 ^= bonds[at + up].y;
  }
  let any12 = b1 | b2;
  let any34 = b3 | b4;
  let both12 = b1 & b2;
  let both34 = b3 & b4;
  let one12 = b1 ^ b2;
  let one34 = b3 ^ b4;
  let c = Classes(
    ~(any12 | any34), (one12 & ~any34) | (one34 & ~any12), (both12 & ~any34) | (both34 & ~any12) | (one12 & one34),
    (both12 & one34) | (both34 & one12), both12 & both34, s);

  let table = group * 33u;
  var flips = in_plane(classes[table], c);
  var undecided = ~flips;
  let key = keys[group];
  for (var draw = 0u; draw < 8u; draw++) {
    if (undecided == 0u) { break; }
    let words = threefry12(vec4u(here, time, draw, range.colour), key);
    let t0 = in_plane(classes[table + 4u * draw + 1u], c);
    flips |= undecided & t0 & ~words.x;
    undecided &= ~(t0 ^ words.x);
    let t1 = in_plane(classes[table + 4u * draw + 2u], c);
    flips |= undecided & t1 & ~words.y;
    undecided &= ~(t1 ^ words.y);
    let t2 = in_plane(classes[table + 4u * draw + 3u], c);
    flips |= undecided & t2 & ~words.z;
    undecided &= ~(t2 ^ words.z);
    let t3 = in_plane(classes[table + 4u * draw + 4u], c);
    flips |= undecided & t3 & ~words.w;
    undecided &= ~(t3 ^ words.w);
  }
  spins[base + here] = s ^ flips;
}
