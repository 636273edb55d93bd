// gpu/peak  as many products and sums as the processor can do, to hold the speed of other kernels against
// math    every number x of a thread's 32: x = a x + b, 16 ROUNDS times; y = the sum of the 32
// grid    multiply: one thread per element of y
// reads   multiply start
// writes  multiply y =
// limits  at most 2 storage buffers
// source  definition; 1024 floating-point operations per thread and round

override N: u32;       // threads
override ROUNDS: u32;  // rounds of 16

@group(0) @binding(0) var<storage, read> start: array<vec4f>;     // (N) x, a, b, unused: unknown to the compiler
@group(0) @binding(1) var<storage, read_write> y: array<f32>;     // (N)

// Written out: what a loop carries from round to round costs software adapters more than the products.
fn four(x: vec4f, a: vec4f, b: vec4f) -> vec4f {
  return a * (a * (a * (a * x + b) + b) + b) + b;
}

@compute @workgroup_size(64)
fn multiply(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= N) { return; }
  let s = start[id.x];
  let a = vec4f(s.y);
  let b = vec4f(s.z);
  // Chains that do not wait for each other, few enough to stay in registers.
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
