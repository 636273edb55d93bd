/** The one live region: a message every five seconds at most, the last one wins. */

import { informationText } from './information.ts';
import type { Lab } from './lab.ts';

const EVERY = 5000;

export function announcer(region: HTMLElement): (text: string) => void {
  let next = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let last = '';
  const say = (text: string) => {
    if (text !== last) region.textContent = text;
    last = text;
    next = performance.now() + EVERY;
  };
  return (text) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => say(text), Math.max(0, next - performance.now()));
  };
}

/** Tells what a reader who does not see the page would miss: plays and stops, another temperature, a measured value. */
export function announce(lab: Lab, say: (text: string) => void): void {
  lab.on(['state'], () => {
    const state = lab.scene?.state;
    if (lab.problem) say(lab.problem);
    else if (state) say(state.playing ? 'Running.' : 'Paused.');
  });
  lab.on(['settings'], () => {
    const { control } = lab.model;
    if (control) say(`${control.symbol} = ${Number(lab.settings.temperature.toFixed(3))}`);
  });
  lab.on(['reading'], () => {
    if (lab.heldOut) say(`${informationText(lab).join(', ')}.`);
  });
}
