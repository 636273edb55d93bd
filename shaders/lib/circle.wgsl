// Random directions and unit vectors of the plane in f32. Sine and cosine are polynomials on an eighth of the circle, because the
// built-in ones may be off by 2^-11.
// source: Taylor's series, whose errors are below 3e-8

// A number in (0, 1), odd multiple of 2^-25, from the upper 24 bits of a random word.
fn fraction(word: u32) -> f32 {
  return (f32(word >> 8u) + 0.5) * 5.960464477539063e-8;
}

// (cos a, sin a) of an angle a, uniform in (0, pi), from all bits of a random word.
fn half_turn(word: u32) -> vec2f {
  let t = (f32(word & 0x3fffffffu) + 0.5) * 7.314590396335798e-10;
  let t2 = t * t;
  let cosine = 1.0 - t2 * (0.5 - t2 * (1.0 / 24.0 - t2 * (1.0 / 720.0 - t2 * (1.0 / 40320.0))));
  let sine = t * (1.0 - t2 * (1.0 / 6.0 - t2 * (1.0 / 120.0 - t2 * (1.0 / 5040.0 - t2 * (1.0 / 362880.0)))));
  let octant = select(vec2f(cosine, sine), vec2f(sine, cosine), (word & 0x40000000u) != 0u);
  return select(octant, vec2f(-octant.x, octant.y), (word & 0x80000000u) != 0u);
}

// A vector of length 1 + d, |d| < 0.01, brought to length 1 - 3/2 d^2 by one step of Newton.
fn unit(v: vec2f) -> vec2f {
  return v * (1.5 - 0.5 * dot(v, v));
}
