"""The training step in PyTorch on the processor: one replica, or R replicas stacked into batched products.

THREADS VISIBLE ENVIRONMENT COMPONENTS BATCH LAYERS REPLICAS; then on stdin "train STEPS" or "time SECONDS".
"""
import json
import math
import sys
import time

import torch
import torch.nn.functional as F

threads, visible, environment, components, batch, layers, replicas = map(int, sys.argv[1:8])
torch.set_num_threads(threads)
torch.manual_seed(1)
WIDTH, EMBEDDING, SAMPLES = 32, 8, 28800

V = torch.randint(0, 2, (SAMPLES, visible)).float() * 2 - 1
E = torch.randint(0, 2, (SAMPLES, environment)).float() * 2 - 1
E[:, : environment // 4] = torch.sign(V.sum(1) + 0.5 * V[:, 0])[:, None]


def uniform(limit, *shape):
    return ((torch.rand(replicas, *shape) * 2 - 1) * limit).requires_grad_()


def tower(inputs):
    widths = [inputs] + [WIDTH] * layers + [EMBEDDING]
    pairs = list(zip(widths, widths[1:]))
    return [(uniform(math.sqrt(6 / (i + o)), i, o), torch.zeros(replicas, 1, o, requires_grad=True)) for i, o in pairs]


def embed(x, weights):
    for layer, (w, c) in enumerate(weights):
        x = torch.baddbmm(c, x, w)
        if layer + 1 < len(weights):
            x = torch.relu(x)
    return x


kernel = uniform(1 / math.sqrt(visible), visible, components)
u, v = tower(components), tower(environment)
optimizer = torch.optim.Adam([kernel] + [t for pair in u + v for t in pair], lr=5e-3)
labels = torch.arange(batch).repeat(replicas)
order, taken, t = torch.randperm(SAMPLES), SAMPLES, 0


def step():
    global order, taken, t
    if taken + batch * replicas > SAMPLES:
        order, taken = torch.randperm(SAMPLES), 0
    chosen = order[taken : taken + batch * replicas]
    taken += batch * replicas
    t += 1
    tau = max(0.1, 0.5 * math.exp(-5e-3 * t))
    block = V[chosen].view(replicas, batch, visible)
    ring = E[chosen].view(replicas, batch, environment)
    noise = torch.rand(replicas, batch, components).clamp_(1e-7, 1 - 1e-7)
    h = torch.tanh((torch.bmm(block, kernel) + torch.log(noise) - torch.log1p(-noise)) / (2 * tau))
    scores = torch.bmm(embed(h, u), embed(ring, v).transpose(1, 2))
    loss = F.cross_entropy(scores.reshape(replicas * batch, batch), labels)
    optimizer.zero_grad(set_to_none=True)
    # A sum over replicas: each has its own gradient, as if it were alone.
    (loss * replicas).backward()
    optimizer.step()
    return loss


for line in sys.stdin:
    verb, amount = line.split()
    start, steps, objective = time.perf_counter(), 0, 0.0
    while steps < int(amount) if verb == "train" else time.perf_counter() - start < float(amount):
        loss = step()
        if verb == "train":
            objective += math.log(batch) - loss.item()
        steps += 1
    result = {"steps": steps, "seconds": time.perf_counter() - start, "objective": objective / max(1, steps)}
    print(json.dumps(result), flush=True)
