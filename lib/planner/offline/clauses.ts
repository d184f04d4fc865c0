import type { Act, Role } from "./lexicon.ts";
import type { TimeMention } from "./times.ts";
import type { Token } from "./tokens.ts";

/** Words under one preposition, or the object itself. */
export type Slot = { role: Role; tokens: Token[] };

export type Condition = { tokens: Token[]; text: string; negated: boolean };

export type Clause = {
  /** `question`: asks; `noun`: names a thing without a verb; `unknown`: a verb that nobody knows. */
  act: Act | "question" | "noun" | "unknown" | "background";
  head?: Token;
  negated: boolean;
  slots: Slot[];
  times: TimeMention[];
  tokens: Token[];
  text: string;
  condition?: Condition;
  sentence: number;
  /** Said to come after what was said before. */
  after: boolean;
};

const isPunct = (token: Token | undefined, marks: string) => token?.kind === "punct" && marks.includes(token.text);

/** Cuts a request into clauses, each with its verb: sentences first, then verbs that stand where a clause begins. */
export function clausesOf(text: string, tokens: Token[]): Clause[] {
  return sentences(tokens).flatMap((sentence, i) => ofSentence(text, sentence, i));
}

function sentences(tokens: Token[]): Token[][] {
  const found: Token[][] = [[]];
  for (const token of tokens) {
    const mark = token.kind === "punct" && (/^[.!?;\n•*]$/.test(token.text) || /^\d+[.)]$/.test(token.text));
    if (!mark) found.at(-1)?.push(token);
    else {
      if (token.text === "?") found.at(-1)?.push(token);
      if ((found.at(-1)?.length ?? 0) > 0) found.push([]);
    }
  }
  return found.filter((sentence) => sentence.some((token) => token.kind !== "punct"));
}

const isFiller = (token: Token) => token.entry?.stop === true && token.entry.noun === undefined && token.entry.verb === undefined;

function ofSentence(text: string, all: Token[], sentence: number): Clause[] {
  const { condition, rest, leading } = takeCondition(text, all);
  const heads = headsOf(rest);
  if (heads.length === 0) {
    const clause = withoutVerb(text, rest, sentence);
    return clause === undefined ? [] : [condition === undefined ? clause : { ...clause, condition }];
  }
  const clauses = heads.map((at, i): Clause => {
    const from = i === 0 ? 0 : openingOf(rest, at);
    const end = heads[i + 1] === undefined ? rest.length : openingOf(rest, heads[i + 1] ?? 0);
    const before = rest.slice(i === 0 ? 0 : from, at);
    const head = rest[at];
    const asks = head !== undefined && asksHere(rest, at);
    const body = rest.slice(asks ? at : at + 1, end);
    const introduction =
      i === 0 ? before.slice(0, openingOf(rest, at)).filter((token) => token.entry?.negation !== true && !isFiller(token)) : [];
    // "not" counts only next to its verb: "do not (please) send".
    const negated = before.some(
      (token, j) =>
        (token.entry?.negation === true || token.entry?.role === "without") &&
        before.slice(j + 1).every((next) => isFiller(next) || next.entry?.negation === true || next.entry?.role === "to"),
    );
    const whole = [...introduction, ...body];
    return {
      act: asks ? "question" : (head?.entry?.verb ?? "unknown"),
      ...(head === undefined ? {} : { head }),
      negated,
      slots: slotsOf(whole),
      times: whole.flatMap((token) => (token.time === undefined ? [] : [token.time])),
      tokens: whole,
      text: spoken(text, head === undefined || asks ? body : [head, ...body]),
      sentence,
      after: before.some((token) => token.entry?.joins === "then"),
    };
  });
  if (condition === undefined) return clauses;
  // "if X, do A and B" holds for both; "do A and B if X" for B.
  return clauses.map((clause, i) => (leading || i === clauses.length - 1 ? { ...clause, condition } : clause));
}

function spoken(text: string, tokens: Token[]): string {
  const [first] = tokens;
  const last = tokens.findLast((token) => token.kind !== "punct" && token.entry?.joins === undefined);
  return first === undefined || last === undefined ? "" : text.slice(first.start, Math.max(first.end, last.end)).trim();
}

function takeCondition(text: string, all: Token[]): { condition?: Condition; rest: Token[]; leading: boolean } {
  const at = all.findIndex((token) => token.entry?.condition === true);
  if (at < 0) return { rest: all, leading: false };
  const leading = !all.slice(0, at).some((token) => token.entry?.verb !== undefined);
  let end = all.findIndex((token, i) => i > at && (isPunct(token, ",:") || token.entry?.joins === "then" || token.word === "אז"));
  if (end < 0) {
    const head = headsOf(all.slice(at + 1)).find((i) => i > 1);
    end = leading && head !== undefined ? at + 1 + head : all.length;
  }
  const tokens = all.slice(at + 1, end);
  const condition = { tokens, text: spoken(text, all.slice(at, end)), negated: all[at]?.entry?.negation === true };
  return {
    condition,
    rest: [...all.slice(0, at), ...all.slice(end)].filter((token, i, list) => !(i === 0 && isPunct(token, ",:")) && list.length > 0),
    leading,
  };
}

/** Where verbs stand that begin a clause. */
function headsOf(tokens: Token[]): number[] {
  const found: number[] = [];
  const asks = beginsWithQuestion(tokens);
  for (const [i, token] of tokens.entries()) {
    const said = found.findLast((at) => ["send", "tell"].includes(tokens[at]?.entry?.verb ?? ""));
    // What follows the colon of a message is its text.
    if (said !== undefined && tokens.slice(said, i).some((between) => isPunct(between, ":"))) break;
    if (asks && !tokens.slice(0, i).some((before) => before.entry?.joins !== undefined || isPunct(before, ",:"))) continue;
    if (token.kind === "word" && (isHead(tokens, i) || isUnknownVerb(tokens, i) || asksHere(tokens, i))) found.push(i);
  }
  return found;
}

/** "What do the documents say": its verbs are not orders. "Can you …" and "do a summary" are. */
function beginsWithQuestion(tokens: Token[]): boolean {
  const solid = tokens.filter((token) => token.kind !== "punct");
  const [first, second] = solid;
  if (first?.entry?.question !== true) return false;
  return !(
    first.word === "do" &&
    (second?.entry?.determiner === true || second?.entry?.noun !== undefined || second?.entry?.negation === true)
  );
}

/** "… and who is our contact": a question within a sentence of another kind. */
function asksHere(tokens: Token[], i: number): boolean {
  const token = tokens[i];
  const previous = tokens[i - 1];
  if (token?.entry?.question !== true || (previous?.entry?.joins === undefined && token.and !== true && !isPunct(previous, ",")))
    return false;
  if (hebrewWord.test(token.word)) return ["מי", "מתי", "איפה"].includes(token.word) || tokens.some((later) => isPunct(later, "?"));
  return (
    /^(who|who's|what|what's|when|where|which|how)$/.test(token.word) &&
    (/s$/.test(token.word) && token.word.includes("'")
      ? true
      : /^(is|are|do|does|did|was|were|can|has|have|many|much)$/.test(tokens[i + 1]?.word ?? ""))
  );
}

function opens(tokens: Token[], i: number): boolean {
  for (let at = i - 1; at >= 0; at--) {
    const token = tokens[at];
    if (token === undefined) return true;
    if (token.kind === "punct") return true;
    if (token.entry?.joins !== undefined || token.entry?.negation === true || token.entry?.condition === true) return true;
    if (token.entry?.pronoun === "thing" || token.entry?.definite === true) return false;
    if (token.entry?.role === "to" && token.role === undefined) return true;
    if (token.kind === "time" && at === 0) return true;
    if (!isFiller(token) && token.entry?.verb === undefined) return false;
    // "help me find", "I want to": a verb that only introduces.
    if (
      token.entry?.verb !== undefined &&
      !/^(help|need|want|let|get)$/.test(token.word) &&
      !["צריך", "צריכה", "צריכים", "רוצה", "רוצים"].includes(token.word)
    )
      return false;
  }
  return true;
}

const hebrewWord = /^[\u05d0-\u05ea]/;

function isHead(tokens: Token[], i: number): boolean {
  const token = tokens[i];
  const entry = token?.entry;
  if (token === undefined || entry?.verb === undefined) return false;
  const previous = tokens[i - 1];
  const next = tokens[i + 1];
  if (hebrewWord.test(token.word)) {
    if (entry.shaky !== true) return previous?.entry?.definite !== true;
    return (opens(tokens, i) || token.and === true) && objectFollows(next);
  }
  if (entry.gerund === true && previous?.entry?.joins !== undefined && tokens.slice(0, i).some((before) => before.entry?.gerund === true))
    return true;
  if (entry.gerund === true)
    return previous?.entry?.role === "without" || /^(before|after|by|then)$/.test(previous?.word ?? "") || previous?.word === "while";
  if (!opens(tokens, i)) return false;
  if (/^(need|want|get|let)$/.test(token.word) && (next?.entry?.role === "to" || next?.entry?.verb !== undefined)) return false;
  if (previous?.entry?.negation === true) return true;
  if (entry.shaky !== true && entry.noun === undefined) return true;
  return objectFollows(next) || (entry.noun === undefined && i === 0 && next !== undefined);
}

/** After a word that may be a noun or a verb: an object says that it is a verb. */
function objectFollows(next: Token | undefined): boolean {
  if (next === undefined) return false;
  if (next.kind !== "word") return next.kind !== "punct" && next.kind !== "time";
  if (next.role !== undefined) return next.entry?.role === undefined;
  if (next.entry === undefined) return true;
  return (
    next.entry.determiner === true ||
    next.entry.pronoun !== undefined ||
    next.entry.noun !== undefined ||
    (next.entry.stop === true && next.entry.question !== true && next.entry.joins === undefined)
  );
}

/** `and paint the house`: a word that nobody knows, where a clause begins, before an object. */
function isUnknownVerb(tokens: Token[], i: number): boolean {
  const token = tokens[i];
  const next = tokens[i + 1];
  if (token === undefined || token.kind !== "word" || token.entry !== undefined || !opens(tokens, i)) return false;
  const first = tokens.slice(0, i).every((before) => isFiller(before) || before.kind === "punct");
  if (hebrewWord.test(token.word)) return /^ו?(ת|ל)?[\u05d0-\u05ea]{2,}$/.test(token.word) && next?.kind === "word" && next.word === "את";
  if (!/^[a-z]/.test(token.text) && !first) return false;
  return (
    next?.entry?.determiner === true &&
    next.entry.question !== true &&
    !(
      first &&
      /^[A-Z]/.test(token.text) &&
      tokens.length > i + 2 &&
      tokens.slice(i + 2).some((later) => later.entry?.verb !== undefined && later.entry.noun === undefined && later.entry.shaky !== true)
    )
  );
}

/** From the verb back over what belongs to it: `and`, `please`, `do not`. */
function openingOf(tokens: Token[], head: number): number {
  let at = head;
  while (at > 0) {
    const token = tokens[at - 1];
    if (token === undefined || token.kind === "time") break;
    const belongs =
      token.kind === "punct" ||
      token.entry?.joins !== undefined ||
      token.entry?.negation === true ||
      token.entry?.role === "without" ||
      (token.entry?.role === "to" && token.role === undefined) ||
      (isFiller(token) && token.entry?.pronoun === undefined) ||
      (token.entry?.verb !== undefined && !isHead(tokens, at - 1));
    if (!belongs) break;
    at--;
  }
  return at;
}

function withoutVerb(text: string, tokens: Token[], sentence: number): Clause | undefined {
  const solid = tokens.filter((token) => token.kind !== "punct");
  const [first] = solid;
  if (first === undefined) return undefined;
  const asks = solid[0]?.entry?.question === true || tokens.some((token) => isPunct(token, "?"));
  const named = solid.find((token) => !isFiller(token) && token.kind !== "time");
  const negated =
    solid.some((token, i) => token.entry?.negation === true && solid.slice(0, i).every(isFiller)) || first.entry?.role === "without";
  const opening = solid.find((token) => token.kind !== "time" && token.entry?.role === undefined)?.word ?? "";
  const subject =
    /^(i|we|they|he|she|it|there|this|that|the|my|our)$/.test(opening) || ["אני", "אנחנו", "הוא", "היא", "הם", "זה"].includes(opening);
  const stated = subject && !negated ? "background" : "unknown";
  const said = named?.entry?.noun === undefined ? stated : "noun";
  const act = asks ? "question" : said;
  return {
    act,
    negated,
    slots: slotsOf(solid),
    times: solid.flatMap((token) => (token.time === undefined ? [] : [token.time])),
    tokens: solid,
    text: spoken(text, solid),
    sentence,
    after: false,
  };
}

/** Prepositions open a slot; "and" goes on in the same one, unless a new object begins. */
export function slotsOf(tokens: Token[]): Slot[] {
  const slots: Slot[] = [{ role: "object", tokens: [] }];
  const open = (role: Role) => slots.push({ role, tokens: [] });
  for (const [i, token] of tokens.entries()) {
    if (token.kind === "time") continue;
    const joins = token.entry?.joins !== undefined || isPunct(token, ",");
    if (joins || token.and === true) {
      const rest = tokens.slice(joins ? i + 1 : i);
      const noun = rest.find((next) => !isFiller(next));
      const role = slots.at(-1)?.role ?? "object";
      open(
        noun?.entry?.noun?.made !== undefined && (rest[0] === noun || rest[0]?.entry?.determiner === true || isFiller(rest[0] ?? token))
          ? "object"
          : (token.role ?? role),
      );
      if (joins) continue;
    } else if (
      token.kind === "word" &&
      token.entry?.role !== undefined &&
      token.entry.verb === undefined &&
      token.entry.noun === undefined
    ) {
      open(token.entry.role);
      continue;
    } else if (token.role !== undefined) open(token.role);
    if (token.kind !== "punct" || token.text === ":") slots.at(-1)?.tokens.push(token);
  }
  return slots.filter((slot) => slot.tokens.length > 0);
}
