import type { Complete, CompleteAsk, Completed } from "#lib/kernel/complete.ts";
import { chooseFacts } from "./choose-facts.ts";
import { type Fact, type FactKind, factKinds, readFacts } from "./facts.ts";
import { type OfflineWords, offlineWords } from "./offline-words.ts";

/**
 * The built-in text model: no network, no chance, the same answer every time. It writes by choosing sentences of the sources,
 * quoting them with the source's title, and setting them out as the kind of text asks. It never states what no source says.
 */
export const completeOffline: Complete = async (ask) => writeOffline(ask);

export function writeOffline(ask: CompleteAsk): Completed {
  const words = offlineWords[ask.language];
  const { facts, leftOut } = readFacts(ask.sources);
  const note = leftOut > 0 ? `${words.note} ${words.leftOut(leftOut)}` : words.note;
  if (facts.length === 0) return { text: withoutSources(ask, words), model: "offline", citations: [], note };
  const chosen = choose(ask, facts);
  const text = layout(ask, chosen, words);
  return { text, model: "offline", citations: chosen.map(({ title, url, text: quote }) => ({ title, url, quote })), note };
}

const telling: Partial<Record<FactKind, number>> = { decision: 0.4, next: 0.3, goal: 0.3, risk: 0.25, question: 0.2, figure: 0.1 };

function choose(ask: CompleteAsk, facts: Fact[]): Fact[] {
  const about = [ask.topic ?? "", ask.instructions].join(" ");
  const { language, maxWords = 250 } = ask;
  if (!isGrouped(ask))
    return chooseFacts(facts, {
      about,
      language,
      maxWords,
      maxFacts: ask.kind === "email" || ask.kind === "message" ? 5 : 10,
      favour: telling,
    });
  // Each kind of fact gets its share, so that a long list of figures does not push the open questions out.
  const each = Math.floor(maxWords / 6);
  const grouped = factKinds.flatMap((kind) =>
    kind === "plain"
      ? []
      : chooseFacts(
          facts.filter((fact) => fact.kind === kind),
          { about, language, maxWords: Math.max(each, 45), maxFacts: 3 },
        ),
  );
  if (grouped.length >= 3) return grouped;
  return [
    ...grouped,
    ...chooseFacts(
      facts.filter((fact) => !grouped.includes(fact)),
      { about, language, maxWords, maxFacts: 6 - grouped.length },
    ),
  ];
}

const isGrouped = ({ task, kind }: CompleteAsk): boolean =>
  task === "analyse" || (task === "write" && kind !== "email" && kind !== "message");

function layout(ask: CompleteAsk, facts: Fact[], words: OfflineWords): string {
  const about = topicOf(ask);
  const drawn = drawnFrom(facts, words);
  if (ask.task === "summarise") return [words.summary(countSources(facts), about), bullets(facts)].join("\n\n");
  if (ask.task === "analyse") return [drawn, groups(facts, words)].join("\n\n");
  const heading = `# ${words.kinds[ask.kind ?? "text"] ?? words.kinds["text"]}${about ? `: ${about}` : ""}`;
  if (ask.kind === "agenda") return [heading, drawn, agenda(facts, words)].join("\n\n");
  if (ask.kind === "email" || ask.kind === "message") {
    const said = toldIn(ask.instructions);
    return [words.hello, ...(said ? [said] : []), words.emailLead(about), bullets(facts), words.emailEnd].join("\n\n");
  }
  if (ask.kind === "report") {
    const top = chooseFacts(facts, { about, language: ask.language, maxWords: 90, maxFacts: 3, favour: telling });
    const rest = facts.filter((fact) => !top.includes(fact));
    return [heading, drawn, `## ${words.summaryHeading}`, bullets(top), groups(rest, words), `## ${words.sources}`, sourceList(facts)]
      .filter((part) => part !== "")
      .join("\n\n");
  }
  return [heading, drawn, groups(facts, words), `## ${words.sources}`, sourceList(facts)].join("\n\n");
}

/** What a text is about, where it was named and not asked. */
function topicOf({ topic = "" }: CompleteAsk): string {
  const plain = topic.replace(/\s+/g, " ").trim();
  return plain.length > 80 || /^(what|who|when|where|why|how|which|do|does|is|are|מה|מי|מתי|איפה|היכן|למה|מדוע|איך|כמה|האם)\s/i.test(plain)
    ? ""
    : plain;
}

const countSources = (facts: Fact[]): number => new Set(facts.map(({ title, source }) => title || source)).size;

function drawnFrom(facts: Fact[], words: OfflineWords): string {
  const dates = facts
    .map(({ date }) => date)
    .filter((date) => date !== "")
    .sort();
  return words.drawn(countSources(facts), dates[0] ?? "", dates.at(-1) ?? "");
}

/** A quote and where it stands; `facts.ts` reads this form back. */
function cite({ text, title, date }: Fact): string {
  const from = [title, date].filter((part) => part !== "").join(", ");
  return from === "" ? `“${text}”` : `“${text}” (${from})`;
}

const bullets = (facts: Fact[]): string => facts.map((fact) => `- ${cite(fact)}`).join("\n");

function byKind(facts: Fact[]): { kind: FactKind; some: Fact[] }[] {
  return factKinds.map((kind) => ({ kind, some: facts.filter((fact) => fact.kind === kind) })).filter(({ some }) => some.length > 0);
}

const groups = (facts: Fact[], words: OfflineWords): string =>
  byKind(facts)
    .map(({ kind, some }) => `## ${words.groups[kind]}\n${bullets(some)}`)
    .join("\n\n");

function agenda(facts: Fact[], words: OfflineWords): string {
  const items = byKind(facts);
  const lines = items.map(({ kind, some }, at) =>
    [`${at + 1}. ${words.agenda[kind]}`, ...some.map((fact) => `   - ${cite(fact)}`)].join("\n"),
  );
  const hasNext = items.some(({ kind }) => kind === "next");
  return [...lines, ...(hasNext ? [] : [`${items.length + 1}. ${words.agree}`])].join("\n");
}

function sourceList(facts: Fact[]): string {
  const seen = new Map(
    facts
      .filter(({ title }) => title !== "")
      .map(({ title, date, url }) => [title, [title, date, url].filter((part) => part !== "").join(", ")]),
  );
  return [...seen.values()].map((line) => `- ${line}`).join("\n");
}

/** What a request wants told: the part after "saying", "that", "לומר ש". */
function toldIn(instructions: string): string {
  const told =
    /\b(?:saying|to say|telling (?:him|her|them)|that says|letting (?:him|her|them) know)(?: that)?\s+(.{3,})$/is.exec(instructions)?.[1] ??
    /(?:לומר|להודיע|לספר|שאומר|האומר)\S*\s+ש(.{3,})$/s.exec(instructions)?.[1] ??
    "";
  const plain = told.trim();
  return plain === "" ? "" : `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${/[.!?]$/.test(plain) ? "" : "."}`;
}

function withoutSources(ask: CompleteAsk, words: OfflineWords): string {
  const about = topicOf(ask);
  if (ask.task !== "write") return words.nothing;
  const said = toldIn(ask.instructions);
  if (ask.kind === "email" || ask.kind === "message") return [words.hello, said || words.nothingToWrite, words.emailEnd].join("\n\n");
  const heading = `# ${words.kinds[ask.kind ?? "text"] ?? words.kinds["text"]}${about ? `: ${about}` : ""}`;
  if (ask.kind === "agenda")
    return [heading, words.nothingToWrite, words.bare.map((item, at) => `${at + 1}. ${item}`).join("\n")].join("\n\n");
  return [heading, ...(said ? [said] : []), words.nothingToWrite].join("\n\n");
}
