// uses lib/tower_layers
// critic/tower_sums  gradients of the weights of a fused tower: adds up what the tiles of samples gave, in their order
// math    dw_l = sum_t partial_tl
// grid    one thread per vec4 of the weights of all layers
// reads   sums partial
// writes  sums dw = or +=
// limits  what lies between the weights of two layers is left alone; at most 2 storage buffers
// source  definition

override dw_add: u32;         // 1: add to dw, 0: overwrite

@group(0) @binding(0) var<storage, read> partial: array<vec4f>;      // (R, tiles, P)
@group(0) @binding(1) var<storage, read_write> dw: array<vec4f>;     // (R, P)

// Whether vec4 p is a weight of layer l.
fn of_layer(p: u32, l: u32) -> bool {
  return p >= start(l) && p < start(l) + (width(l) + 1u) * width(l + 1u) / 4u;
}

@compute @workgroup_size(64)
fn sums(@builtin(global_invocation_id) id: vec3u) {
  let p = id.x;
  let r = id.y;
  var weight = false;
  for (var l = 0u; l < LAYERS; l++) { weight = weight || of_layer(p, l); }
  if (!weight) { return; }
  let tiles = (K + TILE - 1u) / TILE;
  var sum = vec4f();
  for (var t = 0u; t < tiles; t++) { sum += partial[(r * tiles + t) * P + p]; }
  let at = r * w_stride + p;
  if (dw_add == 1u) { dw[at] += sum; } else { dw[at] = sum; }
}
