// uses lib/colours
// uses lib/threefry
// uses lib/xoshiro
// model/blume_capel/heatbath  spins -1, 0, 1, square or triangular: heat bath on one class of sites, four sites of 32 chains at once
// math    H = -J sum S S' + D sum S^2 - B sum S. With h the sum over the neighbours, a spin becomes S with probability
//         exp((J h S + B S - D S^2) / T) / sum over S: -1 where u < t1(h), else 0 where u < t2(h), else 1, with a random
//         integer u of 32 bits and thresholds t = floor(2^32 P). Both are compared with the same bits of u, most significant first, one
//         random word per word of spins and bit plane; once every spin is decided, no more planes are drawn.
//         Without a field, S at -h has the law of -S at h, and the thresholds are those of |h|. Then each chain is also turned over
//         with probability 1/2 before a sweep: classes that the sweep has not yet moved are read with the other sign, and never written,
//         because a heat bath does not depend on a spin's own value.
//         Counters: (number of the four sites, time, 0, class) seeds their stream, (0, time, 1, 0) turns chains.
// grid    sweep: one thread per (group, four sites of the class) of `moving`
// reads   sweep keys thresholds clock moving
// writes  sweep state =
// limits  L a multiple of CLASSES; Q = 3; at most 4 storage buffers
// source  Blume, PR 141, 517 (1966); Capel, Physica 32, 966 (1966); heat bath: Creutz, PRD 21, 2308 (1980); multi-spin coding: Jacobs &
//         Rebbi, J. Comput. Phys. 41, 203 (1981)

override CLASSES: u32;   // 2 or 3: classes of sites without neighbours in the same class
override FIELD: u32;     // 1 where B is not 0
override SITES: u32 = L * L / CLASSES;        // of a class
override FOURS: u32 = (SITES + 3u) / 4u;      // threads of a class

// Threads `begin` to `end` of those of the groups from `first` on, and the class: a uniform and no constant, because drivers compile anew
// for each set of constants.
struct Moving { first: u32, begin: u32, end: u32, colour: u32 }

@group(0) @binding(0) var<storage, read_write> state: array<u32>;     // (G, L, L, 3), bit = chain: S = -1, 0, 1
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;          // (G)
@group(0) @binding(2) var<storage, read> thresholds: array<vec2u>;    // (G, 32) bit 6 + h of plane k: the k-th bit of t1(h), of t2(h)
@group(0) @binding(3) var<storage, read> clock: array<u32>;           // (G) sweeps finished
@group(0) @binding(4) var<uniform> moving: Moving;

// Column and row of the i-th site of the class (x - y) mod CLASSES.
fn column_row(i: u32) -> vec2u {
  let width = L / CLASSES;
  let y = i / width;
  return vec2u(CLASSES * (i % width) + (moving.colour + y) % CLASSES, y);
}

// Whether the neighbours in direction d belong to a class that is moved after this one.
fn later(d: u32) -> bool {
  // Right is one class up, down is one class down, down-left is two down, which is one up of three.
  let up = (d % FORWARD == 1u) == (d >= FORWARD);
  return (moving.colour + select(CLASSES - 1u, 1u, up)) % CLASSES > moving.colour;
}

// Of four sites of 32 chains: the sum over the neighbours of 1 + S, in four bit planes.
struct Sum { one: vec4u, two: vec4u, four: vec4u, eight: vec4u }

fn with_neighbour(sum: Sum, zero: vec4u, plus: vec4u) -> Sum {
  let carry = sum.one & zero;
  let up = sum.two & plus;
  let half = sum.two ^ plus;
  let over = up | (half & carry);
  return Sum(sum.one ^ zero, half ^ carry, sum.four ^ over, sum.eight ^ (sum.four & over));
}

fn neighbours_of(group: u32, sites: array<vec2u, 4>, turned: u32) -> Sum {
  var sum: Sum;
  let base = group * L * L;
  for (var d = 0u; d < 2u * FORWARD; d++) {
    let a = 3u * (base + neighbour(sites[0].x, sites[0].y, d));
    let b = 3u * (base + neighbour(sites[1].x, sites[1].y, d));
    let c = 3u * (base + neighbour(sites[2].x, sites[2].y, d));
    let e = 3u * (base + neighbour(sites[3].x, sites[3].y, d));
    let zero = vec4u(state[a + 1u], state[b + 1u], state[c + 1u], state[e + 1u]);
    let plus = vec4u(state[a + 2u], state[b + 2u], state[c + 2u], state[e + 2u]);
    // A spin that is not 0 is -1 or 1.
    sum = with_neighbour(sum, zero, plus ^ (~zero & vec4u(select(0u, turned, later(d)))));
  }
  return sum;
}

// Sets of spins by h, or by |h| where there is no field. Square lattices have no |h| above 4.
struct Classes { n0: vec4u, n1: vec4u, n2: vec4u, n3: vec4u, n4: vec4u, n5: vec4u, n6: vec4u, m1: vec4u, m2: vec4u, m3: vec4u, m4: vec4u, m5: vec4u, m6: vec4u, below: vec4u }

fn equal(sum: Sum, n: u32) -> vec4u {
  return select(~sum.one, sum.one, (n & 1u) == 1u) & select(~sum.two, sum.two, (n & 2u) == 2u)
    & select(~sum.four, sum.four, (n & 4u) == 4u) & select(~sum.eight, sum.eight, (n & 8u) == 8u);
}

fn classes_of(sum: Sum) -> Classes {
  let z = 2u * FORWARD;
  var c: Classes;
  c.n0 = equal(sum, z);
  c.n1 = equal(sum, z + 1u);
  c.n2 = equal(sum, z + 2u);
  c.n3 = equal(sum, z + 3u);
  c.n4 = equal(sum, z + 4u);
  c.m1 = equal(sum, z - 1u);
  c.m2 = equal(sum, z - 2u);
  c.m3 = equal(sum, z - 3u);
  c.m4 = equal(sum, z - 4u);
  if (TRIANGULAR == 1u) {
    c.n5 = equal(sum, z + 5u);
    c.n6 = equal(sum, z + 6u);
    c.m5 = equal(sum, z - 5u);
    c.m6 = equal(sum, z - 6u);
  }
  if (FIELD == 1u) { return c; }
  c.below = c.m1 | c.m2 | c.m3 | c.m4 | c.m5 | c.m6;
  c.n1 |= c.m1;
  c.n2 |= c.m2;
  c.n3 |= c.m3;
  c.n4 |= c.m4;
  c.n5 |= c.m5;
  c.n6 |= c.m6;
  return c;
}

// All bits, if bit 6 + h of the plane is set.
fn whole(plane: u32, h: i32) -> vec4u {
  return vec4u(0u - ((plane >> u32(6 + h)) & 1u));
}

fn in_plane(plane: u32, c: Classes) -> vec4u {
  var t = (whole(plane, 0) & c.n0) | (whole(plane, 1) & c.n1) | (whole(plane, 2) & c.n2) | (whole(plane, 3) & c.n3) | (whole(plane, 4) & c.n4);
  if (TRIANGULAR == 1u) { t |= (whole(plane, 5) & c.n5) | (whole(plane, 6) & c.n6); }
  if (FIELD == 1u) {
    t |= (whole(plane, -1) & c.m1) | (whole(plane, -2) & c.m2) | (whole(plane, -3) & c.m3) | (whole(plane, -4) & c.m4);
    if (TRIANGULAR == 1u) { t |= (whole(plane, -5) & c.m5) | (whole(plane, -6) & c.m6); }
  }
  return t;
}

fn four_words(stream: ptr<function, Stream>) -> vec4u {
  let a = next_word(stream);
  let b = next_word(stream);
  let c = next_word(stream);
  return vec4u(a, b, c, next_word(stream));
}

// Spins with u below each threshold, and those for which it is not yet known.
struct Trial { first: vec4u, second: vec4u, open_first: vec4u, open_second: vec4u }

fn compare(t: Trial, words: vec4u, plane: vec2u, c: Classes) -> Trial {
  let p1 = in_plane(plane.x, c);
  let p2 = in_plane(plane.y, c);
  return Trial(
    t.first | (t.open_first & p1 & ~words), t.second | (t.open_second & p2 & ~words),
    t.open_first & ~(p1 ^ words), t.open_second & ~(p2 ^ words));
}

fn put(at: u32, minus: u32, zero: u32, plus: u32) {
  state[at] = minus;
  state[at + 1u] = zero;
  state[at + 2u] = plus;
}

@compute @workgroup_size(64)
fn sweep(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = moving.begin + id.x + id.y * grid.x * 64u;
  if (i >= moving.end) { return; }
  let group = moving.first + i / FOURS;
  let four = i % FOURS;
  // The four sites lie a quarter of the class apart, so that neighbouring threads read neighbouring sites. Some may not exist.
  let last = SITES - 1u;
  let sites = array<vec2u, 4>(
    column_row(four), column_row(min(four + FOURS, last)), column_row(min(four + 2u * FOURS, last)), column_row(min(four + 3u * FOURS, last)));
  let key = keys[group];
  let time = clock[group];
  var turned = 0u;
  if (FIELD == 0u && moving.colour + 1u < CLASSES) { turned = threefry12(vec4u(0u, time, 1u, 0u), key).x; }
  let c = classes_of(neighbours_of(group, sites, turned));

  let seed = threefry12(vec4u(four, time, 0u, moving.colour), key);
  var stream = Stream(seed.x, seed.y, seed.z, seed.w);
  let all = vec4u(0xffffffffu);
  var t = Trial(vec4u(), vec4u(), all, all);
  let planes = 32u * group;
  // Among the hundreds of spins that a group of lanes decides together, one is nearly always undecided after eight planes.
  for (var n = 0u; n < 8u; n++) { t = compare(t, four_words(&stream), thresholds[planes + n], c); }
  for (var n = 8u; n < 32u; n++) {
    let undecided = t.open_first | t.open_second;
    if ((undecided.x | undecided.y | undecided.z | undecided.w) == 0u) { break; }
    t = compare(t, four_words(&stream), thresholds[planes + n], c);
  }

  let zero = t.second & ~t.first;
  let up = ~t.second ^ (c.below & ~zero);
  let plus = up & ~zero;
  let minus = ~(plus | zero);
  let base = group * L * L;
  put(3u * (base + sites[0].y * L + sites[0].x), minus.x, zero.x, plus.x);
  if (four + FOURS < SITES) { put(3u * (base + sites[1].y * L + sites[1].x), minus.y, zero.y, plus.y); }
  if (four + 2u * FOURS < SITES) { put(3u * (base + sites[2].y * L + sites[2].x), minus.z, zero.z, plus.z); }
  if (four + 3u * FOURS < SITES) { put(3u * (base + sites[3].y * L + sites[3].x), minus.w, zero.w, plus.w); }
}
