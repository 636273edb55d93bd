// uses lib/acceptance
// model/ising/metropolis  two-dimensional Ising model on a torus, 32 independent chains per word (bit = chain)
// math    Metropolis on one colour of the checkerboard (lib/acceptance); a thread moves the four words of that colour
//         in one pair of columns and four rows, which share most of their neighbours.
//         At infinite temperature that rule would flip everything at once, so spins are drawn afresh instead.
// grid    sweep, redraw: one thread per (group, band of four rows, column pair) of the groups of `range`;
//         sweep_tile: one workgroup per group of `range`, the sweeps of `stretch` of both colours in workgroup memory
// reads   sweep keys accept range;  sweep_tile keys accept range stretch;  redraw keys range
// writes  sweep spins clock =;  sweep_tile spins clock =;  redraw spins clock =
// limits  L even, so that no two spins of one colour are neighbours; sweep_tile L <= 64; at most 4 storage buffers
// source  multi-spin coding: Jacobs & Rebbi, J. Comput. Phys. 41, 203 (1981)

override L: u32;               // lattice side, sites
override ANTI: u32 = 0u;       // 1 when the coupling is negative
override SITES: u32 = 1u;      // words of workgroup memory: L * L for sweep_tile

// Threads `begin` to `end` of those of the groups from `first` on: a dispatch may be a part of a sweep, but must not take long. colour: 0
// or 1, the sublattice that moves. Uniforms and no constants, because drivers compile anew for each set of them.
struct Range { first: u32, begin: u32, end: u32, colour: u32 }

// Sweeps in workgroup memory.
struct Stretch { sweeps: u32 }

@group(0) @binding(0) var<storage, read_write> spins: array<u32>;   // (G, L, L), bit = chain, 1 = up
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;        // (G)
@group(0) @binding(2) var<storage, read> accept: array<vec2u>;      // (G) thresholds for 3 and 4 satisfied bonds
@group(0) @binding(3) var<storage, read_write> clock: array<u32>;   // (G, 2) half sweeps finished, per colour
@group(0) @binding(4) var<uniform> range: Range;
@group(0) @binding(5) var<uniform> stretch: Stretch;

var<workgroup> tile: array<u32, SITES>;

// The number of this sweep. Each colour has its own counter and reads that of the other, so that no thread
// reads what another one of the same dispatch writes; dispatching one colour twice in a row changes nothing.
fn advance(group: u32, first: bool) -> u32 {
  let time = clock[2u * group + 1u - range.colour] - range.colour;
  if (first) { clock[2u * group + range.colour] = time + 1u; }
  return time;
}

// The sites of a quad, by column and row offset. In rows 0 and 2 the words that move are in the column `even`, in
// rows 1 and 3 in `odd`; their neighbours in the row are the other one of the pair and `far_even` or `far_odd`.
// L / 2 odd: the last band has two rows; r2 and r3 are then the first rows of the torus, whose words that move belong to other threads and are
// neither read nor written: `own2` and `own3` are rows of the band.
struct Quad { index: u32, even: u32, odd: u32, far_even: u32, far_odd: u32, up: u32, r0: u32, r1: u32, r2: u32, r3: u32, own2: u32, own3: u32, down: u32, rows: u32 }

fn row(y: u32) -> u32 {
  return select(y, y - L, y >= L) * L;
}

fn quad(index: u32, colour: u32) -> Quad {
  let half = L / 2u;
  let x = 2u * (index % half);
  let y = 4u * (index / half);
  let left = select(x, L, x == 0u) - 1u;
  let right = select(x + 2u, 0u, x + 2u == L);
  let whole = y + 2u < L;
  return Quad(
    index, x + colour, x + 1u - colour, select(left, right, colour == 1u), select(right, left, colour == 1u),
    select(y, L, y == 0u) * L - L, row(y), row(y + 1u), row(y + 2u), row(y + 3u),
    row(select(y, y + 2u, whole)), row(select(y + 1u, y + 3u, whole)), row(y + 4u), select(2u, 4u, whole));
}

// Which spins of the quad flip, given their words and the surrounding ones. The neighbours above and below are in the
// column pair as well, so only the rows beyond the quad are loaded for them.
fn relax(own: vec4u, beside: vec4u, across: vec4u, above: u32, below: u32, q: Quad, colour: u32, time: u32, group: u32) -> vec4u {
  let like = vec4u(select(0xffffffffu, 0u, ANTI == 1u));
  let live = vec4u(0xffffffffu, 0xffffffffu, select(0u, 0xffffffffu, q.rows > 2u), select(0u, 0xffffffffu, q.rows > 2u));
  let s = own ^ like;
  return metropolis(
    s ^ beside, s ^ across, s ^ vec4u(above, beside.xyz), s ^ vec4u(beside.yzw, below), live,
    accept[group], vec4u(q.index, time, 0u, colour), keys[group]);
}

fn quads() -> u32 {
  return ((L + 3u) / 4u) * (L / 2u);
}

@compute @workgroup_size(64)
fn sweep(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let group = range.first + i / quads();
  let q = quad(i % quads(), range.colour);
  let time = advance(group, q.index == 0u);
  let at = group * L * L;
  let own = vec4u(spins[at + q.r0 + q.even], spins[at + q.r1 + q.odd], spins[at + q.own2 + q.even], spins[at + q.own3 + q.odd]);
  let beside = vec4u(spins[at + q.r0 + q.odd], spins[at + q.r1 + q.even], spins[at + q.r2 + q.odd], spins[at + q.r3 + q.even]);
  let across = vec4u(spins[at + q.r0 + q.far_even], spins[at + q.r1 + q.far_odd], spins[at + q.r2 + q.far_even], spins[at + q.r3 + q.far_odd]);
  let word = own ^ relax(own, beside, across, spins[at + q.up + q.even], spins[at + q.down + q.odd], q, range.colour, time, group);
  spins[at + q.r0 + q.even] = word.x;
  spins[at + q.r1 + q.odd] = word.y;
  if (q.rows > 2u) {
    spins[at + q.r2 + q.even] = word.z;
    spins[at + q.r3 + q.odd] = word.w;
  }
}

@compute @workgroup_size(256)
fn sweep_tile(@builtin(workgroup_id) place: vec3u, @builtin(num_workgroups) grid: vec3u, @builtin(local_invocation_index) lane: u32) {
  let number = range.begin + place.x + place.y * grid.x;
  if (number >= range.end) { return; }
  let group = range.first + number;
  let at = group * L * L;
  for (var i = lane; i < L * L; i += 256u) { tile[i] = spins[at + i]; }
  let start = clock[2u * group + 1u];
  workgroupBarrier();
  for (var half_sweep = 0u; half_sweep < 2u * stretch.sweeps; half_sweep++) {
    let colour = half_sweep & 1u;
    for (var i = lane; i < quads(); i += 256u) {
      let q = quad(i, colour);
      let own = vec4u(tile[q.r0 + q.even], tile[q.r1 + q.odd], tile[q.own2 + q.even], tile[q.own3 + q.odd]);
      let beside = vec4u(tile[q.r0 + q.odd], tile[q.r1 + q.even], tile[q.r2 + q.odd], tile[q.r3 + q.even]);
      let across = vec4u(tile[q.r0 + q.far_even], tile[q.r1 + q.far_odd], tile[q.r2 + q.far_even], tile[q.r3 + q.far_odd]);
      let word = own ^ relax(own, beside, across, tile[q.up + q.even], tile[q.down + q.odd], q, colour, start + half_sweep / 2u, group);
      tile[q.r0 + q.even] = word.x;
      tile[q.r1 + q.odd] = word.y;
      if (q.rows > 2u) {
        tile[q.r2 + q.even] = word.z;
        tile[q.r3 + q.odd] = word.w;
      }
    }
    workgroupBarrier();
  }
  for (var i = lane; i < L * L; i += 256u) { spins[at + i] = tile[i]; }
  if (lane == 0u) {
    clock[2u * group] = start + stretch.sweeps;
    clock[2u * group + 1u] = start + stretch.sweeps;
  }
}

@compute @workgroup_size(64)
fn redraw(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = range.begin + id.x + id.y * grid.x * 64u;
  if (i >= range.end) { return; }
  let group = range.first + i / quads();
  let q = quad(i % quads(), range.colour);
  let time = advance(group, q.index == 0u);
  let word = threefry12(vec4u(q.index, time, 1u, range.colour), keys[group]);
  let at = group * L * L;
  spins[at + q.r0 + q.even] = word.x;
  spins[at + q.r1 + q.odd] = word.y;
  if (q.rows > 2u) {
    spins[at + q.r2 + q.even] = word.z;
    spins[at + q.r3 + q.odd] = word.w;
  }
}
