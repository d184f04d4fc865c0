/** One word of a text as detectors read it: folded to lower case without accents, with its place in the text as it was given. */
export type Word = {
  text: string /** What else it may be: without what is written onto it, with letters for digits. */;
  readings: readonly string[];
  start: number;
  end: number;
  sentence: number;
};

type Fold = { text: string; kind: "letter" | "ideograph" | "digit" | "ignored" | "stop" | "gap" };

const folds = new Map<string, Fold>();
/** Small capitals, which are letters of their own and read as those they are drawn after. */
const smallCapitals = Object.fromEntries(
  [..."ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz"].flatMap((char, i, all) => (i % 2 === 0 ? [[char, all[i + 1] ?? char]] : [])),
);
/** Letters whose stroke is no accent. */
const barred: Record<string, string> = { ...smallCapitals, ı: "i", ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ð: "d", þ: "th" };
const invisible = /\p{Cf}|\p{Mn}|[\u115f\u1160\u3164\uffa0]/u;

function foldOf(char: string): Fold {
  const known = folds.get(char);
  if (known) return known;
  const made = fold(char);
  if (folds.size < 50_000) folds.set(char, made);
  return made;
}

function fold(char: string): Fold {
  const code = char.codePointAt(0) ?? 0;
  // Tag characters draw nothing and spell ASCII.
  if (code >= 0xe0020 && code <= 0xe007e) return fold(String.fromCharCode(code - 0xe0000));
  if (char === "'" || char === "’" || char === "׳" || char === "`" || char === "״") return { text: "", kind: "ignored" };
  if (invisible.test(char)) return { text: "", kind: "ignored" };
  const lower = char
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "");
  const text = barred[lower] ?? lower;
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(text)) return { text, kind: "ideograph" };
  if (/^\p{L}/u.test(text)) return { text, kind: "letter" };
  if (/^\p{N}/u.test(text)) return { text, kind: "digit" };
  return { text, kind: /[.!?;。！？…\n]/.test(char) ? "stop" : "gap" };
}

/**
 * The words of a text, in one pass. Compatibility forms, accents, invisible characters and look-alikes of other scripts are folded away,
 * letters that stand spaced out are joined, and each ideograph is a word of its own.
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let sentence = 0;
  let word = "";
  let start = 0;
  let end = 0;
  let elided = 0;
  const close = () => {
    if (word !== "") words.push(wordOf(word, { start, end, sentence }, elided));
    word = "";
    elided = 0;
  };
  for (let at = 0; at < text.length; ) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const next = at + char.length;
    const { text: folded, kind } = foldOf(char);
    if (kind === "letter" || kind === "digit") {
      if (word === "") start = at;
      // Nothing that is longer is a word; a fresh one begins, so that no lookup is long.
      word += folded;
      end = next;
      if (word.length > 60) close();
    } else if (kind === "ideograph") {
      close();
      words.push({ text: folded, readings: nothingElse, start: at, end: next, sentence });
    } else if (kind === "ignored") {
      if (word.length <= 7 && elisions.has(word)) elided = word.length;
    } else {
      close();
      if (kind === "stop" && endsSentence(text, at, char, words.at(-1))) sentence += 1;
    }
    at = next;
  }
  close();
  return joinSpelled(words, text);
}

const nothingElse: readonly string[] = [];

/** What French and Italian write before an apostrophe, onto the word that follows. */
const elisions = new Set("l d n t s c j m qu lorsqu puisqu jusqu quelqu dell all nell sull dall un quest".split(" "));

function wordOf(word: string, place: Pick<Word, "start" | "end" | "sentence">, elided = 0): Word {
  const text = plainScript(word);
  const readings = isPlain.test(text) ? nothingElse : readingsOf(text);
  return { text, readings: elided > 0 && text.length > elided + 1 ? [...readings, text.slice(elided)] : readings, ...place };
}

const isPlain = /^[a-z]*$/;

/** Hebrew and Arabic write "and", "the", "in", "to", "from" onto the word; a word with digits in it may be one with digits for letters. */
function readingsOf(text: string): readonly string[] {
  const readings: string[] = [];
  if (/\d/.test(text) && /[a-z]{2}/.test(text)) readings.push([...text].map((char) => digitsAsLetters[char] ?? char).join(""));
  if (/^[והבלמשכ][א-ת]{2}/.test(text)) {
    readings.push(text.slice(1));
    if (/^[ושכ][הבלמשכ][א-ת]{2}/.test(text)) readings.push(text.slice(2));
  }
  if (/^(?:وال|بال|لل|ال|و|ف)[\u0621-\u064a]{3}/.test(text)) readings.push(text.replace(/^(?:وال|بال|لل|ال|و|ف)/, ""));
  return readings;
}

/** A full stop within a number, an address or a file name ends nothing; nor does a line that is only wrapped. */
/** Short forms after which a full stop ends nothing. */
const shortForms = new Set("mr mrs ms dr prof st no nr vs inc ltd co jr sr approx dept est ext sra sr srta d".split(" "));

function endsSentence(text: string, at: number, char: string, last: Word | undefined): boolean {
  if (char === "." && last?.end === at && shortForms.has(last.text)) return false;
  const following = text[at + 1];
  if (char === "\n") return following === "\n" || following === "-" || following === "*" || following === "\r";
  return following === undefined || /[\s"'”’)\]>*_]/.test(following) || char === "。" || char === "！" || char === "？";
}

/** Letters that look like Latin ones, in a word that has Latin ones too. */
const lookalikes: Record<string, string> = Object.fromEntries(
  [..."аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwкkмmтtвbнhгrαaοoρpεeιiνvκkτtυuγyηn"].flatMap((char, i, all) =>
    i % 2 === 0 ? [[char, all[i + 1] ?? char]] : [],
  ),
);
const latin = /[a-z]/;
const alike = /[\u0370-\u03ff\u0400-\u04ff\u0500-\u052f]/;

function plainScript(word: string): string {
  if (!alike.test(word) || !latin.test(word)) return word;
  return [...word].map((char) => lookalikes[char] ?? char).join("");
}

const digitsAsLetters: Record<string, string> = { 0: "o", 1: "i", 3: "e", 4: "a", 5: "s", 7: "t", 8: "b" };

/** `i g n o r e` and `i.g.n.o.r.e` are words that were spaced out; a wider gap, or another sign, is one between words. */
function joinSpelled(words: Word[], text: string): Word[] {
  const joined: Word[] = [];
  for (let at = 0; at < words.length; ) {
    const run = spelledFrom(words, at, text);
    if (run.length >= 3) {
      const [first, last] = [run[0] as Word, run.at(-1) as Word];
      joined.push(wordOf(run.map(({ text }) => text).join(""), { start: first.start, end: last.end, sentence: first.sentence }));
      at += run.length;
    } else {
      joined.push(words[at] as Word);
      at += 1;
    }
  }
  return joined;
}

function spelledFrom(words: Word[], from: number, text: string): Word[] {
  const run: Word[] = [];
  for (let at = from; at < words.length && run.length < 60; at++) {
    const word = words[at] as Word;
    const last = run.at(-1);
    if (!/^[a-zא-תа-я]$/.test(word.text) || (last && word.start - last.end !== 1)) break;
    if (last && text[last.end] !== text[(run[0] as Word).end]) break;
    run.push(word);
  }
  return run;
}
