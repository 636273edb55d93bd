// Which chains the samples of a minibatch are. Sample 32 b + j of step t is chain (turn K + 32 b + j) mod 32 of group (start + b) mod groups of a
// part. Without a STRIDE every minibatch begins one group behind the one before: start = t and turn = t, for chains that move. With one,
// minibatches lie side by side: start = STRIDE t, so that few of them see every sample of a file once.
// source: definition

override STRIDE: u32 = 0u;    // 0, or groups from the first one of a minibatch to that of the next

// The group of the first sample of step t.
fn start_group(t: u32, groups: u32) -> u32 {
  return t % groups * max(STRIDE, 1u) % groups;
}

// The chain of the first sample of step t. If K is no multiple of 32, the chains that are left out change from step to step; where minibatches
// lie side by side those of a group change from one round of all groups to the next.
fn start_chain(t: u32, groups: u32, samples: u32) -> u32 {
  let turn = select(t, t % groups + t / groups, STRIDE > 0u);
  return turn % 32u * (samples % 32u) % 32u;
}
