/** The training step in TensorFlow.js on its WebAssembly backend, one replica. Protocol: peer.mjs. */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { adamRate, annealed, data, logistic, minibatch, serve, sizes, towers, versionOf } from './peer.mjs';

globalThis.navigator ??= { userAgent: 'node', hardwareConcurrency: sizes.threads };
const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs');
const wasm = require('@tensorflow/tfjs-backend-wasm');
wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
wasm.setThreadsCount(sizes.threads);
if (!(await tf.setBackend('wasm'))) throw new Error('tfjs: no wasm backend');
await tf.ready();
const flag = async (name) => ((await tf.env().getAsync(name)) ? 'with' : 'without');
const variant = `${await flag('WASM_HAS_SIMD_SUPPORT')} SIMD, ${await flag('WASM_HAS_MULTITHREAD_SUPPORT')} threads`;

const random = (shape, limit) => tf.variable(tf.randomUniform(shape, -limit, limit));
const tower = (widths) => widths.slice(1).map((o, i) => ({ w: random([widths[i], o], Math.sqrt(6 / (widths[i] + o))), c: tf.variable(tf.zeros([o])) }));
const filter = random([sizes.visible, sizes.components], 1 / Math.sqrt(sizes.visible));
const [u, v] = towers.map(tower);
const trained = [filter, ...[...u, ...v].flatMap(({ w, c }) => [w, c])];
const optimizer = tf.train.adam(adamRate(1e6));

const embed = (x, layers) =>
  layers.reduce((y, { w, c }, layer) => {
    const next = tf.add(tf.matMul(y, w), c);
    return layer + 1 < layers.length ? tf.relu(next) : next;
  }, x);

const samples = data();
const V = tf.tensor2d(samples.V, [sizes.samples, sizes.visible]);
const E = tf.tensor2d(samples.E, [sizes.samples, sizes.environment]);
let t = 0;

function one(wanted) {
  t += 1;
  return tf.tidy(() => {
    const chosen = tf.tensor1d(minibatch(), 'int32');
    const [block, ring] = [tf.gather(V, chosen), tf.gather(E, chosen)];
    const noise = tf.tensor2d(logistic(), [sizes.batch, sizes.components]);
    const objective = () => {
      const h = tf.sub(tf.mul(2, tf.sigmoid(tf.div(tf.add(tf.matMul(block, filter), noise), annealed(t)))), 1);
      const [a, b] = [embed(h, u), embed(ring, v)];
      return tf.sub(tf.mean(tf.logSumExp(tf.matMul(a, b, false, true), -1)), tf.mean(tf.sum(tf.mul(a, b), -1)));
    };
    return optimizer.minimize(objective, wanted, trained);
  });
}

await serve(
  { version: `TensorFlow.js ${versionOf('@tensorflow/tfjs-backend-wasm')}`, device: 'WebAssembly', variant },
  async (wanted) => {
    const loss = one(wanted);
    if (!loss) return undefined;
    const [value] = await loss.data();
    loss.dispose();
    return value;
  },
  () => filter.data(),
);
