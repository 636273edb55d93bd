import { BlockspinError } from '../../src/core/errors.ts';

/** Twice the size on the page: sharp in print. */
const SCALE = 2;
/** Not among the dependencies: a renderer in native code that only some users need. */
const PACKAGE = '@resvg/resvg-js';

/** The renderer does not know the system's choice of a generic family. */
const FAMILIES = 'Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif';

interface Renderer {
  Resvg: new (svg: string, options: object) => { render(): { asPng(): Uint8Array } };
}

/** @throws BlockspinError naming the package where it is not installed */
export async function png(svg: string): Promise<Uint8Array> {
  let renderer: Renderer;
  try {
    renderer = (await import(PACKAGE)) as Renderer;
  } catch (error) {
    throw new BlockspinError({
      setting: 'png',
      expected: `the package ${PACKAGE}`,
      got: (error as Error).message.split('\n')[0],
      remedy: `npm install ${PACKAGE}, or use the SVG files`,
    });
  }
  const named = svg.replaceAll('font-family="sans-serif"', `font-family="${FAMILIES}"`);
  return new renderer.Resvg(named, { fitTo: { mode: 'zoom', value: SCALE }, font: { loadSystemFonts: true } }).render().asPng();
}
