import type { Word } from "../words.ts";

/** One sentence, or a part of a long one: where it stands, and the buckets of what it consists of, each once. */
export type Part = { start: number; end: number; features: number[] };

/** What else is known of a sentence: names of meanings and of rules that stand in it. */
export type Said = (sentence: number) => Iterable<string>;

/** Features are counted in so many buckets; two that fall into one are taken for the same. */
export const buckets = 1 << 17;

/** A sentence that goes on for longer is read in pieces. */
const longest = 48;

type Known = {
  said: Said;
  /** Who speaks. */
  side?: string;
  /** Names of what the text as a whole is. */
  about?: string[];
};

/**
 * The parts of a text with their features: words, what words begin with, pairs and triples of them, pairs with a gap, what words are
 * spelt with; how a part is written, what the whole is, and what else is said to stand there, alone and in pairs. `side` makes a second
 * copy of the simple ones. After K. Weinberger et al., Feature hashing for large scale multitask learning (2009).
 */
export function partsOf(text: string, words: Word[], { said, side, about = [] }: Known): Part[] {
  const parts: Part[] = [];
  const bySide = side === undefined ? undefined : hashOf(side);
  for (let from = 0; from < words.length; ) {
    const { sentence } = words[from] as Word;
    let to = from;
    while (to < words.length && words[to]?.sentence === sentence && to - from < longest) to += 1;
    const own = words.slice(from, to);
    const [start, end] = [(own[0] as Word).start, (own.at(-1) as Word).end];
    const names = [...said(sentence), ...about, ...marksOf(text.slice(Math.max(0, start - 3), end + 3))];
    parts.push({ start, end, features: featuresOf(own, names, bySide) });
    from = to;
  }
  return parts;
}

/** When each bucket was last met: a feature counts once in a part. */
const met = new Uint32Array(buckets);
let turn = 0;

function featuresOf(words: Word[], names: string[], side: number | undefined): number[] {
  const features: number[] = [];
  if (turn === 0xffffffff) met.fill(0);
  turn = turn === 0xffffffff ? 1 : turn + 1;
  const add = (hash: number) => {
    const bucket = hash & (buckets - 1);
    if (met[bucket] === turn) return;
    met[bucket] = turn;
    features.push(bucket);
  };
  const simple = (hash: number) => {
    add(hash);
    if (side !== undefined) add(mix(side, hash));
  };
  const read = words.map(({ text, readings }) => readings.at(-1) ?? text);
  const own = read.map((word) => (isNumber(word) ? mix(kinds.digits, word.length) : hashOf(word)));
  const stems = read.map((word) => mix(kinds.stem, isNumber(word) ? Math.min(word.length, 5) : hashOf(word, 0, 5)));
  for (const [at, word] of own.entries()) {
    const stem = stems[at] as number;
    simple(word);
    simple(stem);
    addPieces(words[at]?.text ?? "", add);
    const [next, third, fourth] = [stems[at + 1], stems[at + 2], stems[at + 3]];
    if (next === undefined) break;
    add(mix(mix(kinds.pair, word), own[at + 1] as number));
    const pair = mix(mix(kinds.stems, stem), next);
    add(pair);
    if (third === undefined) continue;
    const gap = mix(kinds.gap, stem);
    add(mix(gap, third));
    add(mix(pair, third));
    if (fourth !== undefined) add(mix(gap, fourth));
  }
  add(mix(kinds.first, stems[0] ?? 0));
  add(mix(kinds.length, Math.min(6, Math.ceil(own.length / 6))));
  const named = [...new Set(names)].map((name) => mix(kinds.said, hashOf(name))).sort((a, b) => a - b);
  for (const [at, name] of named.entries()) {
    simple(name);
    for (let other = at + 1; other < named.length && other < at + 24; other++) add(mix(name, named[other] as number));
  }
  return features;
}

const isNumber = (word: string) => /^\d+$/.test(word);

/** Three letters at a time: what is left of a word that was misspelt, bent or joined. */
function addPieces(word: string, add: (hash: number) => void): void {
  if (word.length < 2) return;
  add(mix(kinds.begin, hashOf(word, 0, 2)));
  for (let at = 0; at + 3 <= word.length; at++) add(mix(kinds.piece, hashOf(word, at, at + 3)));
  add(mix(kinds.end, hashOf(word, word.length - 2, word.length)));
}

const marks: [name: string, mark: RegExp][] = [
  ["question", /[?？؟]/],
  ["call", /[!！]/],
  ["quoted", /["“”„«»「」]|(?:^|\s)'/],
  ["colon", /[:：]/],
  ["address", /@\w|https?:|www\./],
  ["tag", /<[a-z/!]/i],
  ["brackets", /[[{]/],
  ["code", /[`_]|\(\)|=>|==/],
  ["list", /^\s{0,3}(?:[-*•]|\d{1,2}[.)])\s/],
  ["capitals", /\p{Lu}{4,20}\P{Lu}{1,3}\p{Lu}{3}/u],
  ["digits", /\d{2}/],
  ["first person", /\b(?:I|my|we|our)\b/],
];

/** How it is written: what words do not say. */
const marksOf = (written: string): string[] => marks.filter(([, mark]) => mark.test(written)).map(([name]) => `written:${name}`);

/** FNV-1a over UTF-16 code units. */
function hashOf(text: string, from = 0, to = text.length): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to && at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3 over both. */
function mix(one: number, other: number): number {
  let hash = Math.imul(one ^ (other + 0x9e3779b9), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const kinds = { stem: 11, pair: 12, stems: 13, gap: 14, begin: 15, first: 16, length: 17, said: 18, piece: 19, end: 20, digits: 21 };
