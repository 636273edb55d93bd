// Layers of a fused tower: widths, and where their weights lie. Shared by the kernels of a tile and those that add up what tiles gave.

override K: u32;              // samples
override TILE: u32;           // samples of a tile, a power of two
override LAYERS: u32;         // layers
override W0: u32;             // inputs of the first layer
override W1: u32;             // outputs of the first layer, inputs of the second
override W2: u32;
override W3: u32 = 0u;
override W4: u32 = 0u;
override A1: u32;             // vec4s from the weights of the first layer to those of the second
override A2: u32 = 0u;
override A3: u32 = 0u;
override P: u32;              // vec4s from the first to the last weight
override w_stride: u32;        // vec4s between the weights of neighbouring replicas

// Inputs of layer l.
fn width(l: u32) -> u32 {
  return select(select(select(select(W4, W3, l == 3u), W2, l == 2u), W1, l == 1u), W0, l == 0u);
}

// First weight of layer l, in vec4s.
fn start(l: u32) -> u32 {
  return select(select(select(A3, A2, l == 2u), A1, l == 1u), 0u, l == 0u);
}
