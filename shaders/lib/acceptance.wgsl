// uses lib/threefry
// uses lib/philox
// uses lib/xoshiro
// Metropolis for four words of spins at once, one spin per bit: a spin with at most two satisfied bonds
// flips, one with three or four flips if its random integer u is below the threshold floor(2^32 exp(-dE / T)). Both
// thresholds are compared with the same bits of u, most significant first, one random word per word of spins and bit
// plane; once every spin is decided, no more planes are drawn. Each spin has 32 random bits of its own.
// source: multi-spin coding, Jacobs & Rebbi, J. Comput. Phys. 41, 203 (1981)

override GENERATOR: u32 = 0u;   // 0: xoshiro128++ seeded by Threefry-12; 1: Philox-10, an independent check

// The spins that are not decided yet, those decided to flip, and the remaining bits of both thresholds.
struct Trial { undecided: vec4u, flips: vec4u, planes: vec2u }

// The sign bit, spread over the word.
fn spread(word: u32) -> vec4u {
  return vec4u(u32(i32(word) >> 31u));
}

fn four_words(stream: ptr<function, Stream>, counter: vec4u, key: vec2u, n: u32) -> vec4u {
  if (GENERATOR == 1u) { return philox(counter + vec4u(0u, 0u, n, 0u), key); }
  let a = next_word(stream);
  let b = next_word(stream);
  let c = next_word(stream);
  return vec4u(a, b, c, next_word(stream));
}

fn compare(t: Trial, words: vec4u, planes: vec4u) -> Trial {
  return Trial(t.undecided & ~(planes ^ words), t.flips | (t.undecided & planes & ~words), t.planes);
}

// Two planes, written out: an indexed plane costs a software adapter more than the arithmetic.
fn two_planes(trial: Trial, three: vec4u, four: vec4u, stream: ptr<function, Stream>, counter: vec4u, key: vec2u, n: u32) -> Trial {
  let p = trial.planes;
  var t = compare(trial, four_words(stream, counter, key, n), (spread(p.x) & three) | (spread(p.y) & four));
  t = compare(t, four_words(stream, counter, key, n + 1u), (spread(p.x << 1u) & three) | (spread(p.y << 1u) & four));
  return Trial(t.undecided, t.flips, vec2u(p.x << 2u, p.y << 2u));
}

// Which of the spins flip. b1 .. b4: bits set where the four bonds are satisfied; live: bits of the spins that exist;
// counter: place, time, 0, colour.
fn metropolis(b1: vec4u, b2: vec4u, b3: vec4u, b4: vec4u, live: vec4u, thresholds: vec2u, counter: vec4u, key: vec2u) -> vec4u {
  let both12 = b1 & b2;
  let both34 = b3 & b4;
  let four = both12 & both34 & live;
  let three = ((both12 & (b3 ^ b4)) | (both34 & (b1 ^ b2))) & live;
  let seed = threefry12(counter, key);
  var stream = Stream(seed.x, seed.y, seed.z, seed.w);
  var t = Trial(three | four, ~(three | four), thresholds);
  var n = 0u;
  if (GENERATOR == 0u) {
    // Among the hundreds of spins that a group of lanes decides together, one is nearly always undecided after ten planes.
    t = two_planes(t, three, four, &stream, counter, key, 0u);
    t = two_planes(t, three, four, &stream, counter, key, 2u);
    t = two_planes(t, three, four, &stream, counter, key, 4u);
    t = two_planes(t, three, four, &stream, counter, key, 6u);
    t = two_planes(t, three, four, &stream, counter, key, 8u);
    n = 10u;
  }
  for (; n < 32u; n += 2u) {
    if ((t.undecided.x | t.undecided.y | t.undecided.z | t.undecided.w) == 0u) { break; }
    t = two_planes(t, three, four, &stream, counter, key, n);
  }
  return t.flips;
}
