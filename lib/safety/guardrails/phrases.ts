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
};

export type Match = { rule: string; start: number; end: number; from: number; to: number };

type Node = { exact: Map<string, Node>; prefix: Map<string, Node>; beginnings: Set<string>; means: string[] };
type Occurrence = { means: string; from: number; to: number };
type Part = { means: string[]; gap: number };

const newNode = (): Node => ({ exact: new Map(), prefix: new Map(), beginnings: new Set(), means: [] });
const shortestPrefix = 3;

export function reader<Meaning extends string>(lexicon: Lexicon<Meaning>, rules: Rule<Meaning>[]) {
  const root = newNode();
  for (const [means, phrases] of Object.entries<string>(lexicon))
    for (const phrase of phrases.split(",")) plant(root, phrase.trim(), means);
  const compiled = rules.flatMap(({ name, when, unless = [] }) =>
    when.map((sequence) => ({ name, unless, parts: partsOf(sequence, (means) => Object.hasOwn(lexicon, means)) })),
  );

  return { meanings: meaningsOf, matches };

  /** What the words mean, by the index of the word at which each meaning begins. */
  function meaningsOf(words: Word[]): Map<number, Occurrence[]> {
    const found = new Map<number, Occurrence[]>();
    for (let at = 0; at < words.length; at++) {
      const here = occurrencesAt(root, words, at);
      if (here.length > 0) found.set(at, here);
    }
    return found;
  }

  function matches(words: Word[], meanings = meaningsOf(words)): Match[] {
    const inSentence = new Map<number, Set<string>>();
    for (const [at, occurrences] of meanings) {
      const sentence = words[at]?.sentence ?? 0;
      const said = inSentence.get(sentence) ?? new Set<string>();
      for (const { means } of occurrences) said.add(means);
      inSentence.set(sentence, said);
    }
    const found: Match[] = [];
    for (const { name, unless, parts } of compiled) {
      let seenUpTo = -1;
      for (const [at, occurrences] of meanings) {
        if (at <= seenUpTo) continue;
        const sentence = words[at]?.sentence ?? 0;
        if (unless.some((means) => inSentence.get(sentence)?.has(means))) continue;
        const end = endOf(parts, occurrences, meanings, (index) => words[index]?.sentence === sentence);
        if (end === undefined) continue;
        seenUpTo = end;
        found.push({ rule: name, start: words[at]?.start ?? 0, end: words[end]?.end ?? 0, from: at, to: end });
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

function occurrencesAt(root: Node, words: Word[], from: number): Occurrence[] {
  const found: Occurrence[] = [];
  let nodes = [root];
  for (let at = from; at < words.length && nodes.length > 0; at++) {
    const word = words[at] as Word;
    if (at > from && word.sentence !== words[from]?.sentence) break;
    const next: Node[] = [];
    for (const reading of readingsOf(word)) for (const node of nodes) step(node, reading, next);
    for (const node of next)
      for (const means of node.means) if (!found.some((had) => had.means === means && had.to === at)) found.push({ means, from, to: at });
    nodes = next;
  }
  return found;
}

function step(node: Node, word: string, into: Node[]): void {
  const exact = node.exact.get(word);
  if (exact) into.push(exact);
  if (node.prefix.size === 0 || !node.beginnings.has(word.slice(0, shortestPrefix))) return;
  for (let length = Math.min(word.length, 24); length >= shortestPrefix; length--) {
    const begun = node.prefix.get(word.slice(0, length));
    if (begun) into.push(begun);
  }
}

/** Hebrew writes "and", "the", "in", "to", "from", "that" and "like" onto the word. */
function readingsOf({ text, other }: Word): string[] {
  const readings = [text];
  if (other !== undefined) readings.push(other);
  if (/^[והבלמשכ][א-ת]{2}/.test(text)) {
    readings.push(text.slice(1));
    if (/^[ושכ][הבלמשכ][א-ת]{2}/.test(text)) readings.push(text.slice(2));
  }
  if (/^(?:وال|بال|لل|ال|و|ف)[\u0621-\u064a]{3}/.test(text)) readings.push(text.replace(/^(?:وال|بال|لل|ال|و|ف)/, ""));
  return readings;
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

/** Where a rule ends that begins here; every way is followed at once, and there are only as many as the gaps are wide. */
function endOf(
  parts: Part[],
  begun: Occurrence[],
  meanings: Map<number, Occurrence[]>,
  isSame: (index: number) => boolean,
): number | undefined {
  let ends = new Set<number>();
  for (const { means, to } of begun) if (parts[0]?.means.includes(means)) ends.add(to);
  for (const { means, gap } of parts.slice(1)) {
    const next = new Set<number>();
    for (const end of ends)
      for (let at = end + 1; at <= end + 1 + gap && isSame(at); at++)
        for (const occurrence of meanings.get(at) ?? []) if (means.includes(occurrence.means)) next.add(occurrence.to);
    ends = next;
  }
  return ends.size > 0 ? Math.min(...ends) : undefined;
}
