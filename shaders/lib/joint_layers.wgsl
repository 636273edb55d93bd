// A network on pairs (h_i, e_j) whose first layer is a_i + b_j: code that the kernels of its scores and of its weights' gradients
// share. Bindings 0 to 5 are taken; some are declared again under other names where an entry point does not read them.

override K: u32;         // pairs in the minibatch
override I: u32;         // width of the first layer
override O: u32;         // width of the second layer
override W: u32;         // words for the signs of a pair
override w_stride: u32;  // vec4s between the weights of neighbouring replicas
override t_stride: u32;  // floats between the output weights of neighbouring replicas

@group(0) @binding(0) var<storage, read> a: array<vec4f>;               // (R, K, I / 4)
@group(0) @binding(1) var<storage, read> b: array<vec4f>;               // (R, K, I / 4)
@group(0) @binding(2) var<storage, read> w: array<vec4f>;               // (R, I + 1, O / 4)
@group(0) @binding(3) var<storage, read> t: array<f32>;                 // (R, O + 1)
@group(0) @binding(4) var<storage, read_write> live: array<u32>;        // (R, K, K, W)
@group(0) @binding(5) var<storage, read> dscores: array<f32>;           // (R, K, K)

// Zero, hidden from the compiler: software drivers unroll loops of few iterations, including nested ones, and would
// compile the sums below for minutes.
fn nothing() -> u32 {
  return min(arrayLength(&live), 1u) - 1u;
}

fn relu(x: vec4f) -> vec4f {
  return max(x, vec4f());
}

// Four output weights.
fn output(r: u32, group: u32) -> vec4f {
  let at = r * t_stride + 4u * group;
  return vec4f(t[at], t[at + 1u], t[at + 2u], t[at + 3u]);
}

// The components of x with a set bit 0 to 3, zero elsewhere.
fn gated(word: u32, x: vec4f) -> vec4f {
  return select(vec4f(), x, (vec4u(word) & vec4u(1u, 2u, 4u, 8u)) != vec4u());
}
