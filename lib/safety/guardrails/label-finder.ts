/** A word or phrase that says what stands beside it. */
export type Label<Kind extends string> = { kind: Kind; start: number; end: number };

type Node<Kind> = { next: Map<string, Node<Kind>>; stems: Map<string, Node<Kind>>; kind?: Kind };
type Token = { text: string; start: number; end: number };

const newNode = <Kind>(): Node<Kind> => ({ next: new Map(), stems: new Map() });
/** Scripts that are written without gaps: their phrases are looked for at each sign. */
const gapless = /[\u0e00-\u0e7f\u3005-\u30ff\u3400-\u9fff]/;
/** Digits within a word, which the finder does not read: `2fa`, `cvv2`. */
const glued = /\d+(?=\p{L})|(?<=\p{L})\d+/gu;
const ascii = /^[A-Za-z]+$/;
const shortestStem = 2;
/** Nothing that is longer is one word; a fresh one begins. */
const longestWord = 2_000;
/** What Hebrew and Arabic write onto the front of a word. */
const written = /^(?:[והבלמשכ]{1,2}(?=[א-ת]{2})|(?:وال|بال|لل|ال|و|ب|ل)(?=[\u0621-\u064a]{3}))/;

/**
 * Finds the phrases of a table in a text, the longest at each place, in one pass. Phrases are parted by commas; `word*` is every word
 * that begins so. Case, accents, `camelCase` and what joins words (`-`, `_`, a full stop, an apostrophe) make no difference.
 */
export function labelFinder<Kind extends string>(phrases: Record<Kind, string>): (text: string) => Label<Kind>[] {
  const root = newNode<Kind>();
  const beginnings = new Set<string>();
  /** With what any phrase begins. */
  const firsts = new Set<string>();
  const runs = new Map<string, { phrase: string; kind: Kind }[]>();
  for (const [kind, list] of Object.entries<string>(phrases) as [Kind, string][])
    for (const phrase of list.split(",").map((one) => one.trim())) if (phrase !== "") plant(phrase.replace(glued, ""), kind);

  function plant(phrase: string, kind: Kind): void {
    if (gapless.test(phrase)) {
      const key = phrase.slice(0, 2);
      runs.set(
        key,
        [...(runs.get(key) ?? []), { phrase, kind }].sort((a, b) => b.phrase.length - a.phrase.length),
      );
      return;
    }
    let node = root;
    firsts.add(folded(phrase.replace("*", "")).slice(0, 2).trim());
    for (const word of phrase.split(/\s+/)) {
      const isStem = word.endsWith("*");
      const key = folded(isStem ? word.slice(0, -1) : word);
      if (isStem) for (let length = shortestStem; length <= key.length; length++) beginnings.add(key.slice(0, length));
      const children = isStem ? node.stems : node.next;
      const child = children.get(key) ?? newNode<Kind>();
      children.set(key, child);
      node = child;
    }
    node.kind = kind;
  }

  function childrenOf(node: Node<Kind>, word: string): Node<Kind>[] {
    const found: Node<Kind>[] = [];
    const exact = node.next.get(word);
    if (exact) found.push(exact);
    if (node.stems.size > 0)
      for (let length = shortestStem; length <= word.length && beginnings.has(word.slice(0, length)); length++) {
        const stem = node.stems.get(word.slice(0, length));
        if (stem) found.push(stem);
      }
    return found;
  }

  function longestFrom(node: Node<Kind>, tokens: Token[], at: number, text: string): { kind: Kind; last: number } | undefined {
    const token = tokens[at];
    if (!token) return;
    const before = tokens[at - 1];
    if (node !== root && before && !joins(text, before.end, token.start)) return;
    let best: { kind: Kind; last: number } | undefined;
    const forms = node === root && written.test(token.text) ? [token.text, token.text.replace(written, "")] : [token.text];
    for (const form of forms)
      for (const child of childrenOf(node, form)) {
        const longer = longestFrom(child, tokens, at + 1, text) ?? (child.kind === undefined ? undefined : { kind: child.kind, last: at });
        if (longer && (!best || longer.last > best.last)) best = longer;
      }
    return best;
  }

  return (text) => {
    const found: Label<Kind>[] = [];
    const tokens = tokensOf(text);
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at] as Token;
      if (gapless.test(token.text)) {
        found.push(...inRun(token));
        continue;
      }
      if (!firsts.has(token.text.slice(0, 2)) && !written.test(token.text)) continue;
      // Letters between digits are of a number written in sixteens, and no word.
      if (/[\da-f]{2}$/i.test(text.slice(Math.max(0, token.start - 2), token.start)) && /\d/.test(text[token.start - 1] ?? "")) continue;
      const best = longestFrom(root, tokens, at, text);
      if (!best) continue;
      found.push({ kind: best.kind, start: token.start, end: tokens[best.last]?.end ?? token.end });
      at = best.last;
    }
    return found;
  };

  function inRun(token: Token): Label<Kind>[] {
    const found: Label<Kind>[] = [];
    for (let at = 0; at < token.text.length; at++) {
      const said = runs.get(token.text.slice(at, at + 2))?.find(({ phrase }) => token.text.startsWith(phrase, at));
      if (!said) continue;
      found.push({ kind: said.kind, start: token.start + at, end: token.start + at + said.phrase.length });
      at += said.phrase.length - 1;
    }
    return found;
  }
}

/** A phrase of a text as it is looked up: its words in small letters, without accents and signs. */
export const phraseOf = (said: string): string =>
  folded(
    said
      .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
      .replace(/[^\p{L}\p{M}]+/gu, " ")
      .trim(),
  );

const folded = (word: string): string =>
  ascii.test(word)
    ? word.toLowerCase()
    : word
        .toLowerCase()
        .normalize("NFD")
        .replace(/\p{Mn}/gu, "")
        .normalize("NFC");

const known = new Map<number, boolean>();
const isMark = /[\p{L}\p{M}]/u;

function isLetter(code: number): boolean {
  if (code < 128) return (code | 32) >= 97 && (code | 32) <= 122;
  const had = known.get(code);
  if (had !== undefined) return had;
  const is = isMark.test(String.fromCharCode(code));
  known.set(code, is);
  return is;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let start = 0; start < text.length; start++) {
    if (!isLetter(text.charCodeAt(start))) continue;
    let end = start + 1;
    while (end < text.length && end - start < longestWord && isLetter(text.charCodeAt(end))) end += 1;
    addWord(tokens, text.slice(start, end), start, end);
    start = end - 1;
  }
  return tokens;
}

function addWord(tokens: Token[], word: string, start: number, end: number): void {
  if (!ascii.test(word)) tokens.push({ text: gapless.test(word) ? word : folded(word), start, end });
  else if (/[a-z][A-Z]/.test(word))
    for (const part of word.matchAll(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[A-Z]/g))
      tokens.push({ text: part[0].toLowerCase(), start: start + part.index, end: start + part.index + part[0].length });
  else tokens.push({ text: word.toLowerCase(), start, end });
}

/** Words of one phrase stand side by side: a space, a sign, or nothing as in `camelCase`. */
function joins(text: string, from: number, to: number): boolean {
  if (to - from > 3) return false;
  // A digit may be of the word before: `wpa2 key`.
  const start = /\d/.test(text[from] ?? "") ? from + 1 : from;
  if (start === to) return start === from;
  for (let at = start; at < to; at++) if (!" \u00a0._-'’´`/״׳\"".includes(text[at] ?? "")) return false;
  return true;
}
