"""The training step in PyTorch on the processor or in CUDA: one replica, or R replicas stacked into batched products.

Variants: eager; compile (torch.compile of objective and gradient; in CUDA the whole step is captured besides); graph
(eager, the whole step captured as a CUDA graph). Arguments and talk: peer.py.
"""
import importlib.util
import json
import math
import sys

sys.dont_write_bytecode = True
import peer  # noqa: E402

VARIANTS = ["eager", "compile", "graph"]
if importlib.util.find_spec("torch") is None:
    peer.fail(peer.ABSENT, "torch is not installed")
if sys.argv[1:] == ["probe"]:
    import torch

    cuda = torch.cuda.is_available()
    print(json.dumps({"version": torch.__version__, "cuda": cuda, "compile": hasattr(torch, "compile")}))
    sys.exit(0)
sizes = peer.arguments(sys.argv[1:], VARIANTS)
peer.check_memory(sizes)

import torch  # noqa: E402
import torch.nn.functional as F  # noqa: E402

torch.set_num_threads(sizes.threads)
torch.manual_seed(1)
# Products of 32-bit floats in 32 bits: no TF32, as everywhere else in the comparison.
torch.set_float32_matmul_precision("highest")
on_gpu = sizes.device == "cuda"
captured = on_gpu and sizes.variant != "eager"
if sizes.variant == "graph" and not on_gpu:
    peer.fail(peer.USAGE, "a CUDA graph needs CUDA")
device = torch.device(sizes.device)
R, K, C = sizes.replicas, sizes.batch, sizes.components
# A single replica has no axis R: products of matrices cost less than batched ones.
lead = (R,) if R > 1 else ()


def spins(*shape):
    return torch.randint(0, 2, shape, device=device).float() * 2 - 1


V, E = spins(peer.SAMPLES, sizes.visible), spins(peer.SAMPLES, sizes.environment)
E[:, : sizes.environment // 4] = torch.sign(V.sum(1) + 0.5 * V[:, 0])[:, None]


def uniform(limit, *shape):
    return ((torch.rand(*lead, *shape, device=device) * 2 - 1) * limit).requires_grad_()


def tower(pairs):
    bias = (1,) if R > 1 else ()
    return [(uniform(math.sqrt(6 / (i + o)), i, o), torch.zeros(*lead, *bias, o, device=device, requires_grad=True)) for i, o in pairs]


product = torch.baddbmm if R > 1 else torch.addmm


def embed(x, layers):
    for i, (w, c) in enumerate(layers):
        x = product(c, x, w)
        if i + 1 < len(layers):
            x = torch.relu(x)
    return x


kernel = uniform(1 / math.sqrt(sizes.visible), sizes.visible, C)
u, v = [tower(pairs) for pairs in peer.towers(sizes)]
parameters = [kernel] + [t for pair in u + v for t in pair]
# One kernel for all parameters where this version has one for this device, else lists of tensors at a time.
version = tuple(int(part) for part in torch.__version__.split(".")[:2])
fused = on_gpu or version >= (2, 4)
optimizer = torch.optim.Adam(parameters, lr=peer.RATE, capturable=captured, **({"fused": True} if fused else {"foreach": True}))
labels = torch.arange(K, device=device).repeat(R)


def loss_of(block, ring, noise, sharpness):
    """Cross entropy, summed over replicas: each has its own gradient, as if it were alone."""
    h = torch.tanh((torch.matmul(block, kernel) + torch.log(noise) - torch.log1p(-noise)) * sharpness)
    scores = torch.matmul(embed(h, u), embed(ring, v).transpose(-1, -2))
    return F.cross_entropy(scores.reshape(R * K, K), labels, reduction="sum") / K


if sizes.variant == "compile":
    if not hasattr(torch, "compile"):
        peer.fail(peer.USAGE, f"torch {torch.__version__} has no torch.compile")
    loss_of = torch.compile(loss_of, fullgraph=True, dynamic=False)

# What changes from step to step lies on the device, so that a captured step finds it there.
clock, total = torch.zeros((), device=device), torch.zeros((), device=device)


def step():
    clock.add_(1)
    sharpness = 0.5 / torch.clamp(0.5 * torch.exp(-5e-3 * clock), min=0.1)
    chosen = torch.randint(0, peer.SAMPLES, (R * K,), device=device)
    block = V.index_select(0, chosen).view(*lead, K, sizes.visible)
    ring = E.index_select(0, chosen).view(*lead, K, sizes.environment)
    noise = torch.rand(*lead, K, C, device=device).clamp_(1e-7, 1 - 1e-7)
    optimizer.zero_grad(set_to_none=True)
    loss = loss_of(block, ring, noise, sharpness)
    loss.backward()
    optimizer.step()
    total.add_(loss.detach())


def capture():
    """The step as one CUDA graph, after some in another stream, in which memory and algorithms are chosen."""
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(5):
            step()
    torch.cuda.current_stream().wait_stream(side)
    optimizer.zero_grad(set_to_none=True)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


go = capture() if captured else step


def run(steps):
    total.zero_()
    for _ in range(steps):
        go()
    # Reading the sum waits for all of them.
    return steps, math.log(K) - total.item() / (steps * R)


name = torch.cuda.get_device_name() if on_gpu else f"processor, {sizes.threads} threads"
peer.serve(run, {"version": f"PyTorch {torch.__version__}", "device": name, "variant": sizes.variant + ("" if R == 1 else ", bmm")})
