import { type Channel, untrusted } from "./channel.ts";
import type { Finding } from "./finding.ts";
import { derived, rules, type Weighed } from "./injection/rules.ts";
import { injectionWords } from "./injection/words.ts";
import { partsOf } from "./likeness/features.ts";
import { likeOrders } from "./likeness/known.ts";
import { likeliest } from "./likeness/likeness.ts";
import { type Match, type Reading, reader, saidBy } from "./phrases.ts";
import { type Word, wordsOf } from "./words.ts";

const byName = new Map(rules.map((rule) => [rule.name, rule]));
export const injections = reader(injectionWords, rules, derived);

/** How many words weigh together: an order and what it is about stand near each other. */
const windowWords = 45;
/**
 * What the signs of a window have to weigh together. Pages, files and what tools return speak of machines, users and sending as a matter
 * of course; an invitation, a letter or a tool's description seldom does.
 */
const enough: Partial<Record<Channel, number>> = { user: 0.8, mail: 0.9, calendar: 0.7, tool_description: 0.8, page: 1.1, file: 1.1 };
/** Small signs alone make no order, however many they are. */
const least = 0.3;

/** Marks of the turns and roles that a model is fed with. Nobody writes them to a person. */
const marks =
  /<\|(?:im_start|im_end|system|assistant|user|endoftext|start_header_id)\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|assistant)(?:[_-](?:prompt|message|instructions?))?>|(?:^|[.!?>][ \t]?)[ \t]{0,4}(?:#{1,4}[ \t]{0,2})?(?:system|assistant)(?:[ \t](?:prompt|message|override|note|notice|instruction))?[ \t]{0,2}:|\[(?:system|admin|assistant|hidden)(?: [a-z]{3,12}){0,2}\]|<\/?(?:important|information|instructions?|admin|secret)>|^#{1,6} ?(?:system|assistant|instructions?)[ \t]{0,3}$|BEGIN (?:SYSTEM|ADMIN|NEW) [A-Z]{3,15}|END OF (?:DOCUMENT|CONTEXT|EMAIL|USER INPUT|DATA)/gim;
const hidden =
  /display:\s{0,3}none|visibility:\s{0,3}hidden|font-size:\s{0,3}(?:0|1px)|<[a-z]{1,9} hidden|hidden=|opacity:\s{0,3}0(?![.\d])|color:\s{0,3}(?:#fff(?:fff)?|white)\b|<!--/gi;

/** From where on a text that a rule names is like an order to a model, one that none names, and one that none names and still has to wait. */
export const injectionLimits = { rule: 0.4, alone: 0.88, held: 0.97 };

/** Orders to a model within a text that is read and not obeyed. */
export function findInjections(text: string, channel: Channel = "user", words: Word[] = wordsOf(text)): Finding[] {
  const found = [...ordersIn(text, channel, words), ...encoded(text, channel), ...written(text)];
  return found.slice(0, 50);
}

/** How many sentences speak of attacks. */
const attackTalkIn = ({ inSentence }: Pick<Reading, "inSentence">): number =>
  [...inSentence.values()].filter((said) => said.has("attackTalk")).length;

/** What a text consists of, as the model of orders was taught it. */
export function orderParts(text: string, words: Word[], channel: Channel, reading: Reading = injections.read(words)) {
  const spoken = attackTalkIn(reading);
  return partsOf(text, words, {
    said: saidBy(reading, words),
    side: untrusted.has(channel) ? "outside" : "typed",
    about: [
      `on:${channel}`,
      `long:${Math.min(7, Math.ceil(Math.log2(words.length + 1)))}`,
      ...(spoken > 0 ? [`about attacks:${Math.min(spoken, 3)}`] : []),
    ],
  });
}

/** By rules, and by likeness: the one knows why, the other knows what nobody wrote a rule for. */
function ordersIn(text: string, channel: Channel, words: Word[]): Finding[] {
  const reading = injections.read(words);
  const { share, ...span } = likeliest(orderParts(text, words, channel, reading), likeOrders());
  const ruled = injectionsIn(text, channel, words, reading);
  if (share < injectionLimits.rule) return ruled.filter(({ kind }) => kind === "turn-mark");
  if (share < injectionLimits.alone || ruled.length > 0 || !isSaid(text.slice(span.start, span.end))) return ruled;
  const reason = "it is like orders to a model";
  const severity = share < injectionLimits.held ? "medium" : "high";
  return [{ detector: "prompt-injection", kind: "likeness", severity, reason, span }];
}

/** So many words make a sentence; names, addresses, fields and headings are none. */
const fewestWords = 4;

/** Whether it is said in words: what is an address, a path or a piece of code says nothing by itself. */
function isSaid(text: string): boolean {
  const words = text
    .replace(/[^\s]{0,200}[@/\\_=<>{}][^\s]{0,200}|[\p{L}\d-]{1,60}\.[\p{L}\d]{2,60}/gu, " ")
    .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|\p{L}{2,60}/gu);
  return (words?.length ?? 0) >= fewestWords;
}

/** What the rules alone say. */
export function injectionsIn(
  text: string,
  channel: Channel,
  words: Word[],
  { matches, inSentence }: Reading = injections.read(words),
): Finding[] {
  const isOutside = untrusted.has(channel);
  const about = attackTalkIn({ inSentence });
  const isQuoted = quotations(text, channel);
  const weighed = matches
    .filter((match) => !isSomebodysOwn(words, match))
    .map((match): Weight => {
      const rule = byName.get(match.rule) as Weighed;
      const said = inSentence.get(words[match.from]?.sentence ?? 0);
      return {
        ...match,
        weight: weightOf(rule, match, text, channel) * discountOf(rule, said, about, about > 0 && isQuoted(match.start)),
        says: rule.says,
      };
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
        weight: weightOfCode(said),
        says: "it has a command or a hidden file in it",
      });
    }
  if (isOutside)
    for (const { start, end } of hiddenPlaces(text)) {
      const inside = weighed.find((one) => one.start >= start && one.start < end && one.weight > 0);
      if (inside) weighed.push({ ...inside, rule: "hidden", weight: 0.5, says: "it is hidden from the reader" });
    }
  return heavy(
    weighed.filter(({ weight }) => weight > 0).sort((a, b) => a.from - b.from),
    enough[channel] ?? 1,
  );
}

function weightOf(rule: Weighed, { start, end }: Match, text: string, channel: Channel): number {
  if (rule.needsTarget && !target.test(text.slice(start, end + 120))) return 0;
  if (rule.opens && !/(?:^|[\n.!?:([{<>*#|"'“‘—–-])\s{0,3}$/.test(text.slice(Math.max(0, start - 5), start))) return 0;
  if (
    rule.pointed &&
    text[start - 1] !== "@" &&
    !rule.pointed.includes(called.exec(text.slice(start, end))?.[1]?.normalize("NFKC").replace(/[،、]/, ",") ?? "-")
  )
    return 0;
  return rule.on?.[channel] ?? (untrusted.has(channel) ? rule.outside : rule.typed);
}

/** What is left of a sign where so many sentences speak of attacks. */
const spokenOf = [1, 0.7, 0.45];

/**
 * A text that speaks of such orders weighs less, and one that quotes them less still. It is a discount and no pardon: an order that has
 * everything an order needs is one in quotation marks too.
 */
function discountOf(rule: Weighed, said: Set<string> | undefined, about: number, isMentioned: boolean): number {
  const spoken = Math.min(said?.has("about") ? 0.4 : 1, spokenOf[Math.min(about, spokenOf.length - 1)] ?? 1);
  const topical = rule.halvedBy?.some((meaning) => said?.has(meaning)) && !said?.has("ownText") ? 0.5 : 1;
  return spoken * topical * (isMentioned ? 0.3 : 1);
}

/** A name of one or two words with a comma or a colon behind it. */
const called = /^[^\s,:]{1,40}(?:\s[^\s,:]{1,40})?[\]})"'*_]{0,3}\s?([,:،，：、])/u;

const target =
  /@[\p{L}\p{N}-]|https?:|ftp:|\bwww\.|\b[\w-]+\.(?:com|net|org|io|test|example|invalid|ru|xyz|co|biz|info|site|online|app|dev)\b|\+\d{6}|\b[A-Z]{2}\d{2}[A-Z0-9]{10}|\b\d{3}-\d{3}-?\d{4}\b|0x[0-9a-f]{3}/u;

function weightOfCode(said: string): number {
  if (/sh$/.test(said)) return 0.8;
  return said.startsWith("~") ? 0.4 : 0.2;
}

/** What a browser does not draw, from its beginning to where its element or comment ends. */
function* hiddenPlaces(text: string): Generator<{ start: number; end: number }> {
  let seenUpTo = 0;
  let count = 0;
  for (const { 0: mark, index } of text.matchAll(hidden)) {
    if (index < seenUpTo) continue;
    const close = text.indexOf(mark === "<!--" ? "-->" : "</", index + mark.length);
    seenUpTo = close < 0 ? text.length : close;
    yield { start: index, end: seenUpTo };
    count += 1;
    if (count >= 50) return;
  }
}

function weightOfMark(mark: string, isOutside: boolean): number {
  if (/^<(?!\/?(?:important|information|instructions?|admin|secret)>)|INST/i.test(mark)) return 0.8;
  return isOutside ? 0.5 : 0.4;
}

type Weight = Match & { weight: number; says: string };

/** Where rules that stand near each other weigh enough together; each rule counts once in a window. */
function heavy(weighed: Weight[], limit: number): Finding[] {
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
    if (sum < limit - 0.001 || last < free) continue;
    const group = weighed.slice(Math.max(first, free), last + 1);
    if (!group.some(({ weight }) => weight >= least)) continue;
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
const code =
  /\b(?:call|invoke|use|trigger) [`'"]?[a-z]{2,20}_[a-z]{2,20}|~\/\.[a-z]|\b(?:curl|wget)\s[^\n|]{1,200}\|\s?(?:ba|z)?sh\b|\b[a-z]{2,20}(?:_[a-z]{2,20}){1,4}\(/g;

/** Ways to quote: marks that open and close, code, and lines of an answered message. Each is bounded, and none crosses a paragraph. */
const quotation =
  /```[^`]{1,2000}```|`[^`\n]{1,400}`|“[^”\n]{1,600}”|«[^»\n]{1,600}»|„[^“”\n]{1,600}[“”]|「[^」\n]{1,600}」|(?<![\p{L}\p{N}])"[^"\n]{1,600}"|(?<![\p{L}\p{N}])'[^'\n]{8,400}'(?![\p{L}\p{N}])|^>[^\n]{1,600}$/gmu;
/** What a program returns has its texts in quotation marks as a matter of course. */
const quotesEverything = new Set<Channel>(["tool_result", "webhook"]);

function quotations(text: string, channel: Channel): (place: number) => boolean {
  if (quotesEverything.has(channel)) return () => false;
  let found: { start: number; end: number }[] | undefined;
  return (place) => {
    found ??= [...text.matchAll(quotation)].map(({ 0: said, index }) => ({ start: index, end: index + said.length }));
    return found.some(({ start, end }) => place >= start && place < end);
  };
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
    const words = wordsOf(plain);
    // Nobody orders anything in fewer.
    const [found] = words.length < 3 ? [] : ordersIn(plain, channel, words);
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
