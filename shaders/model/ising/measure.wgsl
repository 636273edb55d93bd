// uses lib/counts
// model/ising/measure  bond sum and magnetisations of every chain, appended to a series
// math    bonds = sum over right and down neighbours of s s', with a minus sign for a bond of coupling -J
//         m = sum s;  staggered = sum (-1)^(x+y) s
//         four sums s cos, s sin along x and along y, with the cosines and sines of `waves`; staggered spins where STAGGERED
// grid    measure: one thread per (group, segment of 64 sites, line) of the groups of `range`, for row and column `line` and all 32
//         chains, whose sums are counted bit plane by bit plane;  advance: one thread, after every measurement
// reads   measure spins bonds waves slot range
// writes  measure series += (integer atomics: the order of the additions cannot change the sums);  advance slot +=
// limits  the series must be zero where it is written; L * L times the largest of `waves` fits i32; at most 5 storage buffers
// source  definitions

override L: u32;       // lattice side, sites
override DISORDER: u32;   // tables of bonds: 0 none, 1 all groups share one, 2 each group has its own
override STAGGERED: u32;  // 1 when the waves are those of the staggered spins

// Threads `begin` to `end` of those that measure the groups of 32 chains of a range, and the length of the series. A uniform and no constants,
// because drivers compile anew for each set of them.
struct Range { first: u32, groups: u32, slots: u32, begin: u32, end: u32 }

@group(0) @binding(0) var<storage, read> spins: array<u32>;                  // (G, L, L), bit = chain
@group(0) @binding(1) var<storage, read_write> slot: array<u32>;             // (1) measurements finished
@group(0) @binding(2) var<storage, read_write> series: array<atomic<i32>>;   // (slots, groups * 32, 7)
@group(0) @binding(3) var<storage, read> bonds: array<vec2u>;                // (G or 1, L, L) right, down: bits set where -J
@group(0) @binding(4) var<uniform> range: Range;
@group(0) @binding(5) var<storage, read> waves: array<vec2i>;                // (L) cosine, sine of 2 pi i / L in fixed point

// Adds two bits to each of the 32 numbers.
fn add_two(count: ptr<function, Count>, a: u32, b: u32) {
  let ab = a ^ b;
  add_at(count, 1u, (a & b) | (ab & (*count)[0]));
  (*count)[0] ^= ab;
}

fn negative(lattice: u32, site: u32) -> vec2u {
  if (DISORDER == 0u) { return vec2u(); }
  return bonds[select(0u, lattice, DISORDER == 2u) + site];
}

@compute @workgroup_size(64)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  let now = slot[0];
  let segments = (L + 63u) / 64u;
  if (i >= range.end || now >= range.slots) { return; }
  let line = i % L;
  let start = 64u * ((i / L) % segments);
  let group = i / (L * segments);
  let end = min(start + 64u, L);
  let lattice = (range.first + group) * L * L;
  let row = line * L;
  let below = select(line + 1u, 0u, line + 1u == L) * L;
  // Columns of staggered spins begin with a sign of their own.
  let turned = vec2u(select(0u, 0xffffffffu, STAGGERED == 1u)) * vec2u(line & 1u, 1u - (line & 1u));

  var even: Count;
  var odd: Count;
  var broken: Count;
  var column: Count;
  var word = spins[lattice + row + start];
  for (var at = start; at < end; at += 2u) {
    let middle = spins[lattice + row + at + 1u];
    let last = spins[lattice + row + select(at + 2u, 0u, at + 2u == L)];
    let under = vec2u(spins[lattice + below + at], spins[lattice + below + at + 1u]);
    let first = (vec2u(word) ^ vec2u(middle, under.x)) ^ negative(lattice, row + at);
    let second = (vec2u(middle) ^ vec2u(last, under.y)) ^ negative(lattice, row + at + 1u);
    add_at(&even, 0u, word);
    add_at(&odd, 0u, middle);
    add_two(&broken, first.x, first.y);
    add_two(&broken, second.x, second.y);
    add_two(&column, spins[lattice + at * L + line] ^ turned.x, spins[lattice + (at + 1u) * L + line] ^ turned.y);
    word = last;
  }

  let wave = waves[line];
  let length = i32(end - start);
  for (var j = 0u; j < 8u; j++) {
    let counts = vec4u(bytes(&even, j), bytes(&odd, j), bytes(&broken, j), bytes(&column, j));
    for (var k = 0u; k < 4u; k++) {
      let n = vec4i((counts >> vec4u(8u * k)) & vec4u(255u));
      let up = 2 * (n.x + n.y) - length;
      let staggered = (2 * (n.x - n.y)) * select(1, -1, (line & 1u) == 1u);
      // The wave along y has one phase in all of a row, that along x in all of a column.
      let along_x = wave * (2 * n.w - length);
      let along_y = wave * select(up, staggered, STAGGERED == 1u);
      let out = (now * range.groups * 32u + group * 32u + j + 8u * k) * 7u;
      atomicAdd(&series[out], 2 * length - 2 * n.z);
      atomicAdd(&series[out + 1u], up);
      atomicAdd(&series[out + 2u], staggered);
      atomicAdd(&series[out + 3u], along_x.x);
      atomicAdd(&series[out + 4u], along_x.y);
      atomicAdd(&series[out + 5u], along_y.x);
      atomicAdd(&series[out + 6u], along_y.y);
    }
  }
}

// A separate dispatch, so that no thread of a measurement reads what another one writes.
@compute @workgroup_size(1)
fn advance() {
  slot[0] += 1u;
}
