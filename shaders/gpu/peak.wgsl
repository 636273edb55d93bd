// gpu/peak  peak rates of operations and bytes of the device, for comparison with the speed of other kernels
// math    multiply: every number x of a thread's 32: x = a x + b, 16 ROUNDS times; y = the sum of the 32
//         combine: every pair (x, z) of a thread's 16: x = x + z, z = rotate(z, 7) ^ x, 16 ROUNDS times; w = the sum of the 32
//         copy: copied = words
// grid    multiply, combine: one thread per element;  copy: one thread per four words
// reads   multiply start;  combine seeds;  copy words
// writes  multiply y =;  combine w =;  copy copied =
// limits  at most 2 storage buffers
// source  definition; per thread and round 1024 floating-point operations, or 1280 integer ones (a rotation is three)

override N: u32;            // threads
override ROUNDS: u32 = 0u;  // rounds of 16

@group(0) @binding(0) var<storage, read> start: array<vec4f>;     // (N) x, a, b, unused: unknown to the compiler
@group(0) @binding(1) var<storage, read_write> y: array<f32>;     // (N)
@group(0) @binding(0) var<storage, read> seeds: array<vec4u>;     // (N) x, z, unused
@group(0) @binding(1) var<storage, read_write> w: array<u32>;     // (N)
@group(0) @binding(0) var<storage, read> words: array<vec4u>;     // (N)
@group(0) @binding(1) var<storage, read_write> copied: array<vec4u>;   // (N)

// Written out: on software adapters, values carried between rounds of a loop cost more than the products.
fn four(x: vec4f, a: vec4f, b: vec4f) -> vec4f {
  return a * (a * (a * (a * x + b) + b) + b) + b;
}

@compute @workgroup_size(64)
fn multiply(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= N) { return; }
  let s = start[id.x];
  let a = vec4f(s.y);
  let b = vec4f(s.z);
  // Independent chains of operations, few enough to stay in registers.
  var x0 = vec4f(s.x);
  var x1 = x0 + 1.0;
  var x2 = x0 + 2.0;
  var x3 = x0 + 3.0;
  var x4 = x0 + 4.0;
  var x5 = x0 + 5.0;
  var x6 = x0 + 6.0;
  var x7 = x0 + 7.0;
  for (var round = 0u; round < ROUNDS; round++) {
    x0 = four(x0, a, b);
    x1 = four(x1, a, b);
    x2 = four(x2, a, b);
    x3 = four(x3, a, b);
    x4 = four(x4, a, b);
    x5 = four(x5, a, b);
    x6 = four(x6, a, b);
    x7 = four(x7, a, b);
    x0 = four(x0, a, b);
    x1 = four(x1, a, b);
    x2 = four(x2, a, b);
    x3 = four(x3, a, b);
    x4 = four(x4, a, b);
    x5 = four(x5, a, b);
    x6 = four(x6, a, b);
    x7 = four(x7, a, b);
    x0 = four(x0, a, b);
    x1 = four(x1, a, b);
    x2 = four(x2, a, b);
    x3 = four(x3, a, b);
    x4 = four(x4, a, b);
    x5 = four(x5, a, b);
    x6 = four(x6, a, b);
    x7 = four(x7, a, b);
    x0 = four(x0, a, b);
    x1 = four(x1, a, b);
    x2 = four(x2, a, b);
    x3 = four(x3, a, b);
    x4 = four(x4, a, b);
    x5 = four(x5, a, b);
    x6 = four(x6, a, b);
    x7 = four(x7, a, b);
  }
  y[id.x] = dot(x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7, vec4f(1.0));
}

// One round of Threefry on every lane.
fn mixed(x: vec4u, z: vec4u) -> vec4u {
  return ((z << vec4u(7u)) | (z >> vec4u(25u))) ^ x;
}

@compute @workgroup_size(64)
fn combine(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= N) { return; }
  let s = seeds[id.x];
  var x0 = vec4u(s.x);
  var x1 = x0 + 1u;
  var x2 = x0 + 2u;
  var x3 = x0 + 3u;
  var z0 = vec4u(s.y);
  var z1 = z0 + 1u;
  var z2 = z0 + 2u;
  var z3 = z0 + 3u;
  for (var round = 0u; round < ROUNDS; round++) {
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
    x0 += z0;
    x1 += z1;
    x2 += z2;
    x3 += z3;
    z0 = mixed(x0, z0);
    z1 = mixed(x1, z1);
    z2 = mixed(x2, z2);
    z3 = mixed(x3, z3);
  }
  let sum = x0 + x1 + x2 + x3 + z0 + z1 + z2 + z3;
  w[id.x] = sum.x + sum.y + sum.z + sum.w;
}

@compute @workgroup_size(64)
fn copy(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) grid: vec3u) {
  let i = id.x + id.y * grid.x * 64u;
  if (i >= N) { return; }
  copied[i] = words[i];
}
