// Transposition of 32 words of 32 bits: bit j of word i becomes bit i of word j. In registers of one thread: squares of
// 16, 8, 4, 2 and 1 bits beside the diagonal are exchanged, rows 0-3 in a, 4-7 in b, ... 28-31 in h.
// source: Warren, "Hacker's Delight", 2nd ed., section 7-3

struct Square { a: vec4u, b: vec4u, c: vec4u, d: vec4u, e: vec4u, f: vec4u, g: vec4u, h: vec4u }

fn cross_rows(a: ptr<function, vec4u>, b: ptr<function, vec4u>, distance: u32, low: u32) {
  let t = ((*a >> vec4u(distance)) ^ *b) & vec4u(low);
  *b ^= t;
  *a ^= t << vec4u(distance);
}

fn cross_within(v: vec4u) -> vec4u {
  let two = ((v.xy >> vec2u(2u)) ^ v.zw) & vec2u(0x33333333u);
  let w = vec4u(v.xy ^ (two << vec2u(2u)), v.zw ^ two);
  let one = ((w.xz >> vec2u(1u)) ^ w.yw) & vec2u(0x55555555u);
  let x = w.xz ^ (one << vec2u(1u));
  let y = w.yw ^ one;
  return vec4u(x.x, y.x, x.y, y.y);
}

fn transpose(s: Square) -> Square {
  var a = s.a;
  var b = s.b;
  var c = s.c;
  var d = s.d;
  var e = s.e;
  var f = s.f;
  var g = s.g;
  var h = s.h;
  cross_rows(&a, &e, 16u, 0x0000ffffu);
  cross_rows(&b, &f, 16u, 0x0000ffffu);
  cross_rows(&c, &g, 16u, 0x0000ffffu);
  cross_rows(&d, &h, 16u, 0x0000ffffu);
  cross_rows(&a, &c, 8u, 0x00ff00ffu);
  cross_rows(&b, &d, 8u, 0x00ff00ffu);
  cross_rows(&e, &g, 8u, 0x00ff00ffu);
  cross_rows(&f, &h, 8u, 0x00ff00ffu);
  cross_rows(&a, &b, 4u, 0x0f0f0f0fu);
  cross_rows(&c, &d, 4u, 0x0f0f0f0fu);
  cross_rows(&e, &f, 4u, 0x0f0f0f0fu);
  cross_rows(&g, &h, 4u, 0x0f0f0f0fu);
  return Square(cross_within(a), cross_within(b), cross_within(c), cross_within(d), cross_within(e), cross_within(f), cross_within(g), cross_within(h));
}
