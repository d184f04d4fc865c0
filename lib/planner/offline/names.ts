/** Letters of one name as one text: no niqqud, no quotes, no accents, lower case. */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/['’׳״"`.]/g, "")
    .replace(/[-–_/]+/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

const latin: [string, string][] = [
  ["sh", "S"],
  ["ch", "K"],
  ["kh", "K"],
  ["tz", "C"],
  ["ts", "C"],
  ["ph", "P"],
  ["th", "T"],
  ["ck", "K"],
  ["b", "B"],
  ["v", "B"],
  ["w", "B"],
  ["c", "K"],
  ["k", "K"],
  ["q", "K"],
  ["x", "KS"],
  ["d", "D"],
  ["f", "P"],
  ["p", "P"],
  ["g", "G"],
  ["j", "G"],
  ["l", "L"],
  ["m", "M"],
  ["n", "N"],
  ["r", "R"],
  ["s", "S"],
  ["t", "T"],
  ["z", "Z"],
];
const hebrew: Record<string, string> = {
  ב: "B",
  ג: "G",
  ד: "D",
  ז: "Z",
  ט: "T",
  כ: "K",
  ך: "K",
  ל: "L",
  מ: "M",
  ם: "M",
  נ: "N",
  ן: "N",
  ס: "S",
  פ: "P",
  ף: "P",
  צ: "C",
  ץ: "C",
  ק: "K",
  ר: "R",
  ש: "S",
  ת: "T",
};

/** A vowel, y or h counts only where a word begins with it. */
const opening: Record<string, string[]> = { a: ["A"], e: ["A"], i: ["A"], o: ["A"], u: ["A"], y: ["Y"], h: ["H", ""] };

/** The consonants of a word, alike for both scripts (`Tevuot`, `תבואות` → `TBT`). ו and ח may be silent, so there can be several. */
function skeletons(word: string): Set<string> {
  let found = new Set([""]);
  const add = (...options: string[]) => {
    found = new Set(
      [...found].flatMap((so) => options.map((option) => (option !== "" && so.endsWith(option) ? so : so + option))).slice(0, 32),
    );
  };
  if (/[\u05d0-\u05ea]/.test(word)) {
    for (const [i, letter] of [...word].entries()) {
      if (letter === "ו") add(...(i === 0 ? ["B"] : ["", "B"]));
      else if (letter === "ח") add("", "K");
      else if ("אע".includes(letter)) add(...(i === 0 ? ["A"] : [""]));
      else if (letter === "י") add(...(i === 0 ? ["Y"] : [""]));
      else if (letter === "ה") add(...(i === 0 ? ["H"] : [""]));
      else add(hebrew[letter] ?? "");
    }
    return found;
  }
  for (let i = 0; i < word.length; ) {
    const hit = latin.find(([letters]) => word.startsWith(letters, i));
    if (i === 0 && hit === undefined) add(...(opening[word.charAt(0)] ?? [""]));
    else if (hit !== undefined) add(hit[1]);
    i += hit?.[0].length ?? 1;
  }
  return found;
}

const isHebrew = (text: string) => /[\u05d0-\u05ea]/.test(text);

function sameWord(a: string, b: string): boolean {
  if (a === b) return true;
  if (isHebrew(a) === isHebrew(b)) return false;
  const other = skeletons(b);
  return [...skeletons(a)].some((one) => one.length >= 2 && other.has(one));
}

/** Whether every word that was asked for is a word of the name, in either script. */
export function namesMatch(asked: string, name: string): boolean {
  const words = plain(name).split(" ");
  const wanted = plain(asked)
    .split(" ")
    .filter((word) => word !== "");
  return wanted.length > 0 && wanted.every((word) => words.some((own) => sameWord(word, own)));
}

/** Whether the two are the same name, in either script. */
export function sameName(a: string, b: string): boolean {
  return namesMatch(a, b) && namesMatch(b, a);
}

/** Code units, for an order that no locale changes. */
export function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
