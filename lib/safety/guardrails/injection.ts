import type { Finding } from "./finding.ts";
import { type InjectionMeaning, injectionWords } from "./injection-words.ts";
import { type Match, type Rule, reader } from "./phrases.ts";
import { type Word, wordsOf } from "./words.ts";

/** Where a text came from or goes. Absent: a person typed it. */
export const channels = [
  "user",
  "mail",
  "page",
  "file",
  "calendar",
  "chat",
  "webhook",
  "tool_result",
  "tool_description",
  "model",
  "listing",
  "advertisement",
  "sms",
  "call",
] as const;
export type Channel = (typeof channels)[number];

const otherNames: [name: RegExp, channel: Channel][] = [
  [/tool[\s_-]*desc|schema|manifest/, "tool_description"],
  [/tool|function|api|mcp|search|sql|database|row|record|crm/, "tool_result"],
  [/mail|inbox|newsletter/, "mail"],
  [/listing/, "listing"],
  [/^ads?$|advert|marketing|campaign|housing/, "advertisement"],
  [/page|web(?!hook)|html|site|browser|url|scrape|review|comment|post|social/, "page"],
  [/hook/, "webhook"],
  [/file|doc|pdf|attach|sheet|note|ocr|image|resume|transcript|code|log/, "file"],
  [/calendar|event|invit|meeting|ics/, "calendar"],
  [/sms|text_?message|whatsapp|mms/, "sms"],
  [/chat|slack|teams|message/, "chat"],
  [/call|voice|phone/, "call"],
  [/user|direct|prompt|input|request|typed|human/, "user"],
  [/model|llm|assistant|completion|output/, "model"],
];

/** A channel by any of its names. A name that is not known is content from outside, which is trusted least. */
export function channelNamed(name: string): Channel {
  const said = name.trim().toLowerCase();
  return (
    channels.find((channel) => channel === said.replace(/[\s-]+/g, "_")) ?? otherNames.find(([other]) => other.test(said))?.[1] ?? "page"
  );
}

/** What comes from outside: nothing in it is an order to anybody. */
const untrusted = new Set<Channel>(["mail", "page", "file", "calendar", "chat", "webhook", "tool_result", "tool_description", "sms"]);

type Weighed = Rule<InjectionMeaning> & {
  /** How much it says when a person typed it, and when it stands in content from outside. At 1 it is an injection. */
  typed: number;
  outside: number;
  /** Counts only where an address stands near. */
  needsTarget?: boolean;
  says: string;
};

const toldOf: Pick<Weighed, "unless" | "unlessBefore"> = { unless: ["about", "negated"], unlessBefore: ["asking"] };
const about: Pick<Weighed, "unless"> = { unless: ["about"] };
/** What somebody says of a helper of their own. */
const ownHelper: Pick<Weighed, "unless" | "unlessBefore"> = { unless: ["about", "thing"], unlessBefore: ["yours"] };

const rules: Weighed[] = [
  {
    name: "override-orders",
    when: [
      "override <2> earlier <3> orders",
      "override <3> orders <2> earlier",
      "earlier <2> orders <3> overridden",
      "override <3> hiddenText",
    ],
    ...toldOf,
    typed: 1,
    outside: 1,
    says: "it tells the model to drop its orders",
  },
  {
    name: "override-rules",
    when: ["override <1> theOrders"],
    ...toldOf,
    typed: 0.8,
    outside: 0.8,
    says: "it tells the model to drop its rules",
  },
  { name: "override-rest", when: ["ignoreRest"], ...toldOf, typed: 0.6, outside: 0.6, says: "it tells the model to drop the rest" },
  {
    name: "override-user",
    when: ["override <1> theUser"],
    ...toldOf,
    typed: 0.3,
    outside: 1,
    says: "it tells the model not to heed its user",
  },
  {
    name: "forget-all",
    when: ["override <2> everything <4> told|earlier"],
    ...toldOf,
    typed: 1,
    outside: 1,
    says: "it tells the model to forget what it was told",
  },
  {
    name: "reveal-prompt",
    when: [
      "reveal <5> hiddenText|ownText",
      "whatIs <3> ownText",
      "hiddenText|ownText <3> reveal",
      "ownPrompt",
      "reveal <2> yoursOf <1> hiddenAdj <1> orders",
      "reveal <1> everything <2> told",
    ],
    unless: ["about", "negated"],
    typed: 1,
    outside: 1,
    says: "it asks for the model's own orders",
  },
  {
    name: "unbound-role",
    when: ["become <8> unbound", "become <3> mode", "mode <2> fresh", "unbound <2> mode"],
    ...about,
    typed: 1,
    outside: 1,
    says: "it gives the model a role without limits",
  },
  { name: "unbound", when: ["you <6> unboundStrong"], ...toldOf, typed: 1, outside: 1, says: "it frees the model of its limits" },
  {
    name: "freed",
    when: ["freed <3> orders|theOrders", "orders|theOrders <3> freed"],
    ...toldOf,
    typed: 1,
    outside: 1,
    says: "it frees the model of its rules",
  },
  {
    name: "evade-guards",
    when: ["evade|override <4> guards"],
    unless: ["about", "negated", "yours"],
    unlessBefore: ["asking"],
    typed: 0.5,
    outside: 0.5,
    says: "it tells to get round a guard",
  },
  {
    name: "switch-off-guards",
    when: ["evade|override <3> guardsStrong", "guardsStrong <2> overridden"],
    ...toldOf,
    typed: 1,
    outside: 1,
    says: "it switches the guards off",
  },
  { name: "new-orders", when: ["fresh"], unless: ["about", "yours"], typed: 0.4, outside: 0.4, says: "it brings orders of its own" },
  { name: "your-orders", when: ["freshStrong"], ...about, typed: 1, outside: 1, says: "it gives the model new orders" },
  {
    name: "addressed",
    when: ["call <4> assistant", "assistant <3> call", "callNoun <3> assistant", "assistant <1> callNoun"],
    ...ownHelper,
    typed: 0.1,
    outside: 0.6,
    says: "it speaks to the model that reads it",
  },
  {
    name: "assistant-must",
    when: ["assistant <8> must <4> act"],
    ...ownHelper,
    typed: 0,
    outside: 0.6,
    says: "it says what the model must do",
  },
  { name: "model-act", when: ["aiStrong <8> act"], ...ownHelper, typed: 0, outside: 0.4, says: "it gives the model something to do" },
  {
    name: "assistant-act",
    when: ["assistant <3> act"],
    ...ownHelper,
    typed: 0,
    outside: 0.3,
    says: "it gives an assistant something to do",
  },
  { name: "user-act", when: ["act|outward <5> theUser"], ...about, typed: 0, outside: 0.6, says: "it speaks of the user to somebody else" },
  { name: "in-your-answer", when: ["yourAnswer"], ...about, typed: 0, outside: 0.5, says: "it says what the model's answer is to be" },
  { name: "conceal", when: ["conceal <4> watcher"], ...about, typed: 0.6, outside: 0.7, says: "it wants the user not to know" },
  { name: "tell-nobody", when: ["conceal"], ...about, typed: 0.1, outside: 0.3, says: "it wants to be kept quiet" },
  { name: "silently", when: ["silently"], ...about, typed: 0.2, outside: 0.5, says: "it wants something done in secret" },
  {
    name: "unasked",
    when: ["act <10> unasked", "unasked <6> act"],
    unless: ["about", "yours"],
    typed: 0.3,
    outside: 0.6,
    says: "it wants something done without asking",
  },
  {
    name: "carry-out",
    when: ["outward <8> precious"],
    ...about,
    needsTarget: true,
    typed: 0.2,
    outside: 0.5,
    says: "it sends something precious away",
  },
  {
    name: "carry-out-all",
    when: ["outward <4> earlier <3> precious"],
    unless: ["about", "yours"],
    typed: 0.2,
    outside: 0.3,
    says: "it hands all of something over",
  },
  {
    name: "approve-itself",
    when: ["approveIt <5> automatic", "automatic <3> approveIt"],
    ...about,
    typed: 0.3,
    outside: 0.5,
    says: "it approves in somebody's place",
  },
  {
    name: "tool-first",
    when: ["beforeTool <12> secretFile", "beforeTool <8> must|act <10> secretFile"],
    ...about,
    typed: 0.6,
    outside: 1,
    says: "it makes a tool read what is not its own",
  },
  { name: "tool-shadow", when: ["insteadOfTools"], typed: 0, outside: 0.7, says: "it puts a tool in the place of others" },
  {
    name: "file-grab",
    when: ["act|reveal <6> secretFile"],
    ...about,
    needsTarget: true,
    typed: 0.3,
    outside: 0.5,
    says: "it takes secrets out of a file",
  },
  {
    name: "borrowed-authority",
    when: ["authority <6> approveIt|unasked", "authority <6> must <3> act"],
    ...about,
    typed: 0.2,
    outside: 0.4,
    says: "it borrows somebody's authority",
  },
];
/** Tool descriptions speak of the user and of answers as a matter of course. */
const usualInTools = new Set(["user-act", "in-your-answer", "model-act", "assistant-act"]);
const target = /@[\p{L}\p{N}-]|https?:|\bwww\.|\b[\w-]+\.(?:com|net|org|io|test|example|invalid|ru|xyz)\b/u;
const byName = new Map(rules.map((rule) => [rule.name, rule]));
const injections = reader(injectionWords, rules);

/** How many words weigh together: an order and what it is about stand near each other. */
const windowWords = 70;

/** Marks of the turns and roles that a model is fed with. Nobody writes them to a person. */
const marks =
  /<\|(?:im_start|im_end|system|assistant|user|endoftext|start_header_id)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|assistant)(?:[_-](?:prompt|message|instructions?))?>|(?:^|[.!?>][ \t]?)[ \t]{0,4}(?:#{1,4}[ \t]{0,2})?(?:system|assistant)(?:[ \t](?:prompt|message|override|note|notice|instruction))?[ \t]{0,2}:|\[(?:system|admin|assistant|hidden)(?: [a-z]{3,12}){0,2}\]|<\/?(?:important|information|instructions?|admin|secret)>|BEGIN (?:SYSTEM|ADMIN|NEW) [A-Z]{3,15}|END OF (?:DOCUMENT|CONTEXT|EMAIL|USER INPUT|DATA)/gim;
const hidden =
  /display:\s{0,3}none|visibility:\s{0,3}hidden|font-size:\s{0,3}(?:0|1px)|opacity:\s{0,3}0(?![.\d])|color:\s{0,3}(?:#fff(?:fff)?|white)\b|<!--/i;

/** Orders to a model within a text that is read and not obeyed. */
export function findInjections(text: string, channel: Channel = "user", words: Word[] = wordsOf(text)): Finding[] {
  const found = [...injectionsIn(text, channel, words), ...encoded(text, channel), ...written(text)];
  return found.slice(0, 50);
}

function injectionsIn(text: string, channel: Channel, words: Word[]): Finding[] {
  const isOutside = untrusted.has(channel);
  const matches = injections.matches(words).filter((match) => !isMentioned(text, words, match) && !isSomebodysOwn(words, match));
  const weighed = matches.map((match) => {
    const rule = byName.get(match.rule) as Weighed;
    return { ...match, weight: weightOf(rule, match, text, channel), says: rule.says };
  });
  for (const { 0: mark, index } of text.matchAll(marks)) {
    const from = wordAt(words, index);
    weighed.push({
      rule: "turn-mark",
      start: index,
      end: index + mark.length,
      from,
      to: from,
      weight: weightOfMark(mark, isOutside),
      says: "it imitates the turns of a conversation",
    });
  }
  if (isOutside)
    for (const { 0: said, index } of text.matchAll(code)) {
      const from = wordAt(words, index);
      weighed.push({
        rule: "code",
        start: index,
        end: index + said.length,
        from,
        to: from,
        weight: /sh$/.test(said) ? 0.8 : 0.2,
        says: "it has a command in it",
      });
    }
  if (isOutside) {
    const style = hidden.exec(text);
    const near = style && weighed.find(({ start }) => start > style.index && start - style.index < 600);
    if (style && near)
      weighed.push({
        rule: "hidden",
        start: near.start,
        end: near.end,
        from: near.from,
        to: near.to,
        weight: 0.5,
        says: "it is hidden from the reader",
      });
  }
  return heavy(weighed.filter(({ weight }) => weight > 0).sort((a, b) => a.from - b.from));
}

function weightOf(rule: Weighed, { start, end }: Match, text: string, channel: Channel): number {
  if (rule.needsTarget && channel !== "tool_description" && !target.test(text.slice(start, end + 120))) return 0;
  if (channel === "tool_description" && usualInTools.has(rule.name)) return 0;
  // What a tool does is told to its user; a description that hides something has no other reading.
  if (channel === "tool_description" && rule.name === "conceal") return 1;
  return untrusted.has(channel) ? rule.outside : rule.typed;
}

function weightOfMark(mark: string, isOutside: boolean): number {
  if (/^<(?!\/?(?:important|information|instructions?|admin|secret)>)|INST/i.test(mark)) return 0.8;
  return isOutside ? 0.5 : 0.4;
}

type Weight = Match & { weight: number; says: string };

/** Where rules that stand near each other weigh enough together; each rule counts once in a window. */
function heavy(weighed: Weight[]): Finding[] {
  const found: Finding[] = [];
  const counts = new Map<string, number>();
  let sum = 0;
  let first = 0;
  let free = 0;
  for (const [last, next] of weighed.entries()) {
    if (!counts.get(next.rule)) sum += next.weight;
    counts.set(next.rule, (counts.get(next.rule) ?? 0) + 1);
    for (let oldest = weighed[first] as Weight; next.from - oldest.from > windowWords; oldest = weighed[first] as Weight) {
      const left = (counts.get(oldest.rule) ?? 1) - 1;
      counts.set(oldest.rule, left);
      if (left === 0) sum -= oldest.weight;
      first += 1;
    }
    if (sum < 0.999 || last < free) continue;
    const group = weighed.slice(Math.max(first, free), last + 1);
    const [main] = [...group].sort((a, b) => b.weight - a.weight);
    free = last + 1;
    counts.clear();
    sum = 0;
    first = last + 1;
    found.push({
      detector: "prompt-injection",
      kind: main?.rule ?? "order",
      severity: "high",
      reason: [...new Set(group.map(({ says }) => says))].join("; "),
      span: { start: Math.min(...group.map(({ start }) => start)), end: Math.max(...group.map(({ end }) => end)) },
    });
  }
  return found;
}

function wordAt(words: Word[], place: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] as Word).start < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Commands for a shell and calls of functions, as nobody writes them to a reader. */
const code = /\b(?:curl|wget)\s[^\n|]{1,200}\|\s?(?:ba|z)?sh\b|\b[a-z]{2,20}(?:_[a-z]{2,20}){1,4}\(/g;

const quotes = /["“”„«»'‘’`]/;
const speaksOfIt =
  /phrase|such as|like|example|e\.g|called|titled|says|said|wrote|known|attack|injection|jailbreak|malicious|suspicious|detect|block|flag|filter|trick|classic|famous|ביטוי|משפט|דוגמה|התקפה|frase|ejemplo|ataque|phrase|exemple|attaque|beispiel|angriff/i;

/** Quoted, by a text that speaks about such orders. */
function isMentioned(text: string, words: Word[], { start, from, to }: Match): boolean {
  const opens = text.slice(Math.max(0, start - 3), start);
  if (!quotes.test(opens)) return false;
  const end = words[to]?.end ?? start;
  if (!quotes.test(text.slice(end, end + 60))) return false;
  const around = text.slice(Math.max(0, start - 140), start) + text.slice(end, end + 100);
  return from > 0 && speaksOfIt.test(around);
}

/** "My earlier instructions" are a person's own, to another person. */
function isSomebodysOwn(words: Word[], { rule, from, to }: Match): boolean {
  if (!rule.startsWith("override") && rule !== "forget-all") return false;
  return words
    .slice(from, to + 1)
    .some(({ text }) => /^(?:my|our|her|his|their|mi|mis|mes|nos|meine|meinen|unsere|שלי|שלנו|мои)$/.test(text));
}

const printable = /^[\s\x20-\x7e\u00a0-\u024f\u0590-\u05ff\u0400-\u04ff]+$/;

/** Orders that are written so that only a machine reads them: base64, hex, percent signs. */
function* encoded(text: string, channel: Channel): Generator<Finding> {
  for (const { 0: run, index } of text.matchAll(
    /[A-Za-z0-9+/_-]{24,8000}={0,2}|(?:%[0-9a-fA-F]{2}|\+|[A-Za-z]){24,4000}|(?:\\x[0-9a-fA-F]{2}){12,2000}/g,
  )) {
    const plain = decoded(run);
    if (plain === undefined || !printable.test(plain)) continue;
    const [found] = injectionsIn(plain, channel, wordsOf(plain));
    if (found)
      yield {
        ...found,
        kind: "encoded",
        reason: `it is encoded, and decoded ${found.reason}`,
        span: { start: index, end: index + run.length },
      };
  }
}

function decoded(run: string): string | undefined {
  try {
    if (run.includes("%")) return decodeURIComponent(run.replaceAll("+", " "));
    if (run.startsWith("\\x"))
      return bytesAsText(
        run
          .split("\\x")
          .slice(1)
          .map((byte) => Number.parseInt(byte, 16)),
      );
    if (/^[0-9a-fA-F]{24,}$/.test(run) && run.length % 2 === 0)
      return bytesAsText((run.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)));
    const binary = atob(run.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, ""));
    return bytesAsText([...binary].map((char) => char.charCodeAt(0)));
  } catch {
    return; // It was not encoded after all.
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
const bytesAsText = (bytes: number[]): string => utf8.decode(Uint8Array.from(bytes));

/** Tag characters draw nothing: a run of them is a text that no person sees. */
function* written(text: string): Generator<Finding> {
  for (const { 0: run, index } of text.matchAll(/[\u{e0020}-\u{e007e}]{8,2000}/gu)) {
    // Flags of regions are made of six of them.
    yield {
      detector: "prompt-injection",
      kind: "invisible",
      severity: "high",
      reason: "it is written in characters that nobody sees",
      span: { start: index, end: index + run.length },
    };
  }
}
