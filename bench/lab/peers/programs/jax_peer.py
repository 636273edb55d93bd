"""The training step in JAX on the processor or in CUDA: jit, R replicas by vmap, many steps in one call by lax.scan.

Arguments and talk: peer.py. At the start one step per call and a scan of steps are both timed, and the faster is kept.
"""
import importlib.util
import json
import math
import os
import sys
import time

sys.dont_write_bytecode = True
import peer  # noqa: E402

SCANNED = 32
if importlib.util.find_spec("jax") is None:
    peer.fail(peer.ABSENT, "jax is not installed")
# Without this JAX takes three quarters of the memory of a GPU on which others run, too.
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
if sys.argv[1:] == ["probe"]:
    import jax

    cuda = any(d.platform in ("gpu", "cuda") for d in jax.devices())
    print(json.dumps({"version": jax.__version__, "cuda": cuda, "compile": True}))
    sys.exit(0)
sizes = peer.arguments(sys.argv[1:], ["scan"])
peer.check_memory(sizes)
os.environ["JAX_PLATFORMS"] = sizes.device

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402

# Products of 32-bit floats in 32 bits: the default is TF32 on GPUs that have it.
jax.config.update("jax_default_matmul_precision", "highest")
tree_map = jax.tree_util.tree_map
R, K, C = sizes.replicas, sizes.batch, sizes.components
lead = (R,) if R > 1 else ()
keys = iter(jax.random.split(jax.random.PRNGKey(1), 64))


def spins(*shape):
    return jnp.where(jax.random.bernoulli(next(keys), 0.5, shape), 1.0, -1.0).astype(jnp.float32)


def uniform(limit, *shape):
    return jax.random.uniform(next(keys), lead + shape, jnp.float32, -limit, limit)


def tower(pairs):
    return [(uniform(math.sqrt(6 / (i + o)), i, o), jnp.zeros(lead + (o,), jnp.float32)) for i, o in pairs]


V, E = spins(peer.SAMPLES, sizes.visible), spins(peer.SAMPLES, sizes.environment)
sign = jnp.sign(jnp.sum(V, axis=1) + 0.5 * V[:, 0])[:, None]
quarter = sizes.environment // 4
E = jnp.concatenate([jnp.broadcast_to(sign, (peer.SAMPLES, quarter)), E[:, quarter:]], axis=1)
u, v = [tower(pairs) for pairs in peer.towers(sizes)]
parameters = {"kernel": uniform(1 / math.sqrt(sizes.visible), sizes.visible, C), "u": u, "v": v}


def embed(x, layers):
    for i, (w, c) in enumerate(layers):
        x = x @ w + c
        if i + 1 < len(layers):
            x = jax.nn.relu(x)
    return x


def loss_of(p, block, ring, noise, sharpness):
    """Cross entropy of one replica."""
    h = jnp.tanh((block @ p["kernel"] + jnp.log(noise) - jnp.log1p(-noise)) * sharpness)
    a, b = embed(h, p["u"]), embed(ring, p["v"])
    return jnp.mean(jax.nn.logsumexp(a @ b.T, axis=1) - jnp.sum(a * b, axis=1))


gradient = jax.value_and_grad(loss_of)
if R > 1:
    gradient = jax.vmap(gradient, in_axes=(0, 0, 0, 0, None))


def step(state, data):
    p, m, s, t, key = state
    blocks, rings = data
    key, first, second = jax.random.split(key, 3)
    t = t + 1
    sharpness = 0.5 / jnp.maximum(0.1, 0.5 * jnp.exp(-5e-3 * t))
    chosen = jax.random.randint(first, lead + (K,), 0, peer.SAMPLES)
    noise = jnp.clip(jax.random.uniform(second, lead + (K, C), jnp.float32), 1e-7, 1 - 1e-7)
    loss, g = gradient(p, blocks[chosen], rings[chosen], noise, sharpness)
    m = tree_map(lambda a, b: 0.9 * a + 0.1 * b, m, g)
    s = tree_map(lambda a, b: 0.999 * a + 0.001 * b * b, s, g)
    rate, correction = peer.RATE / (1 - 0.9**t), 1 / (1 - 0.999**t)
    p = tree_map(lambda a, b, c: a - rate * b / (jnp.sqrt(c * correction) + 1e-8), p, m, s)
    return (p, m, s, t, key), jnp.mean(loss)


def steps_of(length):
    """`length` steps in one call. The state is given away, so that it can be changed where it lies."""

    def many(state, data):
        if length == 1:
            return step(state, data)
        state, losses = jax.lax.scan(lambda carry, _: step(carry, data), state, None, length=length)
        return state, jnp.mean(losses)

    return jax.jit(many, donate_argnums=(0,))


data = (V, E)
zeros = tree_map(jnp.zeros_like, parameters)
state = (parameters, zeros, tree_map(jnp.copy, zeros), jnp.float32(0), next(keys))


def calls(function, count):
    global state
    losses = []
    for _ in range(count):
        state, loss = function(state, data)
        losses.append(loss)
    jax.block_until_ready(state)
    return losses


def seconds_per_step(length, function):
    """Compiles and then times some calls: as many as give a quarter of a second, one at least."""
    calls(function, 1)
    start = time.perf_counter()
    done = 0
    while done == 0 or time.perf_counter() - start < 0.25:
        calls(function, 1 if length > 1 else 8)
        done += 1 if length > 1 else 8
    return (time.perf_counter() - start) / (done * length)


ways = {length: steps_of(length) for length in (1, SCANNED)}
costs = {length: seconds_per_step(length, function) for length, function in ways.items()}
length = min(costs, key=costs.get)


def run(steps):
    count = -(-steps // length)
    losses = calls(ways[length], count)
    return count * length, math.log(K) - sum(float(loss) for loss in losses) / count


about = {"version": f"JAX {jax.__version__}", "device": str(jax.devices()[0]), "variant": f"jit{', vmap' if R > 1 else ''}, {length} steps per call"}
peer.serve(run, about)
