// uses lib/threefry
// uses lib/philox
// uses lib/recolour
// A heat bath on one class of sites. A state is drawn with probability W / sum of W, where the W are whole numbers of at most
// 2^27 = WHOLE: r = floor(u sum / 2^32) with a random integer u of 32 bits, and the state is the first whose cumulative sum
// exceeds r. A probability differs by at most 2^-32 from W / sum of W. The 32 random integers of a site are Threefry-12 of the
// counter (site, time, chain / 4, 0).
// source: heat bath, Creutz, PRD 21, 2308 (1980)

override CLASSES: u32;      // 2 or 3: classes of sites

const WHOLE: u32 = 0x8000000u;

// Threads `begin` to `end` of those of the groups from `first` on, and the class of sites: a uniform and no constant, because drivers
// compile anew for each set of constants.
struct Moving { first: u32, begin: u32, end: u32, colour: u32 }

// A site of the class: its group of chains, its place, whether there is one.
struct Site { group: u32, x: u32, y: u32, moves: bool }

fn site_of(thread: u32, moving: Moving) -> Site {
  let i = moving.begin + thread;
  let width = L / CLASSES;
  let row = i / width;
  let y = row % L;
  return Site(moving.first + row / L, CLASSES * (i % width) + (moving.colour + y) % CLASSES, y, thread < moving.end - moving.begin);
}

// The state in whose part of the cumulative sums a random integer lies.
fn chosen(cumulative: ptr<function, array<u32, 16>>, random: u32) -> u32 {
  let r = mul_wide(random, (*cumulative)[Q - 1u]).x;
  var s = 0u;
  for (var k = 0u; k + 1u < Q; k++) { s += select(0u, 1u, r >= (*cumulative)[k]); }
  return s;
}
