import type { Language } from "../decision.ts";
import type { Entry, Lexicon, Role } from "./lexicon.ts";
import { attached } from "./lexicon-he.ts";
import { type Calendar, findTimes, type TimeMention } from "./times.ts";

export type Token = {
  kind: "word" | "quote" | "time" | "email" | "url" | "punct";
  text: string;
  start: number;
  end: number;
  /** What the lexicon knows; nothing for a name or a word it does not know. */
  entry?: Entry;
  /** The form the lexicon knows, or the plain word. */
  word: string;
  /** A Hebrew "and" or preposition written together with the word. */
  and?: boolean;
  role?: Role;
  definite?: boolean;
  /** What an unknown Hebrew word may be without its first letters. */
  variants?: { text: string; and: boolean; role?: Role }[];
  time?: TimeMention;
  value?: string;
};

const isHebrew = (text: string) => /[\u05d0-\u05ea]/.test(text);

export function languageOf(text: string, otherwise: Language): Language {
  const hebrew = text.match(/[\u05d0-\u05ea]/g)?.length ?? 0;
  const latin = text.match(/[A-Za-z]/g)?.length ?? 0;
  if (hebrew === 0 && latin === 0) return otherwise;
  return hebrew >= latin * 0.6 ? "he" : "en";
}

/** Quoted words are text, whatever they say. A quotation mark inside a Hebrew word (דו"ח) is not one. */
export const quoted =
  /(?<![\p{L}\p{N}])"([^"\n]{1,4000})"(?![\p{L}\p{N}])|“([^”]{1,4000})”|„([^“”]{1,4000})[“”]|«([^»]{1,4000})»|(?<![\p{L}\p{N}])״([^״\n]{1,4000})״(?![\p{L}\p{N}])|```([^`]{1,8000})```|`([^`\n]{1,2000})`|(?<![\p{L}\p{N}])'([^'\n]{2,2000})'(?![\p{L}\p{N}])|‘([^’\n]{2,2000})’(?![\p{L}\p{N}])/gu;
const urls = /https?:\/\/[^\s"'<>)\]]+[^\s"'<>)\].,;:!?]/giu;
const emails = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,190}\.[\p{L}]{2,24}/gu;
const words = /\d+[.)](?=\s)|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:(?:['’׳״".:/-]|'')(?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*['׳]?|[^\s]/gu;

export function cut(text: string, language: Language, lexicon: Lexicon, calendar: Calendar): Token[] {
  const found: Token[] = [];
  const free = (start: number, end: number) => found.every((other) => end <= other.start || start >= other.end);
  const take = (kind: Token["kind"], pattern: RegExp) => {
    for (const hit of text.matchAll(pattern)) {
      const [start, end] = [hit.index, hit.index + hit[0].length];
      if (free(start, end))
        found.push({ kind, text: hit[0], start, end, word: hit[0], value: hit.slice(1).find((group) => group !== undefined) ?? hit[0] });
    }
  };
  take("quote", quoted);
  take("url", urls);
  take("email", emails);
  let left = text;
  for (const { start, end } of found) left = left.slice(0, start) + "\u0000".repeat(end - start) + left.slice(end);
  for (const time of findTimes(left, language, calendar))
    if (free(time.start, time.end)) found.push({ kind: "time", text: time.text, start: time.start, end: time.end, word: time.text, time });
  for (const { start, end } of found) left = left.slice(0, start) + " ".repeat(end - start) + left.slice(end);
  for (const hit of left.matchAll(words)) {
    const [start, end] = [hit.index, hit.index + hit[0].length];
    const isWord = /[\p{L}\p{N}&]/u.test(hit[0]) && !/^\d+[.)]$/.test(hit[0]);
    found.push({ kind: isWord ? "word" : "punct", text: hit[0], start, end, word: hit[0].toLowerCase() });
  }
  found.sort((a, b) => a.start - b.start);
  return join(found, lexicon).map((token) => (token.kind === "word" ? known(token, lexicon) : token));
}

/** Joins the words of a phrase that the lexicon has as one. */
function join(tokens: Token[], lexicon: Lexicon): Token[] {
  const out: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    const bare = token.word.replaceAll("’", "'");
    const heads =
      token.kind === "word" ? [bare, ...(isHebrew(bare) ? [bare.replace(/^[ושבלמה]/, ""), bare.replace(/^[ושבלמה]{2}/, "")] : [])] : [];
    let hit: { phrase: string; count: number; head: string } | undefined;
    for (const head of heads)
      for (const phrase of hit === undefined ? (lexicon.phrases.get(head) ?? []) : []) {
        const parts = phrase.split(" ");
        if (
          hit === undefined &&
          parts.every((part, j) => j === 0 || (tokens[i + j]?.kind === "word" && tokens[i + j]?.word.replaceAll("’", "'") === part))
        )
          hit = { phrase, count: parts.length, head };
      }
    const last = hit === undefined ? undefined : tokens[i + hit.count - 1];
    if (hit === undefined || last === undefined) {
      out.push({ ...token, word: bare });
      continue;
    }
    const prefix = bare.slice(0, bare.length - hit.head.length);
    const role = attached[prefix.replace(/^[וש]/, "").replace(/ה$/, "")];
    out.push({
      ...token,
      text: `${token.text} ${hit.phrase.split(" ").slice(1).join(" ")}`,
      end: last.end,
      word: hit.phrase,
      ...(prefix.startsWith("ו") ? { and: true } : {}),
      ...(role === undefined ? {} : { role }),
    });
    i += hit.count - 1;
  }
  return out;
}

const finals: Record<string, string> = { כ: "ך", מ: "ם", נ: "ן", פ: "ף", צ: "ץ" };

/** A Hebrew verb's feminine and plural: תקראי, שלחו → תקרא, שלח. */
function verbForms(word: string): string[] {
  const cutOff = /[יו]$/.test(word) && word.length > 3 ? word.slice(0, -1) : undefined;
  if (cutOff === undefined) return [word];
  const end = cutOff.at(-1) ?? "";
  // תכתבי → תכתוב: the vowel that the ending swallowed.
  return [word, cutOff, cutOff.slice(0, -1) + (finals[end] ?? end), `${cutOff.slice(0, -1)}ו${finals[end] ?? end}`];
}

function known(token: Token, lexicon: Lexicon): Token {
  const word = token.word.replaceAll('"', "״").replace(/׳/g, "'").replace(/'s$/, "");
  const exact = lexicon.words.get(word) ?? lexicon.words.get(word.replaceAll("'", ""));
  if (exact !== undefined) return { ...token, word, entry: exact };
  if (!isHebrew(word)) return { ...token, word };
  const variants: NonNullable<Token["variants"]> = [];
  for (const and of [false, true])
    for (const that of ["", "ש", "כש"])
      for (const letter of ["", "ב", "ל", "מ", "כ"])
        for (const the of ["", "ה"]) {
          const prefix = `${and ? "ו" : ""}${that}${letter}${the}`;
          const hyphen = word.startsWith(`${prefix}-`) && prefix !== "" ? 1 : 0;
          const rest = word.slice(prefix.length + hyphen);
          if (!word.startsWith(prefix) || rest.length < 2) continue;
          const role = attached[letter];
          for (const form of prefix.length === 0 || (letter === "" && the === "") ? verbForms(rest) : [rest]) {
            const entry = lexicon.words.get(form) ?? lexicon.words.get(form.replaceAll("'", ""));
            const fits =
              entry !== undefined &&
              (form === rest || entry.verb !== undefined) &&
              !(entry.verb !== undefined && entry.noun === undefined && (letter !== "" || the !== "")) &&
              !(entry.stop === true && entry.noun === undefined && (letter !== "" || the !== ""));
            if (fits && prefix.length + hyphen + rest.length === word.length)
              return {
                ...token,
                word: form,
                entry,
                and,
                ...(role === undefined ? {} : { role }),
                ...(the === "ה" ? { definite: true } : {}),
              };
          }
          if (that === "") variants.push({ text: token.text.slice(prefix.length + hyphen), and, ...(role === undefined ? {} : { role }) });
        }
  variants.sort((a, b) => b.text.length - a.text.length);
  return { ...token, word, variants };
}
