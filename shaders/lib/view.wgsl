// lib/view  which configuration is drawn, and in which colours: red, green and blue from 0 to 1

struct View {
  first: u32, lane: u32,
  low_r: f32, low_g: f32, low_b: f32,
  high_r: f32, high_g: f32, high_b: f32,
  ground_r: f32, ground_g: f32, ground_b: f32,
}

fn low(view: View) -> vec3f { return vec3f(view.low_r, view.low_g, view.low_b); }
fn high(view: View) -> vec3f { return vec3f(view.high_r, view.high_g, view.high_b); }
fn ground(view: View) -> vec3f { return vec3f(view.ground_r, view.ground_g, view.ground_b); }
