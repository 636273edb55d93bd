/** The part of XML that graphs are written in: elements, attributes, text, comments. No document types with declarations, which nothing here needs. */

/** An element without the prefix of its name. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Of the element itself, without that of its children. */
  readonly text: string;
}

/** Far more than any graph has. */
const DEEPEST = 64;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** In turn: what is passed over, CDATA, the end of an element, its beginning, text. */
const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^[>]*>|<!\[CDATA\[([\s\S]*?)\]\]>|<\/([^\s>]+)\s*>|<([^\s/>!?][^\s/>]*)((?:\s+[^\s=/>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/**
 * Reads a document.
 * @returns its root
 * @throws Error saying what is wrong and in which line
 */
export function parseXml(text: string): XmlElement {
  const top: Open = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw fault(text, at, 'no XML');
    const [, data, closed, begun, attributes, empty, words] = match;
    const here = open[open.length - 1];
    if (data !== undefined) here.text += data;
    else if (words !== undefined) here.text += plain(words, text, at);
    else if (begun !== undefined) {
      const element = { name: local(begun), attributes: attributesOf(attributes, text, at), children: [], text: '' };
      here.children.push(element);
      if (!empty) open.push(element);
      if (open.length > DEEPEST) throw fault(text, at, `elements nested deeper than ${DEEPEST}`);
    } else if (closed !== undefined && (open.length === 1 || open.pop()?.name !== local(closed))) throw fault(text, at, `</${closed}> without its beginning`);
  }
  if (open.length > 1) throw fault(text, text.length, `<${open[open.length - 1].name}> without its end`);
  if (top.children.length !== 1 || top.text.trim() !== '') throw fault(text, 0, 'no single root element');
  return top.children[0];
}

const local = (name: string) => name.replace(/^.*:/, '');

function attributesOf(words: string, text: string, at: number): Record<string, string> {
  const all: Record<string, string> = Object.create(null);
  for (const [, name, double, single] of words.matchAll(ATTRIBUTE)) {
    if (name in all) throw fault(text, at, `the attribute ${name} twice`);
    all[name] = plain(double ?? single, text, at);
  }
  return all;
}

/** Text with the characters that its entities stand for. */
function plain(words: string, text: string, at: number): string {
  return words.replace(/&([^;&\s]*);?/g, (whole, name: string) => {
    const code = /^#x([0-9a-f]{1,6})$/i.exec(name) ? Number.parseInt(name.slice(2), 16) : /^#\d{1,7}$/.test(name) ? Number(name.slice(1)) : undefined;
    const character = code === undefined ? ENTITIES[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
    if (character === undefined || !whole.endsWith(';')) throw fault(text, at, `the entity ${whole}`);
    return character;
  });
}

function fault(text: string, at: number, what: string): Error {
  return new Error(`${what} in line ${text.slice(0, at).split('\n').length}`);
}
