import { type Word, wordsOf } from "./words.ts";

/**
 * Rules over meanings instead of wordings. A lexicon says which words of which language mean the same; a rule says which meanings, and
 * how near to each other, make a finding. A reading costs time in proportion to the text, whatever the text is.
 *
 * Phrases are parted by commas. A phrase is words with spaces; `word*` is every word that begins so. A rule is
 * `override <4> earlier <3> orders`: in this order, and the number is how many words may stand between, none where it is left out. Or it
 * is `~9 override earlier orders`: in any order, as languages put them, within so many words of one sentence. `a|b` is either.
 */
export type Lexicon<Meaning extends string> = Record<Meaning, string>;

export type Rule<Meaning extends string, Name extends string = string> = {
  name: Name;
  /** As above. Several are alternatives. */
  when: string[];
  /** Meanings that take the rule back when they stand in the same sentence. */
  unless?: Meaning[];
  /** The same, where they come first and near: a question how to do something is not an order to do it. */
  unlessBefore?: Meaning[];
};

export type Match = { rule: string; start: number; end: number; from: number; to: number };
/** What the rules find in a text, the meanings that stand in it, and those of each of its sentences. */
export type Reading = { matches: Match[]; meanings: Set<string>; inSentence: Map<number, Set<string>> };

/** What stands in each sentence of a reading: its meanings, and the rules that begin in it. */
export function saidBy({ matches, inSentence }: Pick<Reading, "matches" | "inSentence">, words: Word[]): (sentence: number) => Set<string> {
  const said = new Map([...inSentence].map(([sentence, meanings]) => [sentence, new Set(meanings)]));
  for (const { rule, from } of matches) said.get(words[from]?.sentence ?? 0)?.add(`rule:${rule}`);
  return (sentence) => said.get(sentence) ?? new Set();
}

type Node = { exact: Map<string, Node>; prefix: Map<string, Node>; beginnings: Set<string>; means: string[] };
type Occurrence = { means: string; from: number; to: number };
type Part = { means: string[]; gap: number };
type Pattern = { parts: Part[]; within: number | undefined };
type Compiled = Pattern & { name: string; unless: string[]; unlessBefore: string[] };
/** The words of one text with what they mean: by the place at which a meaning begins, by meaning, and by sentence. */
type Said = {
  words: Word[];
  at: Map<number, Occurrence[]>;
  of: Map<string, Occurrence[]>;
  either: Map<string, Occurrence[]>;
  inSentence: Map<number, Set<string>>;
};

const newNode = (): Node => ({ exact: new Map(), prefix: new Map(), beginnings: new Set(), means: [] });
const shortestPrefix = 3;
/** A text that breaks a rule this often has been judged. */
const mostOfOneRule = 100;

/**
 * `derived` are meanings made of others (not + tell = conceal). They are read in their order, and later ones and the rules may use them.
 * A derived meaning may have words of its own in the lexicon as well.
 */
export function reader<Meaning extends string>(lexicon: Lexicon<Meaning>, rules: Rule<Meaning>[], derived: Rule<Meaning, Meaning>[] = []) {
  const root = newNode();
  for (const [means, phrases] of Object.entries<string>(lexicon))
    for (const phrase of phrases.split(",")) if (phrase.trim() !== "") plant(root, phrase.trim(), means);
  const compile = ({ name, when, unless = [], unlessBefore = [] }: Rule<Meaning>): Compiled[] =>
    when.map((pattern) => ({ name, unless, unlessBefore, ...patternOf(pattern, (means) => Object.hasOwn(lexicon, means)) }));
  const compiledRules = rules.flatMap(compile);
  const compiledMeanings = derived.flatMap(compile);

  return { read, matches: (words: Word[]): Match[] => read(words).matches };

  function read(words: Word[]): Reading {
    const said: Said = { words, at: new Map(), of: new Map(), either: new Map(), inSentence: new Map() };
    for (let at = 0; at < words.length; at++) for (const occurrence of occurrencesAt(root, words, at) ?? []) note(said, occurrence);
    for (const rule of compiledMeanings) {
      const found = matchesOf(rule, said);
      for (const { from, to } of found) note(said, { means: rule.name, from, to });
      if (found.length === 0) continue;
      said.of.get(rule.name)?.sort((a, b) => a.from - b.from);
      said.either.clear();
    }
    return {
      matches: compiledRules.flatMap((rule) => matchesOf(rule, said)),
      meanings: new Set(said.of.keys()),
      inSentence: said.inSentence,
    };
  }
}

function note({ words, at, of, inSentence }: Said, occurrence: Occurrence): void {
  listIn(at, occurrence.from).push(occurrence);
  listIn(of, occurrence.means).push(occurrence);
  const sentence = words[occurrence.from]?.sentence ?? 0;
  const known = inSentence.get(sentence);
  if (known) known.add(occurrence.means);
  else inSentence.set(sentence, new Set([occurrence.means]));
}

function listIn<Key>(lists: Map<Key, Occurrence[]>, key: Key): Occurrence[] {
  const known = lists.get(key);
  if (known) return known;
  const made: Occurrence[] = [];
  lists.set(key, made);
  return made;
}

function matchesOf(rule: Compiled, said: Said): Match[] {
  if (rule.parts.some(({ means }) => !means.some((one) => said.of.has(one)))) return [];
  return rule.within === undefined ? inOrder(rule, said) : together(rule, rule.within, said);
}

function inOrder(rule: Compiled, said: Said): Match[] {
  const found: Match[] = [];
  for (const first of rule.parts[0]?.means ?? []) {
    let seenUpTo = -1;
    let count = 0;
    for (const { from } of said.of.get(first) ?? []) {
      if (from <= seenUpTo || count >= mostOfOneRule) continue;
      if (isTakenBack(rule, from, said)) continue;
      const to = endOf(rule.parts, first, from, said);
      if (to === undefined) continue;
      seenUpTo = to;
      count += 1;
      found.push(matchOf(rule, from, to, said.words));
    }
  }
  return found;
}

/** Everything a rule names, in any order. Of each part the last two are kept, since one word may stand for two parts. */
function together(rule: Compiled, within: number, said: Said): Match[] {
  const lists = rule.parts.map(({ means }) => heardOf(means, said));
  const next = lists.map(() => 0);
  const found: Match[] = [];
  const recent: Occurrence[][] = rule.parts.map(() => []);
  const forget = () => {
    for (const list of recent) list.length = 0;
  };
  let sentence = -1;
  for (;;) {
    let part = -1;
    let occurrence: Occurrence | undefined;
    for (let one = 0; one < lists.length; one++) {
      const first = (lists[one] as Occurrence[])[next[one] as number];
      if (first === undefined || (occurrence !== undefined && first.from >= occurrence.from)) continue;
      part = one;
      occurrence = first;
    }
    if (occurrence === undefined) return found;
    next[part] = (next[part] as number) + 1;
    const here = said.words[occurrence.from]?.sentence ?? 0;
    if (here !== sentence) forget();
    sentence = here;
    const list = recent[part] as Occurrence[];
    list.unshift(occurrence);
    if (list.length > 2) list.length = 2;
    if (recent.some((one) => one.length === 0)) continue;
    const chosen = apartFrom([occurrence], recent, part, 0);
    if (!chosen) continue;
    const from = Math.min(...chosen.map((one) => one.from));
    const to = Math.max(...chosen.map((one) => one.to));
    if (reach(said.words, from, to, within) || isTakenBack(rule, from, said)) continue;
    found.push(matchOf(rule, from, to, said.words));
    if (found.length >= mostOfOneRule) return found;
    forget();
  }
}

/** Where any of some meanings begins, in the order of the text; put together once for each choice of meanings. */
function heardOf(means: string[], { of, either }: Said): Occurrence[] {
  const [only = ""] = means;
  if (means.length === 1) return of.get(only) ?? [];
  const key = means.join("|");
  const known = either.get(key);
  if (known) return known;
  const heard = means.flatMap((one) => of.get(one) ?? []).sort((a, b) => a.from - b.from);
  either.set(key, heard);
  return heard;
}

/** One occurrence of each other part, none of which shares a word with another. */
function apartFrom(chosen: Occurrence[], recent: Occurrence[][], fixed: number, part: number): Occurrence[] | undefined {
  if (part === recent.length) return chosen;
  if (part === fixed) return apartFrom(chosen, recent, fixed, part + 1);
  for (const next of recent[part] ?? []) {
    if (chosen.some((one) => next.from <= one.to && one.from <= next.to)) continue;
    const whole = apartFrom([...chosen, next], recent, fixed, part + 1);
    if (whole) return whole;
  }
  return;
}

/** Whether two places are further apart than so many words; of ideographs two or three make a word. */
function reach(words: Word[], from: number, to: number, within: number): boolean {
  if (to - from < within) return false;
  if (to - from >= within * 3) return true;
  let length = 0;
  for (let at = from; at <= to; at++) length += isIdeograph(words[at] as Word) ? 0.4 : 1;
  return length > within;
}

const isIdeograph = ({ text }: Word) => text.length === 1 && text >= "\u3040" && text <= "\u9fff";

function isTakenBack({ unless, unlessBefore }: Compiled, at: number, { words, of, inSentence }: Said): boolean {
  const sentence = words[at]?.sentence ?? 0;
  if (unless.some((means) => inSentence.get(sentence)?.has(means))) return true;
  return unlessBefore.some((means) => isBefore(of.get(means), at, sentence, words));
}

/** How many words may stand between two parts, where each ideograph is taken for a word. */
const gapAt = (word: Word | undefined, gap: number) => (word && isIdeograph(word) ? Math.ceil(gap * 2.5) : gap);

const matchOf = ({ name }: Compiled, from: number, to: number, words: Word[]): Match => ({
  rule: name,
  start: words[from]?.start ?? 0,
  end: words[to]?.end ?? 0,
  from,
  to,
});

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

function patternOf(pattern: string, isKnown: (means: string) => boolean): Pattern {
  const free = /^~(\d+)\s+(.+)$/.exec(pattern);
  return { parts: partsOf(free?.[2] ?? pattern, isKnown), within: free ? Number(free[1]) : undefined };
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

function isBefore(places: Occurrence[] | undefined, at: number, sentence: number, words: Word[]): boolean {
  let low = 0;
  let high = places?.length ?? 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places?.[middle]?.from ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  const last = places?.[low - 1]?.from;
  return last !== undefined && at - last <= nearBefore && words[last]?.sentence === sentence;
}

/** Where a rule ends that begins here; every way is followed at once, and there are only as many as the gaps are wide. */
function endOf(parts: Part[], first: string, from: number, said: Said): number | undefined {
  const sentence = said.words[from]?.sentence;
  let ends: number[] = [];
  for (const { means, to } of said.at.get(from) ?? []) if (means === first) ends.push(to);
  for (let part = 1; part < parts.length && ends.length > 0; part++) {
    const { means, gap } = parts[part] as Part;
    const next: number[] = [];
    for (const end of ends)
      for (let at = end + 1; at <= end + 1 + gapAt(said.words[end + 1], gap) && said.words[at]?.sentence === sentence; at++)
        for (const occurrence of said.at.get(at) ?? [])
          if (means.includes(occurrence.means) && !next.includes(occurrence.to)) next.push(occurrence.to);
    ends = next;
  }
  return ends.length > 0 ? Math.min(...ends) : undefined;
}
