// uses lib/threefry
// model/ising/exchange  parallel tempering of Ising spins: neighbouring temperatures exchange configurations, chain by chain
// math    a pair at inverse temperatures b1 > b2 is exchanged with probability min(1, exp((b1 - b2)(E1 - E2))): always
//         where the colder one has the larger energy, else if u < threshold[d], with E2 - E1 = 4|J| d. Even pairs at
//         even sweeps, odd pairs at odd ones.
//         The M groups of one temperature belong to M independent ladders: group i of a
//         temperature exchanges with group i of the next. Bond sums are counted in eight bit planes, 32 chains at once.
// grid    energy: one thread per (ladder, temperature, row, segment of 64 sites);  decide: one per (ladder, pair of this
//         sweep);  swap: one per (ladder, pair of this sweep, site), and no fewer than (ladder, temperature, chain)
// reads   energy spins ladders range;  decide thresholds keys sums clock range;  swap ladders exchanged clock range
// writes  energy sums (atomicAdd) clock =;  decide exchanged counts =;  swap spins sums =
// limits  L even, so that bond sums differ by multiples of 4; sums must be zero before energy; at most 6 storage buffers
// source  Hukushima & Nemoto, J. Phys. Soc. Jpn. 65, 1604 (1996)

override L: u32;        // lattice side, sites
override K: u32;        // temperatures, from the coldest to the hottest
override LENGTH: u32;   // thresholds of each pair
override ANTI: u32;     // 1 when the coupling is negative
override S: u32 = (L + 63u) / 64u;  // segments of a row
override PAIRS: u32 = K / 2u;       // the most pairs that are exchanged in one sweep

// The ladders that move; `next` is 1 for the first dispatch of a sweep, which advances the clock. A uniform and no constants, because drivers
// compile anew for each set of them.
struct Range { first: u32, ladders: u32, next: u32 }

@group(0) @binding(0) var<storage, read_write> spins: array<u32>;         // (G, L, L), bit = chain, 1 = up
@group(0) @binding(1) var<storage, read> ladders: array<u32>;             // (M, K) groups of a ladder
@group(0) @binding(2) var<storage, read> thresholds: array<u32>;          // (K - 1, LENGTH) floor(2^32 exp(-4|J| (b1 - b2) d))
@group(0) @binding(3) var<storage, read> keys: array<vec2u>;              // (M)
@group(0) @binding(4) var<storage, read_write> clock: array<u32>;         // (1) sweeps begun
@group(0) @binding(5) var<storage, read_write> sums: array<atomic<i32>>;  // (M, K, 32) sum over bonds of s s'
@group(0) @binding(6) var<storage, read_write> exchanged: array<u32>;     // (M, PAIRS), bit = chain
@group(0) @binding(7) var<storage, read_write> counts: array<u32>;        // (M, K - 1, 2) exchanges tried and made
@group(0) @binding(8) var<uniform> range: Range;

@compute @workgroup_size(64)
fn energy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (range.next == 1u && i == 0u) { clock[0] += 1u; }
  if (i >= range.ladders * K * L * S) { return; }
  let y = (i / S) % L;
  let place = range.first * K + i / (S * L);
  let base = ladders[place] * L * L;
  let row = base + y * L;
  let lower = base + select(y + 1u, 0u, y + 1u == L) * L;
  let begin = (i % S) * 64u;
  let end = min(begin + 64u, L);

  // Plane p holds bit p of every chain's number of parallel neighbours: at most 128.
  var c0 = 0u;
  var c1 = 0u;
  var c2 = 0u;
  var c3 = 0u;
  var c4 = 0u;
  var c5 = 0u;
  var c6 = 0u;
  var c7 = 0u;
  var s = spins[row + begin];
  for (var x = begin; x < end; x++) {
    let next = spins[row + select(x + 1u, 0u, x + 1u == L)];
    let right = ~(s ^ next);
    let down = ~(s ^ spins[lower + x]);
    s = next;
    let one = right ^ down;
    var carry = (right & down) | (one & c0);
    c0 ^= one;
    var more = c1 & carry;
    c1 ^= carry;
    carry = c2 & more;
    c2 ^= more;
    more = c3 & carry;
    c3 ^= carry;
    carry = c4 & more;
    c4 ^= more;
    more = c5 & carry;
    c5 ^= carry;
    carry = c6 & more;
    c6 ^= more;
    c7 ^= carry;
  }
  for (var chain = 0u; chain < 32u; chain++) {
    let low = ((c0 >> chain) & 1u) + 2u * ((c1 >> chain) & 1u) + 4u * ((c2 >> chain) & 1u) + 8u * ((c3 >> chain) & 1u);
    let high = ((c4 >> chain) & 1u) + 2u * ((c5 >> chain) & 1u) + 4u * ((c6 >> chain) & 1u) + 8u * ((c7 >> chain) & 1u);
    atomicAdd(&sums[place * 32u + chain], 2 * (i32(low + 16u * high) - i32(end - begin)));
  }
}

// 1 if the chain of this pair is exchanged.
fn accepts(pair: u32, place: u32, chain: u32, u: u32) -> u32 {
  let cold = atomicLoad(&sums[place * 32u + chain]);
  let hot = atomicLoad(&sums[(place + 1u) * 32u + chain]);
  let d = select(cold - hot, hot - cold, ANTI == 1u) / 4;
  if (d <= 0) { return 1u; }
  if (u32(d) >= LENGTH) { return 0u; }
  return select(0u, 1u, u < thresholds[pair * LENGTH + u32(d)]);
}

@compute @workgroup_size(64)
fn decide(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (i >= range.ladders * PAIRS) { return; }
  let time = clock[0] - 1u;
  let ladder = range.first + i / PAIRS;
  let pair = 2u * (i % PAIRS) + (time & 1u);
  var chosen = 0u;
  if (pair + 1u < K) {
    let place = ladder * K + pair;
    for (var four = 0u; four < 32u; four += 4u) {
      let words = threefry12(vec4u(pair, time, four, 0u), keys[ladder]);
      chosen |= accepts(pair, place, four, words.x) << four;
      chosen |= accepts(pair, place, four + 1u, words.y) << (four + 1u);
      chosen |= accepts(pair, place, four + 2u, words.z) << (four + 2u);
      chosen |= accepts(pair, place, four + 3u, words.w) << (four + 3u);
    }
    let count = (ladder * (K - 1u) + pair) * 2u;
    counts[count] += 32u;
    counts[count + 1u] += countOneBits(chosen);
  }
  exchanged[ladder * PAIRS + i % PAIRS] = chosen;
}

@compute @workgroup_size(64)
fn swap(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (i < range.ladders * K * 32u) { atomicStore(&sums[range.first * K * 32u + i], 0); }
  if (i >= range.ladders * PAIRS * L * L) { return; }
  let n = i / (L * L);
  let ladder = range.first + n / PAIRS;
  let chosen = exchanged[ladder * PAIRS + n % PAIRS];
  if (chosen == 0u) { return; }
  let cold = ladder * K + 2u * (n % PAIRS) + ((clock[0] - 1u) & 1u);
  let a = ladders[cold] * L * L + i % (L * L);
  let b = ladders[cold + 1u] * L * L + i % (L * L);
  let differ = chosen & (spins[a] ^ spins[b]);
  spins[a] ^= differ;
  spins[b] ^= differ;
}
