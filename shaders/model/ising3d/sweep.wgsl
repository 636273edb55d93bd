// uses lib/cubes
// uses lib/threefry
// uses lib/xoshiro
// model/ising3d/sweep  Ising spins in three dimensions: Metropolis or heat bath, four sites of 32 chains at once
// math    a spin s with c of its six bonds satisfied flips with the probability of its class 7 f + c, f = 1 where s is 1 and there is
//         a field: min(1, exp(-dE / T)) for Metropolis, 1 / (1 + exp(dE / T)) for the heat bath, with dE = 2 |J| (2 c - 6) + 2 B s.
//         Decided as in lib/acceptance, with thresholds of 32 bits for each class. Classes below LOW always flip.
//         Counter: (number of the four sites, time, 0, class) seeds their stream.
// grid    sweep: one thread per (group, four sites of the class) of `moving`
// reads   sweep keys planes clock moving
// writes  sweep spins =
// limits  X, Y and Z multiples of CLASSES; at most 4 storage buffers
// source  Metropolis et al., J. Chem. Phys. 21, 1087 (1953); heat bath: Creutz, PRD 21, 2308 (1980); multi-spin coding: Jacobs & Rebbi,
//         J. Comput. Phys. 41, 203 (1981)

override CLASSES: u32;   // 2 or 3: classes of sites without neighbours in the same class
override ANTI: u32;      // 1 when the coupling is negative
override FIELD: u32;     // 1 where B is not 0
override LOW: u32;       // the first class that does not always flip: 4 for Metropolis without a field and at finite temperatures, else 0
override SITES: u32 = X * Y * Z / CLASSES;    // of a class
override FOURS: u32 = (SITES + 3u) / 4u;      // threads of a class

// Threads `begin` to `end` of those of the groups from `first` on, and the class: a uniform and no constant, because drivers compile anew
// for each set of constants.
struct Moving { first: u32, begin: u32, end: u32, colour: u32 }

@group(0) @binding(0) var<storage, read_write> spins: array<u32>;   // (G, Z, Y, X), bit = chain, 1 = up
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;        // (G)
@group(0) @binding(2) var<storage, read> planes: array<u32>;        // (G, 33) plane 0: classes that always flip; bit 7 f + c of plane k:
                                                                    // the k-th bit of the threshold of the class
@group(0) @binding(3) var<storage, read> clock: array<u32>;         // (G) sweeps finished
@group(0) @binding(4) var<uniform> moving: Moving;

// Sets of spins by number of satisfied bonds, and those that are up.
struct Classes { n0: vec4u, n1: vec4u, n2: vec4u, n3: vec4u, n4: vec4u, n5: vec4u, n6: vec4u, up: vec4u }

// All bits, if bit `class_index` of the plane is set.
fn whole(plane: u32, class_index: u32) -> vec4u {
  return vec4u(0u - ((plane >> class_index) & 1u));
}

fn of_sign(plane: u32, c: Classes, first: u32) -> vec4u {
  var t = (whole(plane, first + 4u) & c.n4) | (whole(plane, first + 5u) & c.n5) | (whole(plane, first + 6u) & c.n6);
  if (LOW == 0u) {
    t |= (whole(plane, first) & c.n0) | (whole(plane, first + 1u) & c.n1) | (whole(plane, first + 2u) & c.n2) | (whole(plane, first + 3u) & c.n3);
  }
  return t;
}

fn in_plane(plane: u32, c: Classes) -> vec4u {
  let t = of_sign(plane, c, 0u);
  if (FIELD == 0u) { return t; }
  return (t & ~c.up) | (of_sign(plane, c, 7u) & c.up);
}

// The sum of three bits: its ones and its twos.
struct Two { one: vec4u, two: vec4u }

fn three_bits(a: vec4u, b: vec4u, c: vec4u) -> Two {
  let half = a ^ b;
  return Two(half ^ c, (a & b) | (half & c));
}

fn classes_of(s: vec4u, n: array<vec4u, 6>) -> Classes {
  let like = s ^ vec4u(select(0xffffffffu, 0u, ANTI == 1u));
  let a = three_bits(like ^ n[0], like ^ n[1], like ^ n[2]);
  let b = three_bits(like ^ n[3], like ^ n[4], like ^ n[5]);
  let one = a.one ^ b.one;
  let sum = three_bits(a.two, b.two, a.one & b.one);
  let two = sum.one;
  let four = sum.two;
  var c: Classes;
  c.n4 = four & ~two & ~one;
  c.n5 = four & one;
  c.n6 = four & two;
  c.up = s;
  if (LOW == 0u) {
    c.n0 = ~(four | two | one);
    c.n1 = ~(four | two) & one;
    c.n2 = ~four & two & ~one;
    c.n3 = ~four & two & one;
  }
  return c;
}

fn four_words(stream: ptr<function, Stream>) -> vec4u {
  let a = next_word(stream);
  let b = next_word(stream);
  let c = next_word(stream);
  return vec4u(a, b, c, next_word(stream));
}

@compute @workgroup_size(64)
fn sweep(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = moving.begin + id.x + id.y * grid.x * 64u;
  if (i >= moving.end) { return; }
  let group = moving.first + i / FOURS;
  let number = i % FOURS;
  // The four sites lie a quarter of the class apart, so that neighbouring threads read neighbouring sites. Some may not exist.
  let last = SITES - 1u;
  let p = site_of_class(number, moving.colour, CLASSES);
  let q = site_of_class(min(number + FOURS, last), moving.colour, CLASSES);
  let r = site_of_class(min(number + 2u * FOURS, last), moving.colour, CLASSES);
  let t = site_of_class(min(number + 3u * FOURS, last), moving.colour, CLASSES);
  let base = group * X * Y * Z;
  let at = vec4u(base) + vec4u(index_of(p), index_of(q), index_of(r), index_of(t));
  let s = vec4u(spins[at.x], spins[at.y], spins[at.z], spins[at.w]);
  var around: array<vec4u, 6>;
  for (var d = 0u; d < 6u; d++) {
    around[d] = vec4u(spins[base + neighbour(p, d)], spins[base + neighbour(q, d)], spins[base + neighbour(r, d)], spins[base + neighbour(t, d)]);
  }
  let c = classes_of(s, around);

  let table = 33u * group;
  var flips = vec4u();
  // Where LOW is 4, the classes below it are those of fewer than four bonds.
  if (LOW == 0u) { flips = in_plane(planes[table], c); } else { flips = ~(c.n4 | c.n5 | c.n6); }
  var undecided = ~flips;
  let seed = threefry12(vec4u(number, clock[group], 0u, moving.colour), keys[group]);
  var stream = Stream(seed.x, seed.y, seed.z, seed.w);
  for (var n = 1u; n <= 32u; n++) {
    // Among the hundreds of spins that a group of lanes decides together, one is nearly always undecided after eight planes.
    if (n > 8u && (undecided.x | undecided.y | undecided.z | undecided.w) == 0u) { break; }
    let words = four_words(&stream);
    let plane = in_plane(planes[table + n], c);
    flips |= undecided & plane & ~words;
    undecided &= ~(plane ^ words);
  }
  let word = s ^ flips;
  spins[at.x] = word.x;
  if (number + FOURS < SITES) { spins[at.y] = word.y; }
  if (number + 2u * FOURS < SITES) { spins[at.z] = word.z; }
  if (number + 3u * FOURS < SITES) { spins[at.w] = word.w; }
}
