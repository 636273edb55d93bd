// uses lib/rotors
// model/xy/measure  sums over bonds, sites and plaquettes of every chain of XY rotors, appended to a series
// math    columns: sum cos and sum sin of the angle over bonds to the right and down (cos right, cos down, sin right, sin down), sum of
//         both components, number of vortices of either sign. A plaquette holds a vortex where its four differences, each brought to
//         (-pi, pi), do not add up to 0: bonds whose shorter arc crosses the negative axis are counted, no angle is computed.
//         Where J < 0 the sums are those of the rotors with every second one (x + y odd) reversed, which has the same weight for -J.
// grid    rows: one thread per (group of `range`, row, chain);  total: one per (group, chain);  advance: one thread, after each measurement
// reads   rows rotors range;  total sums slot range
// writes  rows sums =;  total series =;  advance slot +=
// limits  sums in f32 in a fixed order, along rows and then over them: their relative error is below 1e-5 up to L = 1024; at most 3
//         storage buffers
// source  definitions; vortices: Tobochnik & Chester, PRB 20, 3761 (1979)

override STAGGERED: u32;   // 1 where J < 0

const COLUMNS = 7u;

// Threads `begin` to `end` of those that measure the groups of 32 chains of a range, and the length of the series. A uniform and no constants,
// because drivers compile anew for each set of them.
struct Range { first: u32, groups: u32, slots: u32, begin: u32, end: u32 }

@group(0) @binding(0) var<storage, read> rotors: array<u32>;          // (G, L, L, 2, 32)
@group(0) @binding(1) var<storage, read_write> sums: array<f32>;   // (groups, L, COLUMNS, 32)
@group(0) @binding(2) var<storage, read_write> slot: array<u32>;      // (1) measurements finished
@group(0) @binding(3) var<storage, read_write> series: array<f32>;    // (slots, groups * 32, COLUMNS)
@group(0) @binding(4) var<uniform> range: Range;

// The rotor at a site, reversed where the antiferromagnet has it the other way round.
fn order_at(lattice: u32, site: u32, chain: u32) -> vec2f {
  let odd = (site % L + site / L) % 2u == 1u;
  return rotor(lattice + site, chain) * select(1.0, -1.0, STAGGERED == 1u && odd);
}

// How often, with its sign, the shorter arc between two directions crosses the negative axis.
fn crossing(a: vec2f, b: vec2f) -> i32 {
  let sine = a.x * b.y - a.y * b.x;
  let upward = a.y < 0.0 && b.y >= 0.0 && sine < 0.0;
  let downward = a.y >= 0.0 && b.y < 0.0 && sine > 0.0;
  return select(0, 1, upward) - select(0, 1, downward);
}

@compute @workgroup_size(64)
fn rows(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let chain = i % 32u;
  let row = (i / 32u) % L;
  let lattice = (range.first + i / (32u * L)) * L * L;
  var cosines = vec2f();
  var sines = vec2f();
  var moment = vec2f();
  var vortices = 0u;
  var here = order_at(lattice, row * L, chain);
  var under = order_at(lattice, below(row * L), chain);
  for (var x = 0u; x < L; x++) {
    let site = right_of(row * L + x);
    let right = order_at(lattice, site, chain);
    let across = order_at(lattice, below(site), chain);
    cosines += vec2f(dot(here, right), dot(here, under));
    sines += vec2f(here.x * right.y - here.y * right.x, here.x * under.y - here.y * under.x);
    moment += here;
    // The bonds around the plaquette, those of opposite sides taken in the same direction.
    let turns = crossing(here, right) + crossing(right, across) - crossing(under, across) - crossing(here, under);
    vortices += select(0u, 1u, turns != 0);
    here = right;
    under = across;
  }
  let out = (i / 32u) * COLUMNS * 32u + chain;
  let values = array<f32, 7>(cosines.x, cosines.y, sines.x, sines.y, moment.x, moment.y, f32(vortices));
  for (var column = 0u; column < COLUMNS; column++) { sums[out + column * 32u] = values[column]; }
}

@compute @workgroup_size(64)
fn total(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  let now = slot[0];
  if (i >= range.end || now >= range.slots) { return; }
  for (var column = 0u; column < COLUMNS; column++) {
    var sum = 0.0;
    for (var row = 0u; row < L; row++) { sum += sums[(((i / 32u) * L + row) * COLUMNS + column) * 32u + i % 32u]; }
    series[(now * range.groups * 32u + i) * COLUMNS + column] = sum;
  }
}

// A separate dispatch, so that no thread of a measurement reads what another one writes.
@compute @workgroup_size(1)
fn advance() {
  slot[0] += 1u;
}
