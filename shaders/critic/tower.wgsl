// uses lib/tower_layers
// uses lib/tower_tile
// critic/tower  two to four affine layers with relu between them, fused: the values of a tile of samples stay in workgroup memory
// math    z_0 = f(x), z_l+1 = relu(z_l w_l + c_l), y the last one without relu;  f = identity or relu;  gradients by the chain rule
// grid    one workgroup per tile of TILE samples; a thread has eight samples by four outputs, or by four inputs backward;
//         eight rows by four outputs of the gradient of weights
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
@group(0) @binding(4) var<storage, read_write> dx: array<vec4f>;        // as x
@group(0) @binding(5) var<storage, read_write> partial: array<vec4f>;   // (R, tiles, P)

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

@compute @workgroup_size(64)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let at = place(group, lane);
  let columns = (W0 + 3u) / 4u;
  for (var e = lane; e < TILE * columns; e += THREADS) {
    // Samples behind the last one repeat it and are not stored.
    values[slot(e / columns, e % columns)] = input(at, 0u, min(e / columns, at.live - 1u), e % columns);
  }
  for (var l = 0u; l < LAYERS; l++) {
    workgroupBarrier();
    let groups = width(l + 1u) / 4u;
    let o = lane % groups;
    let k = lane / groups;
    var t = Eight();
    if (k < stride()) { t = outputs_of(at, l, k, o); }
    workgroupBarrier();
    if (k < stride()) { pass_on(at, l + 1u, k, o, t); }
  }
}

// Outputs 4 o to 4 o + 3 of samples k, k + stride() and so on.
fn outputs_of(at: Place, l: u32, k: u32, o: u32) -> Eight {
  let inputs = width(l);
  let groups = width(l + 1u) / 4u;
  let weights = at.r * w_stride + start(l) + o;
  let bias = w[weights + inputs * groups];
  var t = Eight(bias, bias, bias, bias, bias, bias, bias, bias);
  for (var i = 0u; i < inputs; i += 4u) {
    add_products(&t, slot(k, i / 4u), w[weights + i * groups], w[weights + row(i + 1u, inputs, groups)],
                 w[weights + row(i + 2u, inputs, groups)], w[weights + row(i + 3u, inputs, groups)]);
  }
  return t;
}

// Stores outputs: as inputs of layer l after relu, or as the result. Every thread deals with its own, one by one to keep the code short.
fn pass_on(at: Place, l: u32, first: u32, o: u32, t: Eight) {
  show(slot(first, o), t);
  for (var k = first; k < TILE; k += stride()) {
    let value = values[slot(k, o)];
    if (l < LAYERS) {
      let z = max(value, vec4f());
      values[slot(k, o)] = z;
      if (k < at.live) { hidden[hidden_at(at, l, k) + o] = z; }
    } else if (k < at.live) {
      y[(at.first + k) * (width(LAYERS) / 4u) + o] = value;
    }
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

// Gradients of four inputs of eight samples. Samples are neighbours here, so that threads read few weights at once.
fn inputs_of(at: Place, l: u32) -> Eight {
  let inputs = width(l);
  let groups = width(l + 1u) / 4u;
  let k = at.lane % stride();
  let i = at.lane / stride() * 4u;
  var t = Eight();
  if (i >= inputs) { return t; }
  let weights = at.r * w_stride + start(l);
  for (var o = 0u; o < groups; o++) {
    let m = transpose(mat4x4f(w[weights + i * groups + o], w[weights + row(i + 1u, inputs, groups) + o],
                              w[weights + row(i + 2u, inputs, groups) + o], w[weights + row(i + 3u, inputs, groups) + o]));
    add_products(&t, slot(k, o), m[0], m[1], m[2], m[3]);
  }
  return t;
}

// Makes them the gradients of the tile, masked by relu. All threads have read what was there, and see it behind this.
fn put(at: Place, l: u32, t: Eight) {
  let first = at.lane % stride();
  let i = at.lane / stride();
  if (4u * i < width(l)) {
    show(slot(first, i), t);
    if (l > 0u || RELU == 1u) {
      for (var k = first; k < TILE; k += stride()) {
        let dead = input(at, l, min(k, at.live - 1u), i) <= vec4f();
        values[slot(k, i)] = select(values[slot(k, i)], vec4f(), dead);
      }
    }
  }
  workgroupBarrier();
}

fn store_dx(at: Place) {
  if (W0 % 4u == 0u) {
    let columns = W0 / 4u;
    for (var e = at.lane; e < at.live * columns; e += THREADS) {
      let g = values[slot(e / columns, e % columns)];
      let out = at.first * columns + e;
      if (dx_add == 1u) { dx[out] += g; } else { dx[out] = g; }
    }
    return;
  }
  for (var e = at.lane; e < at.live * W0; e += THREADS) {
    let g = values[slot(e / W0, e % W0 / 4u)][e % W0 % 4u];
    let out = at.first * W0 + e;
    if (dx_add == 1u) { dx[out / 4u][out % 4u] += g; } else { dx[out / 4u][out % 4u] = g; }
  }
}

// Tiles of the weights of layer l, eight rows by four outputs.
fn units_of(l: u32) -> u32 {
  return (width(l) + 7u) / 8u * (width(l + 1u) / 4u);
}

// Threads that share the samples of one.
fn chunks_of(l: u32) -> u32 {
  return max(THREADS / units_of(l), 1u);
}

// What the tile gives to the gradients of the weights of layer l. Where threads share the samples, `parts` adds up; else it is stored.
fn weights_of(at: Place, l: u32) -> Eight {
  let inputs = width(l);
  let groups = width(l + 1u) / 4u;
  let units = units_of(l);
  let chunks = chunks_of(l);
  let chunk = at.lane / units;
  var t = Eight();
  for (var u = select(units, at.lane % units, chunk < chunks); u < units; u += THREADS) {
    let o = u % groups;
    let i = u / groups * 2u;
    // Rows behind the last one repeat the four before.
    let next = select(i, i + 1u, 4u * i + 4u < inputs);
    t = Eight();
    if (l > 0u) {
      for (var k = chunk; k < TILE; k += chunks) {
        let first = hidden_at(at, l, min(k, at.live - 1u));
        add_rows(&t, hidden[first + i], hidden[first + next], values[slot(k, o)]);
      }
    } else {
      for (var k = chunk; k < TILE; k += chunks) {
        let live = min(k, at.live - 1u);
        add_rows(&t, input(at, 0u, live, i), input(at, 0u, live, next), values[slot(k, o)]);
      }
    }
    if (chunks == 1u) { store_rows(first_partial(at) + start(l) + o, groups, 4u * i, inputs, t); }
  }
  let k = at.lane / groups;
  if (k < stride()) {
    let n = slot(k, at.lane % groups);
    var sum = values[n];
    for (var j = 1u; j < 8u; j++) { sum += values[n + j * STEP]; }
    biases[at.lane] = sum;
  }
  return t;
}

// Adds the products of eight rows, p and q, with four outputs.
fn add_rows(t: ptr<function, Eight>, p: vec4f, q: vec4f, g: vec4f) {
  (*t).a += p.x * g;
  (*t).b += p.y * g;
  (*t).c += p.z * g;
  (*t).d += p.w * g;
  (*t).e += q.x * g;
  (*t).f += q.y * g;
  (*t).g += q.z * g;
  (*t).h += q.w * g;
}

// First vec4 of what the tile gives.
fn first_partial(at: Place) -> u32 {
  return (at.r * ((K + TILE - 1u) / TILE) + (at.first - at.r * K) / TILE) * P;
}

// Rows i to i + 7, those of them that are there.
fn store_rows(out: u32, groups: u32, i: u32, inputs: u32, t: Eight) {
  let first = out + i * groups;
  partial[first] = t.a;
  if (i + 1u < inputs) { partial[first + groups] = t.b; }
  if (i + 2u < inputs) { partial[first + 2u * groups] = t.c; }
  if (i + 3u < inputs) { partial[first + 3u * groups] = t.d; }
  if (i + 4u < inputs) { partial[first + 4u * groups] = t.e; }
  if (i + 5u < inputs) { partial[first + 5u * groups] = t.f; }
  if (i + 6u < inputs) { partial[first + 6u * groups] = t.g; }
  if (i + 7u < inputs) { partial[first + 7u * groups] = t.h; }
}

// Adds up the parts of threads that share samples, and those of the bias. All threads have read the values, which are lost.
fn parts(at: Place, l: u32, t: Eight) {
  let inputs = width(l);
  let groups = width(l + 1u) / 4u;
  let units = units_of(l);
  let chunks = chunks_of(l);
  let out = first_partial(at) + start(l);
  if (at.lane < groups) {
    var sum = biases[at.lane];
    for (var k = 1u; k < stride(); k++) { sum += biases[at.lane + k * groups]; }
    partial[out + inputs * groups + at.lane] = sum;
  }
  if (chunks == 1u) { return; }
  show(at.lane, t);
  workgroupBarrier();
  for (var e = at.lane; e < 8u * units; e += THREADS) {
    let unit = e % units;
    let i = unit / groups * 8u + e / units;
    let first = e / units * STEP + unit;
    var sum = values[first];
    for (var c = 1u; c < chunks; c++) { sum += values[first + c * units]; }
    if (i < inputs) { partial[out + i * groups + unit % groups] = sum; }
  }
  workgroupBarrier();
}

@compute @workgroup_size(64)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let at = place(group, lane);
  fetch(at);
  for (var l = LAYERS; l > 0u; l--) { layer(at, l - 1u); }
  store_dx(at);
}

// Gradients of weights and inputs of layer l.
fn layer(at: Place, l: u32) {
  let t = weights_of(at, l);
  let g = inputs_of(at, l);
  workgroupBarrier();
  parts(at, l, t);
  put(at, l, g);
}

@compute @workgroup_size(64)
fn backward_x(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let at = place(group, lane);
  fetch(at);
  for (var l = LAYERS; l > 0u; l--) {
    let g = inputs_of(at, l - 1u);
    workgroupBarrier();
    put(at, l - 1u, g);
  }
  store_dx(at);
}

@compute @workgroup_size(64)
fn backward_w(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let at = place(group, lane);
  fetch(at);
  for (var l = LAYERS; l > 1u; l--) { layer(at, l - 1u); }
  let t = weights_of(at, 0u);
  workgroupBarrier();
  parts(at, 0u, t);
}
