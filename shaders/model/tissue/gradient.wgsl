// uses lib/tissue_parameters
// model/tissue/gradient  slopes of all cells to the gradient of the parameters of a replica
// math    one value per cell: its own slope;  one for all: the sum over cells
// grid    collect: one workgroup per (parameter, replica)
// reads   collect slopes
// writes  collect g =
// limits  sums in f32 in a fixed order; at most 2 storage buffers
// source  definition

@group(0) @binding(0) var<storage, read> slopes: array<f32>;     // (R, 7, N)
@group(0) @binding(1) var<storage, read_write> g: array<f32>;    // (R, theta_stride)

var<workgroup> partial: array<f32, 64>;

@compute @workgroup_size(64)
fn collect(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let j = group.x;
  let row = (group.y * PARAMETERS + j) * N;
  let out = begin_of(group.y, j);
  if (per_cell(j)) {
    for (var c = lane; c < N; c += 64u) { g[out + c] = slopes[row + c]; }
    return;
  }
  var own = 0.0;
  for (var c = lane; c < N; c += 64u) { own += slopes[row + c]; }
  partial[lane] = own;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { partial[lane] += partial[lane + half]; }
  }
  if (lane == 0u) { g[out] = partial[0]; }
}
