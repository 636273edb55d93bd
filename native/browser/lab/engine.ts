/** The engine as a script: opens scenes on the browser's WebGPU. */
import { openScene } from '../../../src/lab/engine.ts';
import { modelOf } from '../../../src/lab/settings.ts';
import { openDevice } from '../open.ts';
import { calm } from './dom.ts';

/** Milliseconds between frames for readers who asked for little motion. */
const CALM = 500;

/** When the browser shows the next frame; a page out of sight gets none. */
const nextFrame = () => new Promise((resolve) => (calm() ? setTimeout(resolve, CALM) : requestAnimationFrame(resolve)));

globalThis.blockspinEngine = (settings) => openScene({ open: openDevice, nextFrame }, settings, modelOf(settings));
