// xoshiro128++: a stream of random words from 128 bits of state, ten operations a word. It is used for short streams.
// Their state is a hash (lib/threefry) of place and time, and no state outlives a thread, so the draw of a
// site at a time is still a function of key and counter alone. The state 0 would stay 0; a hash is 0 once in 2^128.
// source: Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47, 36 (2021).

struct Stream { x: u32, y: u32, z: u32, w: u32 }

fn next_word(stream: ptr<function, Stream>) -> u32 {
  let s = *stream;
  let sum = s.x + s.w;
  let z = s.z ^ s.x;
  let w = s.w ^ s.y;
  *stream = Stream(s.x ^ w, s.y ^ z, z ^ (s.y << 9u), (w << 11u) | (w >> 21u));
  return ((sum << 7u) | (sum >> 25u)) + s.x;
}
