/** The training step in jax-js (WebAssembly), one replica. Talks as peer.mjs says. */
import { adamRate, annealed, data, logistic, minibatch, serve, sizes, towers } from './peer.mjs';

// The package asks for the browser's navigator, which older versions of Node do not have.
globalThis.navigator ??= { userAgent: 'node', hardwareConcurrency: sizes.threads };
const { init, defaultDevice, jit, valueAndGrad, numpy: np, nn, tree, blockUntilReady } = await import('@jax-js/jax');
await init();
defaultDevice('wasm');

const random = (shape, limit) => np.array(new Float32Array(shape[0] * shape[1]).map(() => limit * (2 * Math.random() - 1))).reshape(shape);
const tower = (widths) => {
  const pairs = widths.slice(1).map((outputs, i) => [widths[i], outputs]);
  return { w: pairs.map(([i, o]) => random([i, o], Math.sqrt(6 / (i + o)))), c: pairs.map(([, o]) => np.zeros([o])) };
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
const step = jit((p, m, v, V, E, chosen, noise, inverseTau, rate) => {
  const [value, g] = gradient(tree.ref(p), np.take(V, chosen.ref, 0), np.take(E, chosen, 0), noise, inverseTau);
  const m2 = tree.map((a, b) => a.mul(0.9).add(b.mul(0.1)), m, tree.ref(g));
  const v2 = tree.map((a, b) => a.mul(0.999).add(b.ref.mul(b).mul(0.001)), v, g);
  const p2 = tree.map((a, b, c) => a.sub(b.mul(rate.ref).div(np.sqrt(c).add(1e-8))), p, tree.ref(m2), tree.ref(v2));
  rate.dispose();
  return [p2, m2, v2, value];
});

const samples = data();
const V = np.array(samples.V).reshape([sizes.samples, sizes.visible]);
const E = np.array(samples.E).reshape([sizes.samples, sizes.environment]);
let t = 0;
let value;

function one() {
  t += 1;
  value?.dispose();
  const noise = np.array(logistic()).reshape([sizes.batch, sizes.components]);
  [p, m, v, value] = step(p, m, v, V.ref, E.ref, np.array(minibatch(), { dtype: np.int32 }), noise, np.array(1 / annealed(t)), np.array(adamRate(t)));
}

await serve(
  // Steps that are not waited for pile up and take three times as long.
  async () => {
    one();
    return (await value.ref.data())[0];
  },
  () => blockUntilReady(p),
);
