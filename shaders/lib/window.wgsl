// uses lib/philox
// uses lib/minibatch
// Shared code of the gathers: the chains and the place of the lattice for the samples of a minibatch, and the
// place of a value of a window. Samples 32 b .. 32 b + 31 are the chains of one group, each once.
// source: translations of a periodic lattice are a symmetry of its ensemble. If places differ, as on an open
// axis, the samples are a mixture. Lists of sites have a single place and do not move; where there are several views,
// lists of places that look alike, each word of samples has one of them. Places in steps, or those that
// touch no hole, are listed in `sites`, which the gathers declare, behind the table.

override X: u32;           // sites along the axes of the lattice, the fastest one first; 1 where there is no such axis
override Y: u32;
override Z: u32;
override CHANNELS: u32;    // bits or numbers of a site
override BITS_C: u32;      // bits of the channel, of x and of y in a word of the site table
override BITS_X: u32;
override BITS_Y: u32;
override PLACES_X: u32;    // where the corner of a window may lie along an axis: at 0 to PLACES - 1; X on a periodic axis,
override PLACES_Y: u32;    // so few on an open one that no window reaches its end, 1 where windows stay
override PLACES_Z: u32;
override CORNERS: u32;     // 0, or how many corners are listed; the places above then have no meaning
override CORNERS_AT: u32;  // where their list begins in `sites`
override VIEWS: u32;      // views of a window, 1 unless lists have several; their rows in `sites` follow one another
override PARTS: u32;       // how many parts `source` has
override SHUFFLE: u32;     // 0, or how many chains further the environment is taken from: pairs of independent samples

// K samples in the minibatch; PART 0: the chains to train on, 1: the chains held out, 2: those for validation. No constants, so that all phases of
// a training share one kernel. The gathers declare `sizes`.
struct Sizes { K: u32, PART: u32 }

// A group of chains, the chain of the first of eight samples, the corner of the window, the view, the flips of all 32 chains.
struct Draw { group: u32, first: u32, corner: vec3u, view: u32, flips: u32 }

// Eight samples, number `tile` of the minibatch of step t; `groups` is the first group of the part and their number.
fn draw(tile: u32, t: u32, groups: vec2u, key: vec2u) -> Draw {
  let b = tile / 4u;
  let random = philox(vec4u(b, t, sizes.PART, 0u), key);
  var corner = vec3u(mul_wide(random.x, PLACES_X).x, mul_wide(random.y, PLACES_Y).x, 0u);
  if (PLACES_Z > 1u) { corner.z = mul_wide(random.w, PLACES_Z).x; }
  if (CORNERS > 0u) { corner = coordinates(sites[CORNERS_AT + mul_wide(random.x, CORNERS).x]); }
  let first = (start_chain(t, groups.y, sizes.K) + 8u * (tile % 4u)) % 32u;
  return Draw(groups.x + (start_group(t, groups.y) + b) % groups.y, first, corner, view_of(t * ((sizes.K + 31u) / 32u) + b, key), random.z);
}

// The view of a word of samples, counted over all minibatches: the multiples of the golden ratio from a random beginning on. They leave no view out
// for longer than others, so that a mean over few words has hardly a part from the choice of views, which all chains of a word share.
// source: H. Weyl, Math. Ann. 77, 313 (1916); 2654435769 = 2^32 (sqrt 5 - 1) / 2
fn view_of(word: u32, key: vec2u) -> u32 {
  return mul_wide(word * 2654435769u + key.x, VIEWS).x;
}

// The row of `sites` of a window, `row` as geometry has it.
fn row_of(window: u32, d: Draw) -> u32 {
  return window * VIEWS + d.view;
}

// x, y and z of a word of the site table.
fn coordinates(entry: u32) -> vec3u {
  let x = (entry >> BITS_C) & ((1u << BITS_X) - 1u);
  let y = (entry >> (BITS_C + BITS_X)) & ((1u << BITS_Y) - 1u);
  return vec3u(x, y, entry >> (BITS_C + BITS_X + BITS_Y));
}

// A window is no larger than the lattice, so one subtraction wraps a coordinate; remainders are slow.
fn wrap(at: u32, extent: u32) -> u32 {
  return select(at, at - extent, at >= extent);
}

// The index of the value of a site-table word in a configuration (Z, Y, X, CHANNELS).
fn place(entry: u32, corner: vec3u) -> u32 {
  var at = wrap(corner.x + ((entry >> BITS_C) & ((1u << BITS_X) - 1u)), X);
  if (Y > 1u) {
    var row = wrap(corner.y + ((entry >> (BITS_C + BITS_X)) & ((1u << BITS_Y) - 1u)), Y);
    if (Z > 1u) { row += wrap(corner.z + (entry >> (BITS_C + BITS_X + BITS_Y)), Z) * Y; }
    at += row * X;
  }
  return at * CHANNELS + (entry & ((1u << BITS_C) - 1u));
}
