import type { Lexicon } from "../phrases.ts";
import { arabic } from "./arabic.ts";
import { chinese } from "./chinese.ts";
import { english } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { hebrew } from "./hebrew.ts";
import { italian } from "./italian.ts";
import { japanese } from "./japanese.ts";
import { type Meaning, meanings } from "./meanings.ts";
import { dutch, hindi, korean, more, polish, turkish } from "./others.ts";
import { portuguese } from "./portuguese.ts";
import { russian } from "./russian.ts";
import { spanish } from "./spanish.ts";

/** What one language says for the meanings it has words of its own for. */
export type Words = Partial<Lexicon<Meaning>>;

const languages: Words[] = [
  english,
  arabic,
  chinese,
  dutch,
  french,
  german,
  hebrew,
  hindi,
  italian,
  japanese,
  korean,
  polish,
  portuguese,
  russian,
  spanish,
  turkish,
  more,
];

/** All languages at once: an order may change its language in the middle, and a text seldom says which it is in. */
export const injectionWords = Object.fromEntries(
  meanings.map((meaning) => [meaning, languages.flatMap((words) => words[meaning] ?? []).join(",")]),
) as Lexicon<Meaning>;
