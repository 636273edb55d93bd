/** The training step in jax-js, on WebAssembly, or on WebGPU with `webgpu ADAPTER`; R replicas by vmap. Protocol: peer.mjs. */
import { adamRate, annealed, data, logistic, minibatch, options, serve, sizes, towers, versionOf } from './peer.mjs';

const [device = 'wasm', adapter] = options;
// The package asks for the browser's navigator. Dawn's is that of the package that blockspin runs on.
let gpu;
if (device === 'webgpu') {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  gpu = create(adapter ? [`adapter=${adapter}`] : []);
}
Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'node', hardwareConcurrency: sizes.threads, gpu }, configurable: true });
const { init, defaultDevice, jit, valueAndGrad, vmap, numpy: np, nn, tree, blockUntilReady } = await import('@jax-js/jax');
const devices = await init();
if (!devices.includes(device)) throw new Error(`jax-js: no ${device} here, only ${devices.join(', ')}`);
defaultDevice(device);

const lead = sizes.replicas > 1 ? [sizes.replicas] : [];
const count = (shape) => shape.reduce((a, b) => a * b, 1);
const random = (inner, limit) => {
  const shape = [...lead, ...inner];
  return np.array(new Float32Array(count(shape)).map(() => limit * (2 * Math.random() - 1))).reshape(shape);
};
const tower = (widths) => {
  const pairs = widths.slice(1).map((outputs, i) => [widths[i], outputs]);
  return { w: pairs.map(([i, o]) => random([i, o], Math.sqrt(6 / (i + o)))), c: pairs.map(([, o]) => np.zeros([...lead, o])) };
};
let p = { filter: random([sizes.visible, sizes.components], 1 / Math.sqrt(sizes.visible)), u: tower(towers[0]), v: tower(towers[1]) };
let m = tree.map((x) => np.zeros(x.shape), p);
let v = tree.map((x) => np.zeros(x.shape), p);

function embed(x, { w, c }) {
  let y = x;
  w.forEach((weight, layer) => {
    y = np.matmul(y, weight).add(c[layer]);
    if (layer + 1 < w.length) y = nn.relu(y);
  });
  return y;
}

function loss(p, V, E, noise, inverseTau) {
  const h = nn
    .sigmoid(np.clip(np.matmul(V, p.filter).add(noise).mul(inverseTau), -40, 40))
    .mul(2)
    .sub(1);
  const u = embed(h, p.u);
  const e = embed(E, p.v);
  const own = np.sum(u.ref.mul(e.ref), 1);
  return np.mean(nn.logsumexp(np.matmul(u, np.transpose(e)), 1)).sub(np.mean(own));
}

const gradient = valueAndGrad(loss);
const update = (p, m, v, V, E, noise, inverseTau, rate) => {
  const [value, g] = gradient(tree.ref(p), V, E, noise, inverseTau);
  const m2 = tree.map((a, b) => a.mul(0.9).add(b.mul(0.1)), m, tree.ref(g));
  const v2 = tree.map((a, b) => a.mul(0.999).add(b.ref.mul(b).mul(0.001)), v, g);
  const p2 = tree.map((a, b, c) => a.sub(b.mul(rate.ref).div(np.sqrt(c).add(1e-8))), p, tree.ref(m2), tree.ref(v2));
  rate.dispose();
  return [p2, m2, v2, value];
};
const each = lead.length > 0 ? vmap(update, [0, 0, 0, 0, 0, 0, null, null]) : update;
const step = jit((p, m, v, V, E, chosen, noise, inverseTau, rate) => each(p, m, v, np.take(V, chosen.ref, 0), np.take(E, chosen, 0), noise, inverseTau, rate));

const samples = data();
const V = np.array(samples.V).reshape([sizes.samples, sizes.visible]);
const E = np.array(samples.E).reshape([sizes.samples, sizes.environment]);
let t = 0;
let value;

function one() {
  t += 1;
  value?.dispose();
  const noise = np.array(logistic()).reshape([...lead, sizes.batch, sizes.components]);
  const chosen = np.array(minibatch(), { dtype: np.int32 }).reshape([...lead, sizes.batch]);
  [p, m, v, value] = step(p, m, v, V.ref, E.ref, chosen, noise, np.array(1 / annealed(t)), np.array(adamRate(t)));
}

const about = {
  version: `jax-js ${versionOf('@jax-js/jax')}`,
  device: device === 'webgpu' ? `WebGPU, ${adapter ?? 'the first adapter'}` : 'WebAssembly',
  variant: lead.length > 0 ? 'jit, vmap' : 'jit',
};
await serve(
  about,
  // Steps that are not waited for queue up and take three times as long.
  async () => {
    one();
    return (await value.ref.data()).reduce((sum, x) => sum + x / sizes.replicas, 0);
  },
  () => blockUntilReady(p),
);
