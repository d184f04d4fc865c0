import { bloomHas } from "#lib/kernel/bloom.ts";
import { breachedPasswords } from "./breached-passwords.ts";
import { commonStems } from "./common-passwords.ts";
import { shortest } from "./password-words.ts";

const longest = 200;

const isBreached = bloomHas(breachedPasswords);
/** Shorter words are in too many passwords that nobody guesses. */
const shortestStem = 5;

/** In which forms a password is looked for among those that leaked, and these among each other: as it stands, and what is left without digits and marks. */
export const formsOf = (password: string): string[] => {
  const plain = password.normalize("NFKC").toLowerCase();
  return [...new Set([plain, ...stemsOf(plain).filter((stem) => stem.length >= shortestStem)])];
};

/** Why a password is not taken, or nothing. No rule about kinds of characters: they make passwords worse (NIST SP 800-63B, 5.1.1.2). */
export function faultOf(password: string, about: readonly string[] = []): string | undefined {
  const length = [...password].length;
  if (length < shortest) return `is shorter than ${shortest} characters`;
  if (length > longest) return `is longer than ${longest} characters`;
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size < 5) return "repeats a few characters";
  if (isWalk(plain)) return "is a row of the keyboard or of the alphabet";
  for (const stem of stemsOf(plain)) if (commonStems.has(stem)) return "is one of the passwords that everybody tries";
  if (formsOf(password).some(isBreached)) return "is like one that leaked somewhere, which programs try first";
  if (isMadeOf(stemsOf(plain), about)) return "is made of your own name or address";
  return undefined;
}

/** Next to nothing is left of it without the words that everybody knows about the person. */
function isMadeOf(stems: readonly string[], about: readonly string[]): boolean {
  const words = about.flatMap((text) => text.toLowerCase().split(/[^\p{L}]+/u)).filter((word) => word.length >= 3);
  return stems.some((stem) => words.reduce((left, word) => left.replaceAll(word, ""), stem).length < Math.min(4, stem.length));
}

const spelt: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
  "+": "t",
};

/** What is left without the digits and marks around it, as it stands and with digits read as letters; a word said twice is said once. */
function stemsOf(plain: string): string[] {
  const ends = /^[^\p{L}]+|[^\p{L}]+$/gu;
  const letters = (text: string) => text.replace(/[^\p{L}]/gu, "");
  const read = (text: string) => letters([...text].map((sign) => spelt[sign] ?? sign).join(""));
  const core = plain.replace(ends, "");
  const stems = [letters(plain), letters(core), read(core), read(plain), read(plain.replace(/[^\p{L}@$]+$/u, ""))];
  return [...new Set(stems.flatMap((stem) => [stem, onceOf(stem)]))].filter((stem) => stem !== "");
}

function onceOf(text: string): string {
  for (let size = 1; size <= text.length / 2; size++)
    if (text.length % size === 0 && text.slice(0, size).repeat(text.length / size) === text) return text.slice(0, size);
  return text;
}

const rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop"];
const walks = rows.flatMap((row) => [row, [...row].reverse().join("")]);

/** Made of steps along a row alone, whatever the number of rows. */
function isWalk(plain: string): boolean {
  const isStep = (pair: string) => walks.some((walk) => walk.includes(pair));
  let steps = 0;
  for (let at = 1; at < plain.length; at++) if (isStep(plain.slice(at - 1, at + 1))) steps++;
  return steps >= (plain.length - 1) * 0.8;
}
