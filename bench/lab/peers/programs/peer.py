"""What the peers in Python share: arguments, a check of memory, and the protocol on standard input.

    PROGRAM probe
    PROGRAM THREADS VISIBLE ENVIRONMENT COMPONENTS BATCH LAYERS REPLICAS [DEVICE [VARIANT]]

`probe` prints what the program could run on, or exits with ABSENT where its package is not installed.
"""
import json
import math
import subprocess
import sys
import time
from collections import namedtuple

ABSENT, USAGE, TOO_LARGE = 3, 2, 4
NAMES = ["threads", "visible", "environment", "components", "batch", "layers", "replicas"]
Sizes = namedtuple("Sizes", [*NAMES, "device", "variant"])
WIDTH, EMBEDDING, SAMPLES, RATE = 32, 8, 28800, 5e-3


def fail(code, message):
    print(message, file=sys.stderr, flush=True)
    sys.exit(code)


def arguments(words, variants):
    """Sizes, device ('cpu' or 'cuda') and variant from the words of a command line."""
    try:
        numbers = [int(word) for word in words[: len(NAMES)]]
        options = words[len(NAMES) :]
        device = options[0] if options else "cpu"
        variant = options[1] if len(options) > 1 else variants[0]
        if len(numbers) != len(NAMES) or len(words) > 9 or min(numbers) < 1 or device not in ("cpu", "cuda") or variant not in variants:
            raise ValueError
    except ValueError:
        fail(USAGE, f"expected {' '.join(name.upper() for name in NAMES)} [cpu|cuda [{'|'.join(variants)}]], got {' '.join(words)}")
    return Sizes(*numbers, device, variant)


def towers(sizes):
    """Pairs (inputs, outputs) of the layers of the towers of H and of E."""
    result = []
    for inputs in (sizes.components, sizes.environment):
        widths = [inputs] + [WIDTH] * sizes.layers + [EMBEDDING]
        result.append(list(zip(widths, widths[1:])))
    return result


def bytes_needed(sizes):
    """Estimated peak memory of a step in bytes: data, batch, layers and their gradients, four matrices of scores, Adam."""
    batch = sizes.batch * (sizes.visible + sizes.environment + 6 * sizes.components)
    layers = 2 * sizes.layers * 3 * sizes.batch * WIDTH
    parameters = sum((i + 1) * o for tower in towers(sizes) for i, o in tower) + sizes.visible * sizes.components
    replica = batch + layers + 4 * sizes.batch**2 + 5 * parameters
    return 4 * (sizes.replicas * replica + SAMPLES * (sizes.visible + sizes.environment))


def bytes_free(device):
    """Free memory in bytes, or None where it is unknown."""
    try:
        if device == "cuda":
            words = ["nvidia-smi", "--query-gpu=memory.free", "--format=csv,noheader,nounits"]
            return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()[0]) * 2**20
        with open("/proc/meminfo") as lines:
            return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable"))
    except (OSError, ValueError, IndexError, StopIteration, subprocess.CalledProcessError):
        return None


def check_memory(sizes, free=bytes_free):
    """Ends the program with a message where a step would exceed nine tenths of the free memory."""
    needed, have = bytes_needed(sizes), free(sizes.device)
    if have is not None and needed > 0.9 * have:
        fail(TOO_LARGE, f"{sizes.replicas} replicas need about {needed / 2**30:.1f} GiB, {have / 2**30:.1f} GiB are free; ask for fewer")


def tau(step):
    """Temperature of the relaxed variable at step 1, 2, ..."""
    return max(0.1, 0.5 * math.exp(-5e-3 * step))


def serve(run, about, lines=sys.stdin, clock=time.perf_counter):
    """Answers 'about', 'train STEPS' and 'time SECONDS', one line of JSON each.

    run(steps) makes at least so many steps, waits until they are done, and returns how many they were and the mean of
    the objective over them, in nats.
    """
    for line in lines:
        verb, *rest = line.split()
        if verb == "about":
            print(json.dumps(about), flush=True)
            continue
        amount = float(rest[0])
        start, steps, objective, piece = clock(), 0, 0.0, 1
        while steps < amount if verb == "train" else clock() - start < amount:
            # Long pieces make the cost of waiting small, but a piece must stay a small part of the interval.
            done, mean = run(min(piece, int(amount) - steps) if verb == "train" else piece)
            steps += done
            objective += done * mean
            if verb == "train" or clock() - start < amount / 8:
                piece *= 2
        print(json.dumps({"steps": steps, "seconds": clock() - start, "objective": objective / max(1, steps)}), flush=True)
