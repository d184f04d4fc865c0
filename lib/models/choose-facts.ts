import type { Fact, FactKind } from "./facts.ts";

export type Wish = { about: string; language: "en" | "he"; maxWords: number; maxFacts: number; favour?: Partial<Record<FactKind, number>> };

const idle = new Set(
  "the a an and or of to in on at for from with by is are was were be been it its this that these those as we our you your they their he she his her not no but if then than so which who what when where how will would can could should may about into over under per also have has had do does did i me my us all any write draft prepare please summarise summarize של את על עם מה זה זו זאת הוא היא הם אנחנו כל גם או אם כי לא יש אין עד בין היה היו כתוב כתבי הכן סכם לי לנו אל מן".split(
    " ",
  ),
);

// When something was is what the sources were searched by; it says little about which sentence matters.
const months = new Set(
  "janua februa march april june july august septem octobe novemb decemb ינואר פברוא אפריל יוני יולי אוגוסט ספטמב אוקטוב נובמב דצמבר"
    .split(" ")
    .map((month) => month.slice(0, 6)),
);
const isMonth = (stem: string): boolean => months.has(stem) || months.has(stem.replace(/^ב/, "")) || months.has(stem.slice(0, 5));

/** The stems of a text's telling words: enough letters to meet a plural, and Hebrew's attached letter taken off. */
export function stemsOf(text: string): Set<string> {
  const words = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f\u0591-\u05c7'"״׳]/g, "")
    .split(/[^\p{L}\p{N}]+/u);
  return new Set(
    words
      .filter((word) => word.length > 1 && !idle.has(word))
      .map((word) => (/^[והשבכלמ][\u05d0-\u05ea]{4,}$/.test(word) ? word.slice(1) : word).slice(0, 6)),
  );
}

export const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== "").length;

/** The sentences that say most of what was asked, from as many sources as there are, none twice; in the order of the sources. */
export function chooseFacts(facts: Fact[], { about, language, maxWords, maxFacts, favour = {} }: Wish): Fact[] {
  const wanted = new Set([...stemsOf(about)].filter((stem) => !isMonth(stem)));
  const scored = scoreAll(facts, wanted, language, favour);
  const chosen: typeof scored = [];
  const perSource = new Map<number, number>();
  let words = 0;
  while (chosen.length < maxFacts) {
    let best: (typeof scored)[number] | undefined;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (const candidate of scored) {
      if (chosen.includes(candidate) || words + candidate.words > maxWords) continue;
      const likest = Math.max(
        0,
        ...chosen.map((other) => (sameFigures(candidate.figures, other.figures) ? 1 : likeness(candidate.stems, other.stems))),
      );
      if (likest > 0.7) continue;
      const value = candidate.score - likest * 0.8 - 0.2 * (perSource.get(candidate.fact.source) ?? 0);
      if (value > bestValue) [best, bestValue] = [candidate, value];
    }
    if (!best) break;
    chosen.push(best);
    perSource.set(best.fact.source, (perSource.get(best.fact.source) ?? 0) + 1);
    words += best.words;
  }
  return chosen.map(({ fact }) => fact).sort((one, other) => one.source - other.source || one.position - other.position);
}

function scoreAll(facts: Fact[], wanted: Set<string>, language: "en" | "he", favour: Partial<Record<FactKind, number>>) {
  const stems = facts.map(({ text }) => stemsOf(text));
  const often = new Map<string, number>();
  for (const set of stems) for (const stem of set) often.set(stem, (often.get(stem) ?? 0) + 1);
  return facts.map((fact, at) => {
    const own = stems[at] ?? new Set<string>();
    const words = wordsIn(fact.text);
    let weight = 0;
    for (const stem of own) weight += Math.log(1 + (often.get(stem) ?? 0));
    const titles = stemsOf(fact.title);
    const asked = wanted.size === 0 ? 0 : [...wanted].filter((stem) => own.has(stem)).length / wanted.size;
    const titled = wanted.size === 0 ? 0 : [...wanted].filter((stem) => titles.has(stem)).length / wanted.size;
    const score =
      weight / (4 * Math.sqrt(own.size + 1)) +
      asked * 1.5 +
      titled * 0.5 +
      (fact.hasFigure ? 0.3 : 0) +
      (fact.position === 0 ? 0.2 : 0) +
      (isHebrew(fact.text) === (language === "he") ? 0.35 : 0) +
      (favour[fact.kind] ?? 0) -
      // Out of its paragraph a “he” or “this” points nowhere.
      (/^(he|she|they|this|these|those|it(?! (was|is) (decided|agreed)))\b/i.test(fact.text) ? 0.4 : 0) -
      (words < 5 ? 0.7 : 0) -
      (words > 45 ? 0.6 : 0);
    return { fact, score, stems: own, words, figures: figuresIn(fact.text) };
  });
}

const isHebrew = (text: string): boolean => (text.match(/[\u05d0-\u05ea]/g)?.length ?? 0) > (text.match(/[a-z]/gi)?.length ?? 0);

function likeness(one: Set<string>, other: Set<string>): number {
  let shared = 0;
  for (const stem of one) if (other.has(stem)) shared++;
  return shared / Math.max(1, Math.min(one.size, other.size));
}

const figuresIn = (text: string): string[] => (text.match(/\d[\d,.]*\d/g) ?? []).filter((figure) => !/^(19|20)\d\d$/.test(figure));

/** Two figures or more, the same ones: the same statement, whichever language it is made in. */
function sameFigures(one: string[], other: string[]): boolean {
  const [fewer, more] = one.length <= other.length ? [one, other] : [other, one];
  return fewer.length >= 2 && fewer.every((figure) => more.includes(figure));
}
