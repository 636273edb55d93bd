// uses lib/tissue_parameters
// model/tissue/field  one number of every cell, as networks read it
// math    x = (q - CENTRE) / SCALE, q = A where QUANTITY is 0, P / sqrt(A) where it is 1, K_P (P - P0) where it is 2
// grid    field: one thread per (chain, cell), of the chains from FIRST on
// reads   field shapes theta
// writes  field state =
// limits  32 chains lie side by side; at most 3 storage buffers
// source  definitions

override FIRST: u32;      // first chain of a dispatch
override QUANTITY: u32;   // 0: area, 1: shape index, 2: tension
override CENTRE: f32;
override SCALE: f32;

@group(0) @binding(0) var<storage, read> shapes: array<vec2f>;      // (R, N) area, perimeter
@group(0) @binding(1) var<storage, read> theta: array<f32>;         // (R, theta_stride)
@group(0) @binding(2) var<storage, read_write> state: array<u32>;   // (R / 32, N, 32) bits of f32, chain last

fn parameter(r: u32, c: u32, j: u32) -> f32 {
  return theta[begin_of(r, j) + select(0u, c, per_cell(j))];
}

@compute @workgroup_size(64)
fn field(@builtin(global_invocation_id) id: vec3u) {
  let c = id.x;
  let r = FIRST + id.y;
  if (c >= N) { return; }
  let shape = shapes[r * N + c];
  var q = shape.x;
  if (QUANTITY == 1u) { q = shape.y / sqrt(shape.x); }
  if (QUANTITY == 2u) { q = parameter(r, c, 2u) * (shape.y - parameter(r, c, 3u)); }
  state[((r / 32u) * N + c) * 32u + r % 32u] = bitcast<u32>((q - CENTRE) / SCALE);
}
