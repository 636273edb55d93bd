// uses lib/threefry
// uses lib/philox
// model/dimers/worm  interacting dimers on the square torus: directed-loop worms, one invocation per chain
// math    weight w^(number of plaquettes with two parallel dimers). A worm empties a site and its partner, the pivot.
//         At a pivot entered from direction a, candidate d has weight w_d = w^(parallel dimers beside it); propose
//         d != a with probability w_d / (W - w_a), accept with min(1, (W - w_a) / (W - w_d)), W = sum of the four, else
//         take a (Metropolised Gibbs: w_a S_ad = w_d S_da). Lay the dimer; where it ends the older dimer is lifted and its
//         other end is the next pivot; the worm closes when it ends on the emptied site. All weights are integers.
//         A sweep is a fixed number of CLOSED worms: stopping after a number of pivots would favour long worms.
//         Choices are made on integers; start sites are drawn at random.
//         Energy, winding and columnar order follow each laid and lifted dimer and cost no pass over the lattice.
// grid    sweep, measure, sample: one thread per chain of the groups of `range`
// reads   sweep keys weights range;  measure keys weights window range;  sample weights worms ready window range
// writes  sweep partners worms ready;  measure partners worms ready series goal taken;  sample series goal taken
// limits  L even, at most 2048; at most 8 storage buffers
// source  Syljuasen & Sandvik, PRE 66, 046701 (2002); Alet et al., PRE 74, 041124 (2006); Liu, Biometrika 83, 681 (1996)

override L: u32;        // lattice side, sites

// The groups of 32 chains that move, and the most steps of two pivots in this dispatch; sweep: `begins` is 1 where a chain that is done starts its
// next sweep, `ends` where a chain that is not done is counted as late. Uniforms and no constants, so that every kernel is compiled once.
struct Range { first: u32, groups: u32, steps: u32, begins: u32, ends: u32 }

// Samples to take of each chain and sweeps between them.
struct Window { slots: u32, every: u32 }

// A site's nibble has one bit set, the direction of its partner: 1 right, 2 up, 4 left, 8 down; 0 is an empty site.
// A word is a tile 4 wide and 2 high, so that a site and its four neighbours lie in three tiles at most.
@group(0) @binding(0) var<storage, read_write> partners: array<u32>;       // (G, 32, L / 2, ceil(L / 4))
@group(0) @binding(1) var<storage, read_write> worms: array<u32>;          // (G, 32, 12) see load()
@group(0) @binding(2) var<storage, read_write> ready: array<atomic<u32>>;  // (G) bit = chain: sweep completed, worm closed
@group(0) @binding(3) var<storage, read> keys: array<vec2u>;               // (G)
@group(0) @binding(4) var<storage, read> weights: array<vec4u>;            // (G) w^0, w^1, w^2 times a constant; worms per sweep
@group(0) @binding(5) var<storage, read_write> series: array<i32>;         // (slots, groups * 32, 5)
@group(0) @binding(6) var<storage, read_write> goal: array<u32>;           // (groups * 32, 2) samples taken, sweeps to the next
@group(0) @binding(7) var<storage, read_write> taken: array<atomic<u32>>;  // (1) samples taken in all

@group(0) @binding(8) var<uniform> window: Window;
@group(0) @binding(9) var<uniform> range: Range;

const WORDS = 12u;       // words of one chain in `worms`

var<private> base: u32;        // first word of the chain in `partners`
var<private> weight: vec4u;
var<private> x: u32;           // the pivot
var<private> y: u32;
var<private> back: u32;        // direction from the pivot to the site just left: 0 right, 1 up, 2 left, 3 down
var<private> opened: bool;
var<private> quota: u32;       // worms to close until the sweep is complete
var<private> closed: u32;      // worms closed so far
var<private> counter: vec2u;   // steps so far, low and high word
var<private> pivots: u32;
var<private> parallel: i32;    // plaquettes with two parallel dimers
var<private> dipole: vec2i;    // sum of the vectors from even to odd site: L times the winding numbers
var<private> columnar: vec2i;  // sum of (-1)^x over horizontal, of (-1)^y over vertical dimers

var<private> slot: u32;        // samples taken
var<private> left: u32;        // sweeps to the next one

fn load(chain: u32) {
  let at = chain * WORDS;
  let group = chain / 32u;
  base = chain * (L / 2u) * ((L + 3u) / 4u);
  weight = weights[group];
  let place = worms[at];
  x = place & 2047u;
  y = (place >> 11u) & 2047u;
  back = (place >> 22u) & 3u;
  opened = (place >> 24u) == 1u;
  quota = worms[at + 1u];
  closed = worms[at + 2u];
  counter = vec2u(worms[at + 3u], worms[at + 4u]);
  pivots = worms[at + 5u];
  parallel = bitcast<i32>(worms[at + 6u]);
  dipole = bitcast<vec2i>(vec2u(worms[at + 7u], worms[at + 8u]));
  columnar = bitcast<vec2i>(vec2u(worms[at + 9u], worms[at + 10u]));
}

fn save(chain: u32) {
  let at = chain * WORDS;
  worms[at] = x | (y << 11u) | (back << 22u) | (u32(opened) << 24u);
  worms[at + 1u] = quota;
  worms[at + 2u] = closed;
  worms[at + 3u] = counter.x;
  worms[at + 4u] = counter.y;
  worms[at + 5u] = pivots;
  worms[at + 6u] = bitcast<u32>(parallel);
  worms[at + 7u] = bitcast<u32>(dipole.x);
  worms[at + 8u] = bitcast<u32>(dipole.y);
  worms[at + 9u] = bitcast<u32>(columnar.x);
  worms[at + 10u] = bitcast<u32>(columnar.y);
  let bit = 1u << (chain & 31u);
  if (quota == 0u) { atomicOr(&ready[chain / 32u], bit); } else { atomicAnd(&ready[chain / 32u], ~bit); }
}

fn before(i: u32) -> u32 {
  return select(i, L, i == 0u) - 1u;
}

fn after(i: u32) -> u32 {
  return select(i + 1u, 0u, i + 1u == L);
}

fn tile(tx: u32, ty: u32) -> u32 {
  return base + ty * ((L + 3u) / 4u) + tx;
}

// First bit of a site's nibble in the word of its tile.
fn nibble(i: u32, j: u32) -> u32 {
  return ((j & 1u) << 4u) | ((i & 3u) << 2u);
}

// One of four values by direction.
fn pick(d: u32, right: u32, up: u32, left: u32, down: u32) -> u32 {
  return select(select(right, up, d == 1u), select(left, down, d == 3u), d >= 2u);
}

fn weigh(beside: u32) -> u32 {
  return select(select(weight.x, weight.y, beside == 1u), weight.z, beside == 2u);
}

// The vector of a direction.
fn along(d: u32) -> vec2i {
  let vertical = (d & 1u) == 1u;
  return vec2i(select(1 - i32(d), 0, vertical), select(0, i32(d) - 2, vertical));
}

// One step; u are two random words. A step without an open worm opens one at a random site instead of moving a
// pivot, or does nothing if the sweep is complete. Everything is a selection: on software adapters a branch costs
// more than the whole step.
fn advance(u: vec2u) {
  let opening = !opened;
  x = select(x, mul_wide(u.x, L).x, opening);
  y = select(y, mul_wide(u.y, L).x, opening);
  let xl = before(x);
  let xr = after(x);
  let yu = before(y);
  let yd = after(y);
  let odd = (y & 1u) == 1u;
  let tx = x >> 2u;
  let ty = y >> 1u;
  let leaves = (xl >> 2u) != tx;
  // The pivot's tile holds one of its vertical and at least one of its horizontal neighbours.
  let at = tile(tx, ty);
  let here = partners[at];
  let vertical = partners[tile(tx, select(yu, yd, odd) >> 1u)];
  let horizontal = partners[tile(select(xr, xl, leaves) >> 2u, ty)];
  let shift = nibble(x, y);
  let inside = here >> (shift ^ 16u);
  let outside = vertical >> (shift ^ 16u);
  let west = select(here, horizontal, leaves) >> nibble(xl, y);
  let east = select(here, horizontal, (xr >> 2u) != tx) >> nibble(xr, y);

  // Dimers beside the candidates: right in bits 0 and 1, left in 2 and 3; up and down likewise.
  let rows = (inside & 5u) + (outside & 5u);
  let columns = ((west >> 1u) & 5u) + ((east >> 1u) & 5u);
  let wr = weigh(rows & 3u);
  let wl = weigh(rows >> 2u);
  let wu = weigh(columns & 3u);
  let wd = weigh(columns >> 2u);
  let total = wr + wu + wl + wd;
  let rest = total - pick(back, wr, wu, wl, wd);
  let t = mul_wide(u.x, rest).x;
  let r1 = select(wr, 0u, back == 0u);
  let r2 = r1 + select(wu, 0u, back == 1u);
  let r3 = r2 + select(wl, 0u, back == 2u);
  let proposed = select(select(select(3u, 2u, t < r3), 1u, t < r2), 0u, t < r1);
  let accepted = mul_wide(u.y, total - pick(proposed, wr, wu, wl, wd)).x < rest;
  let d = select(back, proposed, accepted);

  // Where the new dimer ends; the older dimer there is lifted.
  let i = pick(d, xr, x, xl, x);
  let j = pick(d, y, yu, y, yd);
  let older = pick(d, east, select(outside, inside, odd), west, select(inside, outside, odd)) & 15u;
  let end = select(tile(i >> 2u, j >> 1u), at, opening);
  let gap = nibble(i, j);
  let mark = (1u << (d ^ 2u)) << gap;
  let hole = here & ~(15u << shift);
  let mine = hole | ((1u << d) << shift);
  let both = select((mine & ~(15u << gap)) | mark, select(hole, here, quota == 0u), opening);
  let other = (select(horizontal, vertical, (d & 1u) == 1u) & ~(15u << gap)) | mark;
  partners[at] = select(mine, both, end == at);
  partners[end] = select(other, both, end == at);

  let laid = (select(rows, columns, (d & 1u) == 1u) >> (d & 2u)) & 3u;
  let lifted = (select(rows, columns, (back & 1u) == 1u) >> (back & 2u)) & 3u;
  parallel += select(i32(laid) - i32(lifted), 0, opening);
  let moved = select(along(d) - along(back), vec2i(), opening);
  dipole += select(moved, -moved, ((x ^ y) & 1u) == 1u);
  columnar += select(moved, -moved, (vec2u(x, y) & vec2u(1u)) == vec2u(1u));

  let closes = u32(!opening && older == 0u);
  opened = select(older != 0u, quota != 0u, opening);
  pivots += u32(!opening);
  closed += closes;
  quota -= closes;
  // The next pivot: the partner of the opening site, or the other end of the lifted dimer.
  let partner = select(older, (here >> shift) & 15u, opening);
  let p = select(i, x, opening);
  let q = select(j, y, opening);
  let b = (partner >> 1u) - (partner >> 3u);
  x = pick(b, after(p), p, before(p), p);
  y = pick(b, q, before(q), q, after(q));
  back = b ^ 2u;
}

// Two pivots. If the sweep is complete after the first, the second is skipped, so that random numbers depend only on
// the chain's own past.
fn advance_twice(chain: u32, key: vec2u) {
  let words = threefry12(vec4u(chain & 31u, counter, 0u), key);
  counter.x += 1u;
  counter.y += u32(counter.x == 0u);
  for (var half = 0u; half < 2u; half++) { advance(select(words.xy, words.zw, half == 1u)); }
}

@compute @workgroup_size(32)
fn sweep(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 32u;
  if (i >= range.groups * 32u) { return; }
  let chain = range.first * 32u + i;
  load(chain);
  let key = keys[chain / 32u];
  if (range.begins == 1u && quota == 0u) { quota = weight.w; }
  for (var n = 0u; n < range.steps; n++) {
    if (quota == 0u) { break; }
    advance_twice(chain, key);
  }
  if (range.ends == 1u && quota != 0u) { worms[chain * WORDS + 11u] += 1u; }
  save(chain);
}

// Counts a completed sweep; every window.every-th of them is a sample.
fn complete(i: u32) {
  left -= 1u;
  if (left != 0u) { return; }
  let row = (slot * range.groups * 32u + i) * 5u;
  series[row] = parallel;
  series[row + 1u] = dipole.x;
  series[row + 2u] = dipole.y;
  series[row + 3u] = columnar.x;
  series[row + 4u] = columnar.y;
  slot += 1u;
  left = window.every;
  atomicAdd(&taken[0], 1u);
}

fn load_goal(i: u32) {
  slot = goal[2u * i];
  left = goal[2u * i + 1u];
  if (left == 0u) { left = window.every; }
}

fn save_goal(i: u32) {
  goal[2u * i] = slot;
  goal[2u * i + 1u] = left;
}

// Every chain goes from sample to sample without waiting for the others, until it has taken all of its own.
@compute @workgroup_size(32)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 32u;
  if (i >= range.groups * 32u) { return; }
  let chain = range.first * 32u + i;
  load_goal(i);
  if (slot == window.slots) { return; }
  load(chain);
  let key = keys[chain / 32u];
  for (var n = 0u; n < range.steps; n++) {
    if (quota == 0u) { quota = weight.w; }
    advance_twice(chain, key);
    if (quota != 0u) { continue; }
    complete(i);
    if (slot == window.slots) { break; }
  }
  save_goal(i);
  save(chain);
}

// The same for chains whose sweeps do not end with worms: to be called once after each sweep.
@compute @workgroup_size(32)
fn sample(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 32u;
  if (i >= range.groups * 32u) { return; }
  let chain = range.first * 32u + i;
  load_goal(i);
  let complete_now = ((atomicLoad(&ready[chain / 32u]) >> (chain & 31u)) & 1u) == 1u;
  if (slot == window.slots || !complete_now) { return; }
  load(chain);
  complete(i);
  save_goal(i);
}
