// uses lib/tower_layers
// critic/tower  two to four affine layers with relu between them, fused: the values of a tile of samples stay in workgroup memory
// math    z_0 = f(x), z_l+1 = relu(z_l w_l + c_l), y the last one without relu;  f = identity or relu;  gradients by the chain rule
// grid    one workgroup per tile of TILE samples
// reads   forward x w;  backward x w hidden dy;  backward_x x w hidden dy;  backward_w x w hidden dy
// writes  forward hidden = y =;  backward dx = or += partial =;  backward_x dx = or +=;  backward_w partial =
// limits  widths multiples of 4, but W0, which is any; none above 2048 / TILE; the weights of all layers in one buffer, in their order;
//         at most 6 storage buffers
// source  definition

override RELU: u32;       // 1: relu on x
override dx_add: u32;     // 1: add to dx, 0: overwrite
override H: u32;          // hidden units of all layers

@group(0) @binding(0) var<storage, read> x: array<vec4f>;               // (R, K, W0) in vec4s, across rows if W0 is no multiple of 4
@group(0) @binding(1) var<storage, read> w: array<vec4f>;               // (R, P), every layer (inputs + 1, outputs / 4)
@group(0) @binding(2) var<storage, read_write> hidden: array<vec4f>;    // (R, K, H / 4) after relu
@group(0) @binding(3) var<storage, read_write> y: array<vec4f>;         // (R, K, outputs / 4)
@group(0) @binding(3) var<storage, read> dy: array<vec4f>;              // as y
@group(0) @binding(4) var<storage, read_write> dx: array<f32>;          // as x
@group(0) @binding(5) var<storage, read_write> partial: array<vec4f>;   // (R, tiles, P)

const THREADS = 256u;

// Values of the tile, or gradients by them: rows of 512 / TILE vec4s. Neighbouring rows are permuted so that they lie in other banks.
var<workgroup> values: array<vec4f, 512>;

fn slot(k: u32, i: u32) -> u32 {
  return k * (512u / TILE) + (i ^ (k & (512u / TILE - 1u)));
}

// The tile of a workgroup: its replica, its first sample, how many it has, and the number of this thread.
struct Place { r: u32, first: u32, live: u32, lane: u32 }

fn place(group: vec3u, lane: u32) -> Place {
  return Place(group.y, group.y * K + group.x * TILE, min(TILE, K - group.x * TILE), lane);
}

// First hidden unit that is an input of layer l > 0, in vec4s.
fn hidden_at(at: Place, l: u32, k: u32) -> u32 {
  let before = select(select(W1 + W2, W1, l == 2u), 0u, l == 1u) / 4u;
  return (at.first + k) * (H / 4u) + before;
}

// Inputs 4 i to 4 i + 3 of layer l for a live sample; those of the first layer that are not there are 0.
fn input(at: Place, l: u32, k: u32, i: u32) -> vec4f {
  if (l > 0u) { return hidden[hidden_at(at, l, k) + i]; }
  var z = vec4f();
  if (W0 % 4u == 0u) {
    z = x[(at.first + k) * (W0 / 4u) + i];
  } else {
    let e = (at.first + k) * W0 + 4u * i;
    let left = W0 - 4u * i;
    z.x = x[e / 4u][e % 4u];
    if (left > 1u) { z.y = x[(e + 1u) / 4u][(e + 1u) % 4u]; }
    if (left > 2u) { z.z = x[(e + 2u) / 4u][(e + 2u) % 4u]; }
    if (left > 3u) { z.w = x[(e + 3u) / 4u][(e + 3u) % 4u]; }
  }
  return select(z, max(z, vec4f()), RELU == 1u);
}

// Row i of a layer's weights, the bias instead of rows beyond it.
fn row(i: u32, inputs: u32, groups: u32) -> u32 {
  return min(i, inputs) * groups;
}

@compute @workgroup_size(256)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let at = place(group, lane);
  let columns = (W0 + 3u) / 4u;
  for (var e = lane; e < TILE * columns; e += THREADS) {
    // Samples behind the last one repeat it and are not stored.
    values[slot(e / columns, e % columns)] = input(at, 0u, min(e / columns, at.live - 1u), e % columns);
  }
  for (var l = 0u; l < LAYERS; l++) {
    workgroupBarrier();
    let inputs = width(l);
    let groups = width(l + 1u) / 4u;
    // Two samples by four outputs.
    let o = lane % groups;
    let k = lane / groups;
    let weights = at.r * w_stride + start(l) + o;
    var a = w[weights + inputs * groups];
    var b = a;
    if (k < TILE / 2u) {
      for (var i = 0u; i < inputs; i += 4u) {
        let p = values[slot(k, i / 4u)];
        let q = values[slot(k + TILE / 2u, i / 4u)];
        let w0 = w[weights + i * groups];
        let w1 = w[weights + row(i + 1u, inputs, groups)];
        let w2 = w[weights + row(i + 2u, inputs, groups)];
        let w3 = w[weights + row(i + 3u, inputs, groups)];
        a += p.x * w0 + p.y * w1 + p.z * w2 + p.w * w3;
        b += q.x * w0 + q.y * w1 + q.z * w2 + q.w * w3;
      }
    }
    workgroupBarrier();
    if (k < TILE / 2u) {
      pass_on(at, l + 1u, k, o, a);
      pass_on(at, l + 1u, k + TILE / 2u, o, b);
    }
  }
}

// Stores four outputs: as inputs of layer l after relu, or as the result.
fn pass_on(at: Place, l: u32, k: u32, o: u32, value: vec4f) {
  let live = k < at.live;
  if (l < LAYERS) {
    let z = max(value, vec4f());
    values[slot(k, o)] = z;
    if (live) { hidden[hidden_at(at, l, k) + o] = z; }
  } else if (live) {
    y[(at.first + k) * (width(LAYERS) / 4u) + o] = value;
  }
}

// The gradients of the outputs, 0 behind the last sample.
fn fetch(at: Place) {
  let groups = width(LAYERS) / 4u;
  for (var e = at.lane; e < TILE * groups; e += THREADS) {
    let k = e / groups;
    let g = dy[(at.first + min(k, at.live - 1u)) * groups + e % groups];
    values[slot(k, e % groups)] = select(vec4f(), g, k < at.live);
  }
  workgroupBarrier();
}

// Gradients of four inputs of two samples.
struct Pair { a: vec4f, b: vec4f }

// Samples are neighbours here, so that all threads of a subgroup read the same weights.
fn inputs_of(at: Place, l: u32) -> Pair {
  let inputs = width(l);
  let groups = width(l + 1u) / 4u;
  let k = at.lane % (TILE / 2u);
  let i = at.lane / (TILE / 2u) * 4u;
  var g = Pair();
  if (i >= inputs) { return g; }
  let weights = at.r * w_stride + start(l);
  for (var o = 0u; o < groups; o++) {
    let m = mat4x4f(w[weights + i * groups + o], w[weights + row(i + 1u, inputs, groups) + o],
                    w[weights + row(i + 2u, inputs, groups) + o], w[weights + row(i + 3u, inputs, groups) + o]);
    g.a += values[slot(k, o)] * m;
    g.b += values[slot(k + TILE / 2u, o)] * m;
  }
  return g;
}

// Makes them the gradients of the tile, masked by relu. Behind it all threads see them.
fn put(at: Place, l: u32, g: Pair) {
  let k = at.lane % (TILE / 2u);
  let i = at.lane / (TILE / 2u);
  workgroupBarrier();
  if (4u * i < width(l)) {
    values[slot(k, i)] = masked(at, l, k, i, g.a);
    values[slot(k + TILE / 2u, i)] = masked(at, l, k + TILE / 2u, i, g.b);
  }
  workgroupBarrier();
}

fn masked(at: Place, l: u32, k: u32, i: u32, g: vec4f) -> vec4f {
  if (l == 0u && RELU == 0u) { return g; }
  return select(g, vec4f(), input(at, l, min(k, at.live - 1u), i) <= vec4f());
}

fn store_dx(at: Place) {
  for (var e = at.lane; e < at.live * W0; e += THREADS) {
    let i = e % W0;
    let g = values[slot(e / W0, i / 4u)][i % 4u];
    let out = at.first * W0 + e;
    if (dx_add == 1u) { dx[out] += g; } else { dx[out] = g; }
  }
}

// What the tile gives to the gradient of layer l: four rows by four outputs per thread, and the bias. Several threads share the samples
// where there are more than tiles of weights; their sums go through the values, which are lost.
fn weights_of(at: Place, l: u32) {
  let inputs = width(l);
  let groups = width(l + 1u) / 4u;
  let units = (inputs + 3u) / 4u * groups;
  let chunks = THREADS / units;
  let chunk = at.lane / units;
  let o = at.lane % units % groups;
  let i = at.lane % units / groups;
  var s0 = vec4f();
  var s1 = vec4f();
  var s2 = vec4f();
  var s3 = vec4f();
  var bias = vec4f();
  if (chunk < chunks) {
    for (var k = chunk; k < at.live; k += chunks) {
      let z = input(at, l, k, i);
      let g = values[slot(k, o)];
      s0 += z.x * g;
      s1 += z.y * g;
      s2 += z.z * g;
      s3 += z.w * g;
      bias += g;
    }
  }
  let tile = at.r * ((K + TILE - 1u) / TILE) + (at.first - at.r * K) / TILE;
  let out = tile * P + start(l) + o;
  for (var round = 0u; round < 3u; round++) {
    let first = select(select(bias, s2, round == 1u), s0, round == 0u);
    let second = select(s3, s1, round == 0u);
    workgroupBarrier();
    values[at.lane] = first;
    values[THREADS + at.lane] = second;
    workgroupBarrier();
    for (var j = chunk; j < 2u && chunk < chunks; j += chunks) {
      var sum = vec4f();
      for (var c = 0u; c < chunks; c++) { sum += values[j * THREADS + at.lane % units + c * units]; }
      let own = select(4u * i + 2u * round + j, inputs, round == 2u);
      if ((round < 2u && own < inputs) || (round == 2u && i == 0u && j == 0u)) { partial[out + own * groups] = sum; }
    }
  }
}

@compute @workgroup_size(256)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let at = place(group, lane);
  fetch(at);
  for (var l = LAYERS; l > 0u; l--) {
    let g = inputs_of(at, l - 1u);
    weights_of(at, l - 1u);
    put(at, l - 1u, g);
  }
  store_dx(at);
}

@compute @workgroup_size(256)
fn backward_x(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let at = place(group, lane);
  fetch(at);
  for (var l = LAYERS; l > 0u; l--) { put(at, l - 1u, inputs_of(at, l - 1u)); }
  store_dx(at);
}

@compute @workgroup_size(256)
fn backward_w(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let at = place(group, lane);
  fetch(at);
  for (var l = LAYERS; l > 1u; l--) {
    let g = inputs_of(at, l - 1u);
    weights_of(at, l - 1u);
    put(at, l - 1u, g);
  }
  weights_of(at, 0u);
}
