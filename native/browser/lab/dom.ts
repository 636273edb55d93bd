/** Elements of the page. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;
type Child = Node | string;

/** The element of an id that stands in the page's file. */
export function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`internal: no element ${id}`);
  return found as T;
}

/** Sets attributes; false and undefined remove one. */
export function set(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) element.removeAttribute(name);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
}

export function make<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  set(made, attributes);
  made.append(...children);
  return made;
}

export function svg(name: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  set(made, attributes);
  made.append(...children);
  return made;
}

const SYMBOL = /(\b[TwLk]_[A-Za-z]+)|(I\(H:E\))/g;

/** Text in which symbols such as T_c have their index below the line. */
export function symbols(text: string): Child[] {
  return text.split(SYMBOL).flatMap((part): Child[] => {
    if (!part) return [];
    const [letter, index] = part.split('_');
    if (index !== undefined && letter.length === 1) return [make('i', {}, letter), make('sub', {}, index)];
    return part === 'I(H:E)' ? [make('i', {}, 'I'), '(H:E)'] : [part];
  });
}

/** The same in a drawing. */
export function svgSymbols(text: string): Child[] {
  const match = /^([TwL])_([A-Za-z]+)$/.exec(text);
  if (!match) return [text];
  return [svg('tspan', { 'font-style': 'italic' }, match[1]), svg('tspan', { dy: 3, 'font-size': 9 }, match[2])];
}

/** A button of the page. */
export function button(text: string, action: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = make('button', { type: 'button', ...attributes }, ...symbols(text));
  made.addEventListener('click', action);
  return made;
}

/** A colour of the style sheet as red, green, blue in 0 .. 1. */
export function colour(name: string): readonly [number, number, number] {
  const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as readonly [number, number, number];
}

/** Whether the reader asked for little motion. */
export const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
