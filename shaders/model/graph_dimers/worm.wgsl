// uses lib/threefry
// uses lib/philox
// model/graph_dimers/worm  dimers on any graph: worms, one invocation per chain
// math    weight = product of the weights of the edges with a dimer. A worm empties a node and its partner, the pivot, which it entered
//         by the half-edge a. walk, all weights 1: one of the other edges of the pivot, uniformly; its only one where there is no other.
//         walk_weighted: propose h != a with probability w_h / (W - w_a), accept with min(1, (W - w_a) / (W - w_h)), W the sum over the
//         edges of the pivot, else take a (Metropolised Gibbs: w_a S_ah = w_h S_ha). Lay the dimer; at its other end the older dimer is
//         lifted and leads to the next pivot; the worm closes where that end is the node it began at.
//         A sweep is a fixed number of CLOSED worms: stopping after a number of pivots would favour long worms.
//         Choices are made on integers; nodes to begin at are drawn at random.
// grid    walk, walk_weighted: one thread per chain of the groups of `moving`
// reads   walk keys half moving;  walk_weighted keys half weights moving
// writes  walk, walk_weighted mates worms ready
// limits  at most 2^32 - 2 half-edges; at most 6 storage buffers
// source  Syljuasen & Sandvik, PRE 66, 046701 (2002); Alet et al., PRE 74, 041124 (2006); Liu, Biometrika 83, 681 (1996)

override N: u32;        // nodes

// The groups that move; sweeps that chains begin which are done; 1 where a chain that is not done at the end is counted as late; calls of
// the random generator in this dispatch: four pivots each, two where there are weights.
struct Moving { first: u32, groups: u32, sweeps: u32, ends: u32, calls: u32 }

@group(0) @binding(0) var<storage, read_write> mates: array<u32>;          // (G, 32, N) the half-edge of a node's dimer
@group(0) @binding(1) var<storage, read_write> worms: array<u32>;          // (G, 32, 9) see load()
@group(0) @binding(2) var<storage, read_write> ready: array<atomic<u32>>;  // (G) bit = chain: all its sweeps completed
@group(0) @binding(3) var<storage, read> keys: array<vec4u>;               // (G) key, worms of a sweep, first half-edge in `weights`
@group(0) @binding(4) var<storage, read> half: array<vec4u>;               // (2 M) node it leads to, the half-edge back, then the first
                                                                           // half-edge and the degree of that node
@group(0) @binding(5) var<storage, read> weights: array<u32>;              // (points, 2 M) in units of the node: sums fit 32 bits
@group(0) @binding(6) var<uniform> moving: Moving;

const WORDS = 9u;            // words of one chain in `worms`
const CLOSED = 0xffffffffu;  // in the place of the lifted half-edge
const NONE = 0xffffffffu;    // in the place of a chain

var<private> base: u32;      // first word of the chain in `mates`
var<private> rule: vec4u;
var<private> start: u32;     // the node at which the worm began
var<private> lifted: u32;    // the half-edge of the dimer lifted last, which leads to the pivot
var<private> quota: u32;     // worms to close until the sweep is complete
var<private> due: u32;       // sweeps to begin
var<private> counter: vec2u; // calls of the random generator, low and high word
var<private> pivots: u32;
var<private> closed: u32;

fn load(chain: u32) {
  let at = chain * WORDS;
  base = chain * N;
  rule = keys[chain / 32u];
  start = worms[at];
  lifted = worms[at + 1u];
  quota = worms[at + 2u];
  due = worms[at + 3u];
  counter = vec2u(worms[at + 4u], worms[at + 5u]);
  pivots = worms[at + 6u];
  closed = worms[at + 7u];
  if (quota == 0u && due == 0u) { due = moving.sweeps; }
}

fn save(chain: u32) {
  let at = chain * WORDS;
  worms[at] = start;
  worms[at + 1u] = lifted;
  worms[at + 2u] = quota;
  worms[at + 3u] = due;
  worms[at + 4u] = counter.x;
  worms[at + 5u] = counter.y;
  worms[at + 6u] = pivots;
  worms[at + 7u] = closed;
  let bit = 1u << (chain & 31u);
  if (quota == 0u && due == 0u) {
    atomicOr(&ready[chain / 32u], bit);
    return;
  }
  atomicAnd(&ready[chain / 32u], ~bit);
  if (moving.ends == 1u) { worms[at + 8u] += 1u; }
}

// Begins the next sweep where one is due. Whether there is something to do.
fn busy() -> bool {
  if (quota != 0u) { return true; }
  if (due == 0u) { return false; }
  due -= 1u;
  quota = rule.z;
  return true;
}

fn next_words(chain: u32) -> vec4u {
  let words = threefry12(vec4u(chain & 31u, counter, 0u), rule.xy);
  counter.x += 1u;
  counter.y += u32(counter.x == 0u);
  return words;
}

fn open(word: u32) {
  start = mul_wide(word, N).x;
  lifted = mates[base + start];
}

// Lays a dimer on an edge of the pivot and lifts the one that it meets.
fn lay(pivot: u32, h: u32) {
  let edge = half[h];
  mates[base + pivot] = h;
  let older = mates[base + edge.x];
  mates[base + edge.x] = edge.y;
  let closes = edge.x == start;
  lifted = select(older, CLOSED, closes);
  pivots += 1u;
  closed += u32(closes);
  quota -= u32(closes);
}

// Nothing is done once the sweep is complete, so that random numbers depend only on the chain's own past.
fn go(word: u32) {
  if (quota == 0u) { return; }
  if (lifted == CLOSED) {
    open(word);
    return;
  }
  let pivot = half[lifted];
  var h = pivot.z + mul_wide(word, pivot.w - 1u).x;
  h += u32(pivot.w > 1u && h >= pivot.y);
  lay(pivot.x, h);
}

fn go_weighted(word: vec2u) {
  if (quota == 0u) { return; }
  if (lifted == CLOSED) {
    open(word.x);
    return;
  }
  let pivot = half[lifted];
  let row = rule.w;
  var sum = 0u;
  for (var h = pivot.z; h < pivot.z + pivot.w; h++) { sum += weights[row + h]; }
  let rest = sum - weights[row + pivot.y];
  var below = mul_wide(word.x, rest).x;
  var chosen = pivot.y;
  for (var h = pivot.z; h < pivot.z + pivot.w; h++) {
    if (h == pivot.y) { continue; }
    let w = weights[row + h];
    if (below < w) {
      chosen = h;
      break;
    }
    below -= w;
  }
  let accepted = mul_wide(word.y, sum - weights[row + chosen]).x < rest;
  lay(pivot.x, select(pivot.y, chosen, accepted));
}

// The chain that a thread moves, taken up where it stands; NONE beyond the groups of `moving`.
fn taken(i: u32) -> u32 {
  if (i >= moving.groups * 32u) { return NONE; }
  let chain = moving.first * 32u + i;
  load(chain);
  return chain;
}

@compute @workgroup_size(32)
fn walk(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let chain = taken(id.x + id.y * grid.x * 32u);
  if (chain == NONE) { return; }
  for (var n = 0u; n < moving.calls && busy(); n++) {
    let words = next_words(chain);
    go(words.x);
    go(words.y);
    go(words.z);
    go(words.w);
  }
  save(chain);
}

@compute @workgroup_size(32)
fn walk_weighted(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let chain = taken(id.x + id.y * grid.x * 32u);
  if (chain == NONE) { return; }
  for (var n = 0u; n < moving.calls && busy(); n++) {
    let words = next_words(chain);
    go_weighted(words.xy);
    go_weighted(words.zw);
  }
  save(chain);
}
