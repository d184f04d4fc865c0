import { type Word, wordsOf } from "./words.ts";

/**
 * Rules over meanings instead of wordings. A lexicon says which words of which language mean the same; a rule says which meanings,
 * in which order and how near to each other, make a finding. A reading costs time in proportion to the text, whatever the text is.
 *
 * Phrases are parted by commas. A phrase is words with spaces; `word*` is every word that begins so. A rule is `override <4> earlier <3> orders`: the number is how
 * many words may stand between, none where it is left out, and `a|b` is either.
 */
export type Lexicon<Meaning extends string> = Record<Meaning, string>;

export type Rule<Meaning extends string> = {
  name: string;
  /** As above. Several are alternatives. */
  when: string[];
  /** Meanings that take the rule back when they stand in the same sentence. */
  unless?: Meaning[];
  /** The same, where they come first and near: a question how to do something is not an order to do it. */
  unlessBefore?: Meaning[];
};

export type Match = { rule: string; start: number; end: number; from: number; to: number };

type Node = { exact: Map<string, Node>; prefix: Map<string, Node>; beginnings: Set<string>; means: string[] };
type Occurrence = { means: string; from: number; to: number };
type Meanings = Map<number, Occurrence[]>;
type Part = { means: string[]; gap: number };

const newNode = (): Node => ({ exact: new Map(), prefix: new Map(), beginnings: new Set(), means: [] });
const shortestPrefix = 3;
/** A text that breaks a rule this often has been judged. */
const mostOfOneRule = 100;

export function reader<Meaning extends string>(lexicon: Lexicon<Meaning>, rules: Rule<Meaning>[]) {
  const root = newNode();
  for (const [means, phrases] of Object.entries<string>(lexicon))
    for (const phrase of phrases.split(",")) plant(root, phrase.trim(), means);
  const compiled = rules.flatMap(({ name, when, unless = [], unlessBefore = [] }) =>
    when.map((sequence) => ({ name, unless, unlessBefore, parts: partsOf(sequence, (means) => Object.hasOwn(lexicon, means)) })),
  );

  return { meanings: meaningsOf, matches };

  /** What the words mean, by the index of the word at which each meaning begins. */
  function meaningsOf(words: Word[]): Meanings {
    const found: Meanings = new Map();
    for (let at = 0; at < words.length; at++) {
      const here = occurrencesAt(root, words, at);
      if (here !== undefined) found.set(at, here);
    }
    return found;
  }

  function matches(words: Word[], meanings = meaningsOf(words)): Match[] {
    const inSentence = new Map<number, Set<string>>();
    const starts = new Map<string, number[]>();
    for (const [at, occurrences] of meanings) {
      const sentence = words[at]?.sentence ?? 0;
      const said = inSentence.get(sentence) ?? new Set<string>();
      if (said.size === 0) inSentence.set(sentence, said);
      for (const { means } of occurrences) {
        said.add(means);
        const known = starts.get(means);
        if (known === undefined) starts.set(means, [at]);
        else if (known.at(-1) !== at) known.push(at);
      }
    }
    const found: Match[] = [];
    for (const { name, unless, unlessBefore, parts } of compiled) {
      if (parts.some(({ means }) => !means.some((one) => starts.has(one)))) continue;
      for (const first of parts[0]?.means ?? []) {
        let seenUpTo = -1;
        let count = 0;
        for (const at of starts.get(first) ?? []) {
          if (at <= seenUpTo || count >= mostOfOneRule) continue;
          const sentence = words[at]?.sentence ?? 0;
          if (unless.some((means) => inSentence.get(sentence)?.has(means))) continue;
          if (unlessBefore.some((means) => isBefore(starts.get(means), at, sentence, words))) continue;
          const end = endOf(parts, first, at, meanings, words);
          if (end === undefined) continue;
          seenUpTo = end;
          count += 1;
          found.push({ rule: name, start: words[at]?.start ?? 0, end: words[end]?.end ?? 0, from: at, to: end });
        }
      }
    }
    return found;
  }
}

function plant(root: Node, phrase: string, means: string): void {
  let node = root;
  const open = phrase.split(/\s+/).map((word) => word.endsWith("*"));
  const words = wordsOf(phrase.replaceAll("*", ""));
  // Ideographs are words of their own, so that only a phrase with spaces keeps its stars.
  const starred = words.length === open.length;
  for (const [index, { text }] of words.entries()) {
    const branch = starred && open[index] ? node.prefix : node.exact;
    if (starred && open[index] && text.length < shortestPrefix) throw new Error(`"${phrase}" begins too many words`);
    const next = branch.get(text) ?? newNode();
    branch.set(text, next);
    if (branch === node.prefix) node.beginnings.add(text.slice(0, shortestPrefix));
    node = next;
  }
  if (words.length === 0) throw new Error(`"${phrase}" has no words`);
  if (!node.means.includes(means)) node.means.push(means);
}

function occurrencesAt(root: Node, words: Word[], from: number): Occurrence[] | undefined {
  let nodes = nextNodes([root], words[from] as Word);
  if (nodes.length === 0) return;
  const found: Occurrence[] = [];
  for (let at = from; nodes.length > 0; at++) {
    for (const node of nodes)
      for (const means of node.means) if (!found.some((had) => had.means === means && had.to === at)) found.push({ means, from, to: at });
    const next = words[at + 1];
    if (next === undefined || next.sentence !== words[from]?.sentence) break;
    nodes = nextNodes(nodes, next);
  }
  return found.length > 0 ? found : undefined;
}

const none: Node[] = [];

/** Most words lead nowhere, and cost one look. */
function nextNodes(nodes: Node[], word: Word): Node[] {
  let next = none;
  const add = (node: Node) => {
    if (next === none) next = [node];
    else if (!next.includes(node)) next.push(node);
  };
  for (const node of nodes) {
    step(node, word.text, add);
    for (const reading of word.readings) step(node, reading, add);
  }
  return next;
}

function step(node: Node, word: string, add: (node: Node) => void): void {
  const exact = node.exact.get(word);
  if (exact) add(exact);
  if (node.prefix.size === 0 || !node.beginnings.has(word.slice(0, shortestPrefix))) return;
  for (let length = Math.min(word.length, 24); length >= shortestPrefix; length--) {
    const begun = node.prefix.get(word.slice(0, length));
    if (begun) add(begun);
  }
}

function partsOf(sequence: string, isKnown: (means: string) => boolean): Part[] {
  const parts: Part[] = [];
  let gap = 0;
  for (const item of sequence.split(/\s+/)) {
    const between = /^<(\d+)>$/.exec(item);
    if (between) {
      gap = Number(between[1]);
      continue;
    }
    const means = item.split("|");
    const unknown = means.find((name) => !isKnown(name));
    if (unknown !== undefined) throw new Error(`"${sequence}" speaks of ${unknown}, which the lexicon does not have`);
    parts.push({ means, gap });
    gap = 0;
  }
  return parts;
}

const nearBefore = 10;

function isBefore(places: number[] | undefined, at: number, sentence: number, words: Word[]): boolean {
  const last = places?.findLast((place) => place <= at);
  return last !== undefined && at - last <= nearBefore && words[last]?.sentence === sentence;
}

/** Where a rule ends that begins here; every way is followed at once, and there are only as many as the gaps are wide. */
function endOf(parts: Part[], first: string, from: number, meanings: Meanings, words: Word[]): number | undefined {
  const sentence = words[from]?.sentence;
  let ends: number[] = [];
  for (const { means, to } of meanings.get(from) ?? []) if (means === first) ends.push(to);
  for (let part = 1; part < parts.length && ends.length > 0; part++) {
    const { means, gap } = parts[part] as Part;
    const next: number[] = [];
    for (const end of ends)
      for (let at = end + 1; at <= end + 1 + gap && words[at]?.sentence === sentence; at++)
        for (const occurrence of meanings.get(at) ?? [])
          if (means.includes(occurrence.means) && !next.includes(occurrence.to)) next.push(occurrence.to);
    ends = next;
  }
  return ends.length > 0 ? Math.min(...ends) : undefined;
}
