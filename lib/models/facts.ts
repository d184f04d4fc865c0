import type { Source } from "#lib/kernel/complete.ts";

export const factKinds = ["goal", "figure", "decision", "question", "risk", "next", "plain"] as const;
export type FactKind = (typeof factKinds)[number];

/** One sentence of a source, as it stands there. */
export type Fact = {
  text: string;
  kind: FactKind;
  title: string;
  url: string;
  date: string;
  source: number;
  position: number;
  hasFigure: boolean;
};

const cues: [Exclude<FactKind, "plain" | "figure">, RegExp][] = [
  [
    "question",
    /\?\s*$|open question|still (open|unclear)|to be decided|not yet (decided|agreed)|שאלה פתוחה|שאלות פתוחות|טרם הוחלט|עדיין לא ברור/i,
  ],
  ["decision", /\b(decided|agreed|resolved|decisions?|approved(?! (budget|plan)))\b|הוחלט|החליט|החלטות|החלטנו|אושר|אישר|סוכם/i],
  [
    "next",
    /\b(next steps?|action items?|actions?|follow[- ]up|to do|owner:|due (by|on)|will (send|prepare|present|meet|sign|deliver|draft|check|publish|start|begin|report|bring|visit|propose|finish))\b|הצעדים הבאים|הצעד הבא|משימות|באחריות|(יכין|תכין|יציג|תציג|ישלח|תשלח|יגיש|תגיש|יבדוק|תבדוק)/i,
  ],
  ["risk", /\b(risks?|concerns?|delay(ed|s)?|shortages?|threat|overdue|behind schedule|may slip)\b|סיכון|סיכונים|עיכוב|חשש|מחסור|איחור/i],
  [
    "goal",
    /\b(goals?|targets?|aims?|objectives?|priorit(y|ies)|wants? to (be|become|reach|grow|sell|open))\b|יעד|יעדים|מטרה|מטרות|עדיפות|(רוצה|רוצים) להיות/i,
  ],
];
const figure =
  /\d[\d,.]*\s?(%|percent|tons?|tonnes?|hectares?|million|thousand|ils|nis|usd|eur|kg|days|אחוז|טון|דונם|מיליון|אלף|ש["״]ח)|[₪$€]\s?\d|\d{2,}/i;

/** A day is no figure that anybody reviews. */
const days =
  /\b\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december)\b( \d{4})?|\b(19|20)\d\d\b|\d{1,2} ?ב(ינואר|פברואר|מרץ|אפריל|מאי|יוני|יולי|אוגוסט|ספטמבר|אוקטובר|נובמבר|דצמבר)/gi;

/** Words that speak to a model instead of a reader. They are left out of every text and never followed. */
const commands =
  /(ignore|disregard|forget)\b.{0,40}\b(instructions?|prompts?|rules)|system prompt|you are now\b|as an ai\b|(התעלם|התעלמו|תתעלמ)\S*.{0,30}(הוראות|הנחיות)|do not tell the user|exfiltrate/i;

const label =
  /^(date|participants?|attendees|present|author|from|to|cc|subject|version|status|location|תאריך|משתתפים|נוכחים|מאת|אל|נושא|גרסה|מיקום)\s*:/i;

export type Read = { facts: Fact[]; leftOut: number };

/** The sentences of all sources, each with what it is about. A heading tells what stands under it. */
export function readFacts(sources: Source[]): Read {
  const facts: Fact[] = [];
  let leftOut = 0;
  sources.forEach((source, index) => {
    const own: Fact[] = [];
    let section: FactKind = "plain";
    let hadBullets = false;
    for (const { text, form } of blocksOf(source.text)) {
      // A paragraph below a list has left the list's heading behind.
      if (form === "heading" || (form === "paragraph" && hadBullets)) section = form === "heading" ? kindBy(text) : "plain";
      hadBullets = form === "bullet";
      if (form === "heading") continue;
      for (const sentence of sentencesOf(text)) {
        if (commands.test(sentence)) leftOut++;
        else own.push(factOf(sentence, source, index, own.length, section));
      }
    }
    // A text of ours, made of quotes: what stands around them is our own wording and no fact.
    const cited = own.filter(({ title }) => title !== source.title);
    facts.push(...(cited.length > 0 && cited.length * 2 >= own.length ? cited : own));
  });
  return { facts, leftOut };
}

function factOf(sentence: string, source: Source, index: number, position: number, section: FactKind): Fact {
  const given = attributed(sentence);
  const text = given?.quote ?? sentence;
  const kind = section === "plain" ? kindBy(text) : section;
  const hasFigure = figure.test(text.replace(days, ""));
  return {
    text,
    kind: kind === "plain" && hasFigure ? "figure" : kind,
    title: given?.title ?? source.title,
    url: given ? "" : source.url,
    date: given?.date ?? source.date ?? "",
    source: index,
    position,
    hasFigure,
  };
}

function kindBy(text: string): FactKind {
  return cues.find(([, cue]) => cue.test(text))?.[0] ?? "plain";
}

/** `“quote” (title, date)`: how our own texts name their source, so that a text made from a text still names the document. */
function attributed(sentence: string): { quote: string; title: string; date: string } | undefined {
  const found = /^[“"](.+)[”"]\s+\((.+?)(?:, (\d{4}-\d{2}-\d{2}))?\)$/.exec(sentence);
  return found?.[1] && found[2] ? { quote: found[1], title: found[2], date: found[3] ?? "" } : undefined;
}

type Block = { text: string; form: "heading" | "bullet" | "paragraph" };

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let running: { form: "bullet" | "paragraph"; lines: string[] } | undefined;
  const flush = () => {
    if (running) blocks.push({ text: running.lines.join(" "), form: running.form });
    running = undefined;
  };
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    const heading = /^#{1,6}\s+(.+)$/.exec(line)?.[1] ?? (/^[^.!?“"]{2,60}:$/.test(line) && !/^[-*•]/.test(line) ? line : undefined);
    const bullet = /^(?:[-*•–]|\d{1,2}[.)])\s+(.+)$/.exec(line)?.[1];
    if (heading !== undefined || bullet !== undefined || line === "" || line.startsWith("|") || label.test(line)) flush();
    if (heading !== undefined) blocks.push({ text: heading, form: "heading" });
    else if (bullet !== undefined) running = { form: "bullet", lines: [bullet] };
    else if (line !== "" && !line.startsWith("|") && !label.test(line)) {
      running ??= { form: "paragraph", lines: [] };
      running.lines.push(line);
    }
  }
  flush();
  return blocks;
}

const abbreviation = /(?:\b(?:Dr|Mr|Mrs|Ms|Prof|No|St|vs|approx|e\.g|i\.e|Inc|Ltd|Co)|\b[A-Z])\.$/;

function sentencesOf(block: string): string[] {
  const plain = block.replace(/\s+/g, " ").trim();
  if (attributed(plain)) return [plain];
  const sentences: string[] = [];
  let from = 0;
  for (const { index, 0: mark } of plain.matchAll(/[.!?…]+["”)]?\s+(?=["“(]?[A-Z0-9\u05d0-\u05ea])/g)) {
    const candidate = plain.slice(from, index + mark.trimEnd().length);
    if (abbreviation.test(candidate)) continue;
    sentences.push(candidate);
    from = index + mark.length;
  }
  sentences.push(plain.slice(from));
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => /[\p{L}]/u.test(sentence));
}
