// uses lib/philox
// critic/activation  nonlinearity of a hidden layer, dropout, and a mask for patches that a replica does not have
// math    y = m f(a), f = identity, relu, tanh or swish a / (1 + exp(-a));   da = m f'(a) dy;
//         m = 0 with probability p, else 1 / (1 - p), drawn for every replica, step, layer and unit
// grid    one thread per (replica, sample, four units)
// reads   forward a keys step widths;  backward_a a keys step widths dy
// writes  forward y =;  backward_a da = or +=
// limits  I a multiple of 4; arguments are clamped where tanh is 1 and exp has no effect; where SITES > 0, units
//         from widths[r] / SITES * FEATURES on are absent: y = da = 0; at most 6 storage buffers
// source  dropout: Srivastava et al., JMLR 15, 1929 (2014), section 10; swish: Ramachandran, Zoph, Le, arXiv:1710.05941

override K: u32;         // samples
override I: u32;         // units
override KIND: u32;      // 0 identity, 1 relu, 2 tanh, 3 swish
override DROP: u32;      // p 2^32; 0: no dropout, and no random numbers are drawn
override SCALE: f32;     // 1 / (1 - p)
override LAYER: u32;     // tells the layers of one critic apart
override SITES: u32;     // sites of a patch; 0: every replica has all units
override FEATURES: u32;  // units of a patch
override da_add: u32;    // 1: add to da, 0: overwrite

@group(0) @binding(0) var<storage, read> a: array<vec4f>;          // (R, K, I / 4)
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;       // (R)
@group(0) @binding(2) var<storage, read> step: array<u32>;         // (R)
@group(0) @binding(3) var<storage, read> widths: array<u32>;       // (R) live sites
@group(0) @binding(4) var<storage, read_write> y: array<vec4f>;    // (R, K, I / 4)
@group(0) @binding(4) var<storage, read> dy: array<vec4f>;         // (R, K, I / 4)
@group(0) @binding(5) var<storage, read_write> da: array<vec4f>;   // (R, K, I / 4)

fn sigmoid(x: vec4f) -> vec4f {
  return 1.0 / (1.0 + exp(-clamp(x, vec4f(-40.0), vec4f(40.0))));
}

fn tangent(x: vec4f) -> vec4f {
  return tanh(clamp(x, vec4f(-20.0), vec4f(20.0)));
}

fn value(x: vec4f) -> vec4f {
  if (KIND == 1u) { return max(x, vec4f()); }
  if (KIND == 2u) { return tangent(x); }
  if (KIND == 3u) { return x * sigmoid(x); }
  return x;
}

fn slope(x: vec4f) -> vec4f {
  if (KIND == 1u) { return select(vec4f(), vec4f(1.0), x > vec4f()); }
  if (KIND == 2u) {
    let t = tangent(x);
    return 1.0 - t * t;
  }
  if (KIND == 3u) {
    let s = sigmoid(x);
    return s * (1.0 + clamp(x, vec4f(-40.0), vec4f(40.0)) * (1.0 - s));
  }
  return vec4f(1.0);
}

// m of four neighbouring units.
fn mask(index: u32, r: u32) -> vec4f {
  var kept = vec4f(1.0);
  if (DROP > 0u) {
    let words = philox(vec4u(index, step[r], LAYER, 0u), keys[r]);
    kept = select(vec4f(), vec4f(SCALE), words >= vec4u(DROP));
  }
  if (SITES > 0u) {
    let unit = vec4u(index % (I / 4u) * 4u) + vec4u(0u, 1u, 2u, 3u);
    kept = select(vec4f(), kept, unit < vec4u(widths[r] / max(SITES, 1u) * FEATURES));
  }
  return kept;
}

@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * (I / 4u)) { return; }
  let at = r * K * (I / 4u) + id.x;
  y[at] = mask(id.x, r) * value(a[at]);
}

@compute @workgroup_size(64)
fn backward_a(@builtin(global_invocation_id) id: vec3u) {
  let r = id.y;
  if (id.x >= K * (I / 4u)) { return; }
  let at = r * K * (I / 4u) + id.x;
  var g = mask(id.x, r) * slope(a[at]) * dy[at];
  if (da_add == 1u) { g += da[at]; }
  da[at] = g;
}
