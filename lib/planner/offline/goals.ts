import type { Meaning } from "#lib/tools/tool.ts";
import type { Language } from "../decision.ts";
import type { TextKind } from "../meanings.ts";
import { type Clause, type Condition, type Slot, slotsOf } from "./clauses.ts";
import type { Noun } from "./lexicon.ts";
import { type Entity, type PersonRef, partsOf, type Resolver, runsOf, withoutPrefix, wordsOf } from "./resolve.ts";
import type { Period, Tense, TimeMention } from "./times.ts";
import type { Token } from "./tokens.ts";

/** What one clause wants to have made, and everything it says about it. */
export type Goal = {
  wanted: Meaning;
  /** `read`: nothing changes; `make`: a write or a send; `spend`, `delete`, `change`: only a tool for exactly that will do. */
  does: "read" | "make" | "spend" | "delete" | "change";
  said: string;
  about: Entity[];
  people: PersonRef[];
  addresses: string[];
  period?: { words: string } & Period;
  day?: Period;
  clock?: string;
  minutes?: number;
  place?: string;
  /** The requester's own words for the body of a text or a message. */
  quote?: string;
  focus?: string;
  kind?: TextKind;
  maxWords?: number;
  language: Language;
  url?: string;
  method?: string;
  limit?: number;
  /** What a message carries: a thing made before (or now), by its meaning; `it`: the last one. */
  carries?: Meaning | "it";
  /** Organisations that are to be there, not only spoken of. */
  firms?: Entity[];
  /** Whether this goal reads what earlier goals found. */
  uses?: boolean;
  condition?: Condition;
  after: boolean;
  sentence: number;
  asks: boolean;
};

export type Understood = { goals: Goal[]; forbidden: Forbidden[]; unable: Unable[]; open: Open[]; greeting?: boolean };
export type Forbidden = { what: "send" | "effects" | Meaning; said: string };
/** A part of the request that nothing can be planned for. */
export type Unable = { said: string; why: "unknown-act" | "unknown-object" | "condition"; detail?: string };
/** Something to ask first. */
export type Open = { what: "material" | "body" | "recipient" | "object"; said: string };

type Tools = { resolver: Resolver; language: Language };

export async function goalsOf(clauses: Clause[], tools: Tools): Promise<Understood> {
  const all: Understood = { goals: [], forbidden: [], unable: [], open: [] };
  for (const clause of clauses) {
    if (clause.condition !== undefined) await conditionReading(clause.condition, clause, all, tools);
    await understand(clause, all, tools);
  }
  return all;
}

const nounsIn = (slots: Slot[], roles: Slot["role"][]) =>
  slots
    .filter((slot) => roles.includes(slot.role))
    .flatMap((slot) =>
      slot.tokens.filter((token) =>
        token.entry?.noun !== undefined && token.entry.verb === undefined ? true : token.entry?.noun !== undefined,
      ),
    );
const nounOf = (token: Token | undefined): Noun | undefined => token?.entry?.noun;
const has = (tokens: Token[], test: (token: Token) => boolean) => tokens.some(test);

async function understand(clause: Clause, all: Understood, tools: Tools): Promise<void> {
  if (clause.act === "background") return;
  if (clause.negated) return forbid(clause, all);
  if (clause.act === "question") return question(clause, all, tools);
  if (clause.act === "unknown") return unknown(clause, all, tools);
  const made = nounsIn(clause.slots, ["object"]).filter((token) => nounOf(token)?.made !== undefined);
  switch (clause.act) {
    case "read":
    case "find":
      return reading(clause, all, tools);
    case "analyse":
    case "summarise":
      return condensing(clause, clause.act === "analyse" ? "analysis" : "summary", all, tools);
    case "noun":
      return made.length > 0 && !startsWithReading(clause) ? making(clause, made, all, tools) : reading(clause, all, tools);
    case "write":
      if (made.length === 0 && clause.slots.some((slot) => slot.role === "to" || slot.role === "about")) return writing(clause, all, tools);
      return made.length > 0 ? making(clause, made, all, tools) : void all.unable.push({ said: clause.text, why: "unknown-object" });
    case "make":
      return made.length > 0 ? making(clause, made, all, tools) : reading(clause, all, tools);
    case "set":
    case "invite":
      return meeting(clause, made, all, tools);
    case "send":
    case "tell":
      return sending(clause, all, tools);
    case "fetch":
    case "post":
      return web(clause, all, tools);
    case "wait":
      return waiting(clause, all, tools);
    case "delete":
    case "spend":
    case "change":
      return changing(clause, clause.act, all, tools);
  }
}

function startsWithReading(clause: Clause): boolean {
  const first = clause.tokens.find((token) => nounOf(token) !== undefined);
  return nounOf(first)?.made === undefined;
}

/** What every goal takes from its clause. */
async function facts(clause: Clause, tools: Tools, tense: Tense, options: { people?: Slot["role"][]; about?: Slot["role"][] } = {}) {
  const { resolver } = tools;
  const people: PersonRef[] = [];
  const about: Entity[] = [];
  const place: string[] = [];
  const strange: { run: Token[]; role: Slot["role"] }[] = [];
  const peopleRoles = options.people ?? ["with", "to"];
  for (const slot of clause.slots) {
    for (const token of slot.tokens)
      if (token.kind === "quote" && slot.role !== "object" && slot.role !== "to")
        about.push((await resolver.about(token.value ?? "")) ?? { kind: "words", name: token.value ?? "", words: token.value ?? "" });
    for (const run of runsOf(slot.tokens)) {
      const together: Entity[] = [];
      let left = [run];
      while (left.length > 0) {
        const now = left.pop() ?? [];
        const hit = await resolveRun(now, peopleRoles.includes(slot.role), resolver);
        if (hit === undefined) {
          strange.push({ run: now, role: slot.role });
          continue;
        }
        if ("asked" in hit.value) people.push(hit.value);
        else if (!about.concat(together).some((one) => one.name === (hit.value as Entity).name)) together.push(hit.value);
        const from = now.indexOf(hit.part[0] as Token);
        left = [...left, now.slice(0, from), now.slice(from + hit.part.length)].filter((rest) => rest.length > 0);
      }
      about.push(...asOne(together));
    }
  }
  const period = clause.times.filter((time) => time.period !== undefined);
  const dates = narrowest(period, tense);
  const tokens = clause.tokens;
  const maxWords = clause.tokens.map((token) => token.entry?.maxWords).find((count) => count !== undefined) ?? wordCount(clause.text);
  const clock = clause.times.find((time) => time.clock !== undefined)?.clock;
  const minutes = clause.times.find((time) => time.minutes !== undefined)?.minutes;
  const url = tokens.find((token) => token.kind === "url")?.text;
  return {
    facts: {
      said: clause.text,
      about,
      people,
      addresses: tokens.filter((token) => token.kind === "email").map((token) => token.text),
      ...(dates === undefined ? {} : { period: dates }),
      ...(clock === undefined ? {} : { clock }),
      ...(minutes === undefined ? {} : { minutes }),
      ...(url === undefined ? {} : { url }),
      ...(maxWords === undefined ? {} : { maxWords }),
      ...(place.length === 0 ? {} : { place: place.join(" ") }),
      ...(clause.condition === undefined ? {} : { condition: clause.condition }),
      language: tokens.map((token) => token.entry?.language).find((language) => language !== undefined) ?? tools.language,
      after: clause.after,
      sentence: clause.sentence,
      asks: clause.act === "question",
    },
    strange,
  };
}

/** Topics that stand side by side are one: "the pricing workshop". */
function asOne(entities: Entity[]): Entity[] {
  const topics = entities.filter(({ kind }) => kind === "topic");
  if (topics.length < 2) return entities;
  const joined = (of: "name" | "words") => topics.map((topic) => topic[of]).join(" ");
  return [...entities.filter(({ kind }) => kind !== "topic"), { kind: "topic", name: joined("name"), words: joined("words") }];
}

function narrowest(times: TimeMention[], tense: Tense): ({ words: string } & Period) | undefined {
  const found = times.flatMap((time) => (time.period === undefined ? [] : [{ words: time.text, ...time.period(tense) }]));
  const days = (one: Period) => Date.parse(one.to) - Date.parse(one.from);
  return found.sort((a, b) => days(a) - days(b))[0];
}

function wordCount(text: string): number | undefined {
  const hit = /(\d{2,4})\s*(?:words|מילים)|(\d{1,2})\s*(?:sentences|משפטים)/.exec(text);
  if (hit?.[1] !== undefined) return Number(hit[1]);
  return hit?.[2] === undefined ? undefined : Number(hit[2]) * 20;
}

async function resolveRun(
  run: Token[],
  personFirst: boolean,
  resolver: Resolver,
): Promise<{ part: Token[]; value: PersonRef | Entity } | undefined> {
  for (const part of partsOf(run)) {
    const words = wordsOf(part);
    if (personFirst) {
      const person = await resolver.person(words);
      if (person.matches.length > 0) return { part, value: person };
    }
    const entity = await resolver.about(words);
    if (entity !== undefined) return { part, value: entity };
    // Where no person is expected, a part of a longer name is nobody: "Golan Mills" is not Mr Golan.
    if (!personFirst && part.length === run.length) {
      const person = await resolver.person(words);
      if (person.matches.length > 0) return { part, value: person };
    }
  }
  return undefined;
}

/** Names that stand where people stand and that nobody here bears. */
async function unknownPeople(
  strange: { run: Token[]; role: Slot["role"] }[],
  roles: Slot["role"][],
  resolver: Resolver,
): Promise<PersonRef[]> {
  const found: PersonRef[] = [];
  for (const { run, role } of strange) {
    const prefixed = role === "object" || role === "about" ? withoutPrefix(run, "to") : undefined;
    if (!roles.includes(role) && prefixed === undefined) continue;
    found.push(await resolver.person(wordsOf(prefixed ?? run)));
  }
  return found;
}

const past: Tense = "past";

function looseWords(strange: { run: Token[]; role: Slot["role"] }[], roles: Slot["role"][]): Entity[] {
  return strange.flatMap(({ run, role }): Entity[] => {
    const prefixed = role === "object" ? withoutPrefix(run, "at") : undefined;
    if (!roles.includes(role) && prefixed === undefined) return [];
    const words = wordsOf(prefixed ?? run);
    return [{ kind: "words", name: words, words }];
  });
}

async function reading(clause: Clause, all: Understood, tools: Tools): Promise<void> {
  const { facts: base, strange } = await facts(clause, tools, past, { people: [] });
  if (base.url !== undefined) return void all.goals.push({ ...base, wanted: "response", does: "read", method: "GET" });
  const nouns = nounsIn(clause.slots, ["object", "of", "about", "at", "for"])
    .map(nounOf)
    .map((noun) => noun?.read ?? noun?.made)
    .filter((meaning) => meaning !== undefined);
  const [first] = nouns;
  if (first === "events") return events(clause, all, tools);
  if (first === "contacts") return contacts(clause, all, tools);
  if (first === "status") return void all.goals.push({ ...base, wanted: "status", does: "read" });
  const limit = limitOf(clause.tokens);
  if (first !== undefined) {
    // A thing made before ("the summary") is read where it is.
    const there = all.goals.some((goal) => goal.wanted === nounsIn(clause.slots, ["object"]).map(nounOf)[0]?.made);
    if (there && clause.act !== "find") return;
    const extra = looseWords(strange, ["object", "about", "at", "of", "with", "from", "for", "by"]);
    const dates = clause.times.length === 0 && /\b(upcoming|future)\b/.test(clause.text) ? {} : base;
    return void all.goals.push({
      ...base,
      ...dates,
      about: base.about.length > 0 ? base.about : extra,
      wanted: first,
      does: "read",
      ...(limit === undefined ? {} : { limit }),
    });
  }
  if (base.people.length > 0 && base.about.length === 0 && clause.act !== "read") return contacts(clause, all, tools);
  const tellsOfUs =
    has(clause.tokens, (token) => token.entry?.question === true) &&
    (base.period !== undefined || base.about.length > 0 || strange.length > 0);
  if (base.about.length > 0 || tellsOfUs) {
    const extra = base.about.length > 0 ? [] : looseWords(strange, ["object", "about", "at", "of", "with", "from"]);
    return void all.goals.push({
      ...base,
      about: [...base.about, ...extra],
      wanted: "documents",
      does: "read",
      ...(limit === undefined ? {} : { limit }),
    });
  }
  if (clause.act === "read" && has(clause.tokens, (token) => token.entry?.pronoun === "thing")) {
    if (all.goals.some((goal) => goal.does === "read")) return;
    return void all.open.push({ what: "material", said: clause.text });
  }
  const inPlace = looseWords(strange, clause.act === "read" ? ["about", "at", "of", "with", "from"] : ["about"]);
  if (inPlace.length > 0) return void all.goals.push({ ...base, about: inPlace, wanted: "documents", does: "read" });
  const asked = looseWords(strange, ["object"])[0]?.name;
  if (asked !== undefined && clause.act === "find" && /^[\p{Lu}]/u.test(asked))
    return void all.goals.push({ ...base, people: [await tools.resolver.person(asked)], wanted: "contacts", does: "read" });
  all.unable.push({ said: clause.text, why: "unknown-object", ...(asked === undefined ? {} : { detail: asked }) });
}

function limitOf(tokens: Token[]): number | undefined {
  const at = tokens.findIndex(
    (token, i) => /^\d{1,3}$/.test(token.word) && (tokens[i + 1]?.entry?.noun !== undefined || tokens[i + 1]?.entry?.stop === true),
  );
  return at < 0 ? undefined : Number(tokens[at]?.word);
}

async function contacts(clause: Clause, all: Understood, tools: Tools): Promise<void> {
  const { facts: base, strange } = await facts(clause, tools, past, { people: ["object", "of", "with", "to", "for"] });
  const missing = await unknownPeople(strange, ["of", "for", "with"], tools.resolver);
  const about = [
    ...base.about,
    ...(base.about.length === 0 && base.people.length === 0 ? looseWords(strange, ["at", "from", "about", "object"]) : []),
  ];
  const people = [...base.people, ...missing];
  const named = nounsIn(clause.slots, ["object", "of", "at", "from", "for", "with", "about"]).length > 0;
  // "Who is Zork?": somebody that nobody knows, and not whoever is found by that word.
  if (people.length === 0 && !named && about.every((entity) => entity.kind === "words")) {
    const [stranger] = about;
    if (stranger === undefined) return void all.unable.push({ said: clause.text, why: "unknown-object" });
    people.push(await tools.resolver.person(stranger.name));
    about.length = 0;
  }
  all.goals.push({ ...base, about, people, wanted: "contacts", does: "read" });
}

async function events(clause: Clause, all: Understood, tools: Tools): Promise<void> {
  const looksBack = /\b(did|had|was|were|last|past)\b/i.test(clause.text) || /(היו|היה|היתה|הייתה|שעבר)/.test(clause.text);
  const { facts: base, strange } = await facts(clause, tools, looksBack ? "past" : "future", { people: ["with", "object", "of"] });
  const missing = await unknownPeople(strange, ["with"], tools.resolver);
  all.goals.push({ ...base, people: [...base.people, ...missing], wanted: "events", does: "read" });
}

/** Summaries and analyses: of what was found before, or of what this clause names. */
async function condensing(clause: Clause, wanted: "summary" | "analysis", all: Understood, tools: Tools): Promise<void> {
  const { facts: base, strange } = await facts(clause, tools, past, { people: [] });
  const objects = nounsIn(clause.slots, ["object"]);
  const reads = objects.map((token) => nounOf(token)?.read).find((meaning) => meaning !== undefined);
  const earlier = all.goals.some((goal) => goal.does === "read" && goal.wanted !== "contacts");
  const quote = clause.tokens.find((token) => token.kind === "quote" && (token.value ?? "").split(/\s+/).length > 3)?.value;
  const unknownWords = looseWords(strange, ["object", "about", "of", "at", "with", "from", "for"]);
  const objectWords = clause.slots
    .filter((slot) => slot.role === "object")
    .map((slot) => wordsOf(slot.tokens))
    .join(" ");
  // After "read …", "understand the strategy" says what to look for in it, even where something is filed under that word.
  if (earlier) base.about = base.about.filter((entity) => entity.kind === "organisation" || !objectWords.includes(entity.words));
  const common = { ...base, wanted, does: "read" as const };
  if (quote !== undefined) return void all.goals.push({ ...common, quote });
  if (base.url !== undefined) {
    all.goals.push({ ...base, wanted: "response", does: "read", method: "GET" });
    return void all.goals.push({ ...common, about: [], uses: true });
  }
  if (reads === "events") {
    await events(clause, all, tools);
    return void all.goals.push({ ...common, about: [], people: [], uses: true });
  }
  if (reads === "status") {
    all.goals.push({ ...base, wanted: "status", does: "read" });
    return void all.goals.push({ ...common, about: [], uses: true });
  }
  const object = clause.slots.filter(
    (slot) => slot.role === "object" || slot.role === "of" || slot.role === "about" || slot.role === "for",
  );
  const compares = /^(compare|השווה|תשווה|להשוות)/.test(clause.head?.word ?? "");
  const sought = compares ? clause.text : focusOf(object);
  const focus = wanted === "analysis" ? sought : undefined;
  const withFocus = focus === undefined ? {} : { focus };
  // "the reports" after "find the reports" are those; others are looked for.
  const own = base.about.length > 0 || base.period !== undefined;
  if (earlier && !own) return void all.goals.push({ ...common, ...withFocus, uses: true });
  if (
    earlier &&
    base.period === undefined &&
    all.goals.some((goal) => goal.does === "read" && base.about.every((one) => goal.about.some((other) => other.name === one.name)))
  )
    return void all.goals.push({ ...common, ...withFocus, about: [], uses: true });
  if (own || reads === "documents") return void all.goals.push({ ...common, ...withFocus, about: own ? base.about : unknownWords });
  if (has(clause.tokens, (token) => token.entry?.question === true) && unknownWords.length > 0)
    return void all.goals.push({ ...common, ...withFocus, about: unknownWords });
  all.open.push({ what: "material", said: clause.text });
}

/** The object's own words, without "the". */
function focusOf(slots: Slot[]): string | undefined {
  const tokens = slots
    .flatMap((slot) => slot.tokens)
    .filter(
      (token, i) =>
        token.kind === "word" && token.entry?.determiner !== true && token.entry?.pronoun !== "thing" && !(i === 0 && token.word === "מה"),
    );
  const words = tokens
    .map(
      (token) =>
        token.variants?.find((variant) => variant.role === undefined && !variant.and && token.text === `ה${variant.text}`)?.text ??
        token.text,
    )
    .join(" ")
    .trim();
  return words === "" ? undefined : words;
}

/** "write a report and an e-mail to Dana about X", "meeting with Dana tomorrow". */
async function making(clause: Clause, made: Token[], all: Understood, tools: Tools): Promise<void> {
  const toPeople = has(
    clause.slots.filter((slot) => slot.role === "to").flatMap((slot) => slot.tokens),
    () => true,
  );
  for (const token of made) {
    const noun = nounOf(token);
    if (noun?.made === undefined) continue;
    if (noun.made === "meeting") {
      await meeting(clause, [token], all, tools);
      continue;
    }
    if (noun.made === "message" && clause.act !== "write") {
      await sending(clause, all, tools);
      continue;
    }
    const { facts: base, strange } = await facts(clause, tools, past, { people: ["to", "for"] });
    const kind = noun.kind;
    if (noun.made === "status" || (noun.kind === undefined && !["summary", "analysis"].includes(noun.made) && noun.read === noun.made)) {
      const missing = await unknownPeople(strange, ["to", "for", "with"], tools.resolver);
      all.goals.push({ ...base, people: [...base.people, ...missing], wanted: noun.made, does: noun.made === "status" ? "read" : "make" });
      continue;
    }
    if (clause.slots.some((slot) => slot.role !== "object" && slot.tokens.some((one) => nounOf(one)?.read === "status"))) {
      all.goals.push({ ...base, wanted: "status", does: "read" });
      all.goals.push({ ...base, about: [], wanted: noun.made, does: "read", ...(kind === undefined ? {} : { kind }), uses: true });
      continue;
    }
    const readsEvents =
      clause.slots.some((slot) => slot.role !== "object" && slot.tokens.some((one) => nounOf(one)?.read === "events")) &&
      noun.made !== "agenda";
    if (readsEvents) await events(clause, all, tools);
    const found = all.goals.some((goal) => goal.does === "read" && goal.wanted !== "contacts");
    const loose = looseWords(strange, ["about", "of", "at", "object"]);
    const quote = clause.tokens.find((one) => one.kind === "quote")?.value;
    const unfiled = found ? [] : loose;
    const topics = base.about.length > 0 ? base.about : unfiled;
    all.goals.push({
      ...base,
      people: toPeople ? base.people : [],
      about: readsEvents ? [] : topics,
      wanted: noun.made,
      does: "read",
      ...(kind === undefined ? {} : { kind }),
      ...(quote === undefined ? {} : { quote }),
      ...(found && base.about.length === 0 && base.period === undefined ? { uses: true } : {}),
    });
  }
}

async function writing(clause: Clause, all: Understood, tools: Tools): Promise<void> {
  const { facts: base, strange } = await facts(clause, tools, past, { people: ["to"] });
  const earlier = all.goals.some((goal) => goal.does === "read");
  const missing = await unknownPeople(strange, ["to"], tools.resolver);
  all.goals.push({
    ...base,
    people: [...base.people, ...missing],
    about: base.about.length > 0 || earlier ? base.about : looseWords(strange, ["about"]),
    wanted: "email",
    kind: "email",
    does: "read",
    ...(earlier ? { uses: true } : {}),
  });
}

async function meeting(clause: Clause, made: Token[], all: Understood, tools: Tools): Promise<void> {
  const isMeeting =
    made.some((token) => nounOf(token)?.made === "meeting") ||
    /^(meet|meet with|להיפגש|תיפגש)$/.test(clause.head?.word ?? "") ||
    clause.act === "invite" ||
    nounsIn(clause.slots, ["to", "for"]).some((token) => nounOf(token)?.made === "meeting");
  const others = made.filter((token) => nounOf(token)?.made !== "meeting");
  if (!isMeeting)
    return others.length > 0
      ? making(clause, others, all, tools)
      : void all.unable.push({ said: clause.text, why: clause.act === "set" ? "unknown-object" : "unknown-act" });
  const roles: Slot["role"][] = [
    "with",
    "to",
    "for",
    ...(clause.act === "invite" || /^meet/.test(clause.head?.word ?? "") ? (["object"] as const) : []),
  ];
  const { facts: base, strange } = await facts(clause, tools, "future", { people: [...roles, "object"] });
  const missing = await unknownPeople(
    strange,
    roles.filter((role) => role !== "for"),
    tools.resolver,
  );
  // In Hebrew one word invites and orders: without a meeting and without anybody known, it is not ours.
  if (
    clause.act === "invite" &&
    base.people.length === 0 &&
    made.length === 0 &&
    !nounsIn(clause.slots, ["to", "for"]).some((token) => nounOf(token)?.made === "meeting")
  )
    return void all.unable.push({ said: clause.text, why: "unknown-act" });
  const guests = [...base.people, ...missing];
  if (guests.length === 0 && has(clause.tokens, (token) => token.entry?.pronoun === "person"))
    guests.push(...(all.goals.findLast((goal) => goal.people.length > 0)?.people ?? []));
  const place = strange
    .filter(({ role }) => role === "at")
    .map(({ run }) => wordsOf(run))
    .join(", ");
  const subject = looseWords(strange, ["about"]);
  const beside = clause.slots
    .filter((slot) => roles.includes(slot.role))
    .map((slot) => wordsOf(slot.tokens))
    .join(" ");
  const firms = base.about.filter((entity) => entity.kind === "organisation" && beside.includes(entity.words));
  // "a strategy meeting" names the meeting, and is not a subject of its own.
  const named = clause.slots
    .filter((slot) => slot.role !== "object")
    .map((slot) => slot.tokens.map((token) => token.value ?? token.text).join(" "))
    .join(" ");
  const about = base.about.filter((entity) => named.includes(entity.words));
  const { period, ...rest } = base;
  const bare =
    guests.length + firms.length + about.length + subject.length + base.addresses.length === 0 &&
    period === undefined &&
    base.clock === undefined;
  if (bare && all.goals.length === 0) return void all.open.push({ what: "object", said: clause.text });
  all.goals.push({
    ...rest,
    people: guests,
    about: about.length > 0 ? about : subject,
    wanted: "meeting",
    does: "make",
    ...(firms.length === 0 ? {} : { firms }),
    ...(period === undefined ? {} : { day: { from: period.from, to: period.to } }),
    ...(place === "" ? {} : { place }),
  });
  for (const token of others)
    await making({ ...clause, act: "write", slots: clause.slots.filter((slot) => slot.role !== "with") }, [token], all, tools);
}

async function sending(whole: Clause, all: Understood, tools: Tools): Promise<void> {
  const said = afterColon(whole);
  // What follows a colon is what the message says; nothing in it is a name or a date of ours.
  const clause = said === undefined ? whole : before(whole, said.at);
  const { facts: base, strange } = await facts(clause, tools, past, { people: ["to", "with", "object", "for"] });
  // "then send her the agenda": only the sending waits.
  const draft = { ...base, after: false, does: "read" as const };
  const self = has(clause.tokens, (token) => token.entry?.pronoun === "self");
  const roles: Slot["role"][] = ["to", "with"];
  const missing = await unknownPeople(strange, roles, tools.resolver);
  const people = [...base.people, ...missing];
  const them = has(clause.tokens, (token) => token.entry?.pronoun === "person");
  // "him", "her": who was named last.
  if (them && people.length === 0) people.push(...(all.goals.findLast((goal) => goal.people.length > 0)?.people ?? []));
  // "email Dana the summary": an unknown name right after the verb.
  if (people.length === 0 && !self) {
    const direct = strange.find(
      ({ role, run }) => role === "object" && run[0] === clause.slots.find((slot) => slot.role === "object")?.tokens[0],
    );
    if (direct !== undefined) people.push(await tools.resolver.person(wordsOf(direct.run)));
  }
  if (
    people.length === 0 &&
    base.addresses.length === 0 &&
    /^(update|עדכן|תעדכן|לעדכן)$/.test(clause.head?.word ?? "") &&
    nounsIn(clause.slots, ["object"]).length > 0
  )
    return changing(clause, "change", all, tools);
  const letter = all.goals.findLast((goal) => goal.kind === "email" || goal.kind === "letter");
  // "write an e-mail to Dana and send it": to whom it was written.
  if (people.length === 0 && !self && letter !== undefined) people.push(...letter.people);
  const quote = clause.tokens.find((token) => token.kind === "quote")?.value ?? said?.text ?? told(clause);
  const things = nounsIn(clause.slots, ["object", "about", "with"])
    .map((token) => ({ token, made: nounOf(token)?.made }))
    .filter((one) => one.made !== undefined);
  const content = things.find((one) => one.made !== "message" && one.made !== "meeting");
  if (content === undefined && quote === undefined && nounsIn(clause.slots, ["object"]).some((token) => nounOf(token)?.read === "events")) {
    await events({ ...clause, slots: clause.slots.filter((slot) => slot.role !== "to") }, all, tools);
    delete all.goals.at(-1)?.condition;
  }
  const loose = looseWords(strange, ["about"]);
  const about = base.about.length > 0 ? base.about : loose;
  const made = content?.made;
  const there =
    made !== undefined &&
    all.goals.some(
      (goal) =>
        goal.wanted === made ||
        (made === "summary" && goal.wanted === "analysis") ||
        (made === "report" && ["summary", "text"].includes(goal.wanted)),
    );
  const texts = all.goals.some((goal) => ["summary", "analysis", "status"].includes(goal.wanted) || goal.kind !== undefined);
  const found = all.goals.some((goal) => goal.does === "read" && goal.wanted !== "contacts");

  if (made !== undefined && !there && quote === undefined) {
    const kind = nounOf(content?.token)?.kind;
    const fresh = about.length > 0 || base.period !== undefined;
    if (made === "status") all.goals.push({ ...draft, people: [], wanted: "status" });
    else if (made === "email" && texts && !fresh) {
      // "send Dana an e-mail with it": the text is there already.
    } else if (
      !fresh &&
      !found &&
      (made === "summary" || made === "analysis" || nounOf(content?.token)?.read === "documents") &&
      made !== "email"
    )
      return void all.open.push({ what: "material", said: clause.text });
    else if (!fresh && !found && made === "email") return void all.open.push({ what: "body", said: clause.text });
    else
      all.goals.push({
        ...draft,
        about: fresh ? about : [],
        people: made === "email" ? people : [],
        wanted: made,
        ...(kind === undefined ? {} : { kind }),
        ...(fresh ? {} : { uses: true }),
      });
  }
  if (self && people.length === 0 && base.addresses.length === 0) {
    // What is sent to the one who asks comes back as the result.
    if (made === undefined && !texts && !found) await reading({ ...clause, act: "find" }, all, tools);
    return;
  }
  const carries: Meaning | "it" | undefined = quote !== undefined ? undefined : (made ?? (texts || found ? "it" : undefined));
  if (quote === undefined && carries === undefined) {
    if (about.length === 0) return void all.open.push({ what: "body", said: clause.text });
    all.goals.push({ ...draft, about, people, wanted: "email", kind: "email" });
  }
  if (people.length === 0 && base.addresses.length === 0) return void all.open.push({ what: "recipient", said: clause.text });
  all.goals.push({
    ...base,
    about,
    people,
    wanted: "message",
    does: "make",
    ...(quote === undefined ? { carries: carries ?? "email" } : { quote }),
  });
}

/** The words after a colon, or after "saying" and "that". */
function afterColon(clause: Clause): { text: string; at: number } | undefined {
  const at = clause.tokens.findIndex((token) => token.text === ":" || /^(saying|says|that)$/.test(token.word));
  const [first] = clause.tokens.slice(at + 1);
  if (at < 0 || first === undefined || first.kind === "quote" || (clause.tokens[at]?.word === "that" && clause.tokens.length - at < 4))
    return undefined;
  const text = clause.text.slice(first.start - (clause.head?.start ?? first.start)).trim();
  return text === "" ? undefined : { text, at };
}

function before(clause: Clause, at: number): Clause {
  const tokens = clause.tokens.slice(0, at);
  return { ...clause, tokens, slots: slotsOf(tokens), times: [] };
}

/** "remind Dana about the meeting tomorrow": what it is about is what it says; "if there are none, tell Dana" tells that. */
function told(clause: Clause): string | undefined {
  if (clause.act !== "tell") return undefined;
  const [first] = clause.slots.find((slot) => slot.role === "about")?.tokens ?? [];
  const hasThing = clause.slots.some(
    (slot) =>
      slot.tokens.some((token) => nounOf(token)?.made !== undefined && nounOf(token)?.made !== "meeting") ||
      slot.tokens.some((token) => token.entry?.pronoun === "thing" && token.entry.determiner !== true),
  );
  if (hasThing) return undefined;
  if (first !== undefined) return clause.text.slice(first.start - (clause.head?.start ?? first.start)).trim();
  return clause.condition?.text.replace(/^(if|in case|only if|אם|רק אם)\s+/i, "");
}

async function web(clause: Clause, all: Understood, tools: Tools): Promise<void> {
  const { facts: base } = await facts(clause, tools, past);
  if (base.url === undefined)
    return void all.unable.push({ said: clause.text, why: clause.act === "fetch" ? "unknown-act" : "unknown-object" });
  const quote = clause.tokens.find((token) => token.kind === "quote")?.value;
  all.goals.push({
    ...base,
    wanted: "response",
    does: clause.act === "post" ? "make" : "read",
    method: clause.act === "post" ? "POST" : "GET",
    ...(quote === undefined ? {} : { quote }),
  });
}

async function waiting(clause: Clause, all: Understood, tools: Tools): Promise<void> {
  const { facts: base } = await facts(clause, tools, "future");
  if (base.minutes === undefined && base.period === undefined && base.clock === undefined)
    return void all.unable.push({ said: clause.text, why: "unknown-object" });
  const { period, ...rest } = base;
  all.goals.push({ ...rest, wanted: "delay", does: "read", ...(period === undefined ? {} : { day: period }) });
}

async function changing(clause: Clause, does: "delete" | "spend" | "change", all: Understood, tools: Tools): Promise<void> {
  const { facts: base } = await facts(clause, tools, past, { people: ["to", "of", "for", "with"] });
  const noun = nounsIn(clause.slots, ["object", "from", "of"]).map(nounOf)[0];
  const wanted = noun?.read ?? noun?.made;
  if (wanted === undefined) return void all.unable.push({ said: clause.text, why: "unknown-act" });
  all.goals.push({ ...base, wanted, does });
}

async function question(clause: Clause, all: Understood, tools: Tools): Promise<void> {
  const words = clause.tokens.map((token) => token.word);
  const nouns = clause.tokens.map(nounOf);
  const reads = nouns.map((noun) => noun?.read).find((meaning) => meaning !== undefined && meaning !== "documents");
  if (/^(what|how) can you (do|help)/i.test(clause.text) || /^מה (אתה|את) (יכול|יודע)/.test(clause.text)) return greet(all);
  const who = /^(who|who's|whom|whose|מי)$/.test(words[0] ?? "") || words.slice(0, 2).includes("מי");
  if (/^who are you|^מי (אתה|את)/i.test(clause.text)) return greet(all);
  if (reads === "contacts" || who) return contacts(clause, all, tools);
  if (reads === "events") return events(clause, all, tools);
  if (/\b(free|busy|available)\b/i.test(clause.text) || /(פנוי|פנויה|עסוק)/.test(clause.text)) return events(clause, all, tools);
  const { facts: base, strange } = await facts(clause, tools, past, { people: [] });
  // "What is Dana's e-mail" asks for the address.
  if (base.people.length > 0 && nouns.some((noun) => noun?.made === "email")) return contacts(clause, all, tools);
  if (/\b(fail|failed|failing|failures?|errors?|stuck)\b/i.test(clause.text) || /(נכשל|נכשלו|תקוע)/.test(clause.text))
    return void all.goals.push({ ...base, wanted: "status", does: "read" });
  if (reads === "status") return void all.goals.push({ ...base, wanted: "status", does: "read" });
  if (reads !== undefined) return void all.goals.push({ ...base, wanted: reads, does: "read" });
  const ofDocuments = nouns.some((noun) => noun?.read === "documents");
  if (base.about.length === 0 && !ofDocuments && !(base.period !== undefined && /\b(we|did we|our)\b|עשינו|קרה/i.test(clause.text)))
    return void all.unable.push({ said: clause.text, why: "unknown-object" });
  const about = base.about.length > 0 ? base.about : looseWords(strange, ["about", "at", "of", "with"]);
  all.goals.push({ ...base, about, wanted: "summary", does: "read", focus: clause.text });
}

async function unknown(clause: Clause, all: Understood, tools: Tools): Promise<void> {
  if (clause.tokens.every((token) => token.entry?.stop === true && token.entry.verb === undefined && token.entry.noun === undefined))
    return greet(all);
  // "Tevuot, December": a subject and nothing else is a wish to read.
  const { facts: base } = await facts(clause, tools, past, { people: [] });
  if (
    clause.head === undefined &&
    base.about.length > 0 &&
    clause.tokens.filter((token) => token.kind === "word" && token.entry === undefined).length <=
      base.about.map((one) => one.words.split(" ").length).reduce((a, b) => a + b, 0)
  )
    return void all.goals.push({ ...base, wanted: "documents", does: "read" });
  all.unable.push({ said: clause.text, why: "unknown-act" });
}

function greet(all: Understood): void {
  all.greeting = true;
}

function forbid(clause: Clause, all: Understood): void {
  const nouns = clause.tokens.map((token) => nounOf(token)?.made).filter((made) => made !== undefined);
  const anything = has(clause.tokens, (token) => token.entry?.pronoun === "anything");
  const [made] = nouns;
  if (clause.act === "send" || clause.act === "tell")
    return void all.forbidden.push({ what: anything && made === undefined ? "send" : "message", said: clause.text });
  if (clause.act === "change" || clause.act === "delete" || clause.act === "spend" || (anything && clause.act === "make"))
    return void all.forbidden.push({ what: "effects", said: clause.text });
  if (clause.act === "set" || clause.act === "invite") return void all.forbidden.push({ what: made ?? "meeting", said: clause.text });
  if (made !== undefined) all.forbidden.push({ what: made, said: clause.text });
  else if (clause.act === "summarise" || clause.act === "analyse") all.forbidden.push({ what: "summary", said: clause.text });
  else if (anything) all.forbidden.push({ what: "effects", said: clause.text });
}

/** "If there are reports about X": the reports are looked for, unless that was said before. */
async function conditionReading(condition: Condition, of: Clause, all: Understood, tools: Tools): Promise<void> {
  const reads = condition.tokens.map((token) => nounOf(token)?.read).find((meaning) => meaning !== undefined);
  if (reads === undefined) return;
  const clause: Clause = {
    act: "find",
    negated: false,
    slots: slotsOf(condition.tokens),
    times: condition.tokens.flatMap((token) => (token.time === undefined ? [] : [token.time])),
    tokens: condition.tokens,
    text: condition.text,
    sentence: of.sentence,
    after: false,
  };
  const { facts: base, strange } = await facts(clause, tools, reads === "events" ? "future" : past, {
    people: reads === "events" ? ["with"] : [],
  });
  const about = base.about.length > 0 ? base.about : looseWords(strange, ["about", "at", "of", "with", "from"]);
  const before = all.goals.some(
    (goal) =>
      goal.wanted === reads || goal.wanted === condition.tokens.map((token) => nounOf(token)?.made).find((made) => made === goal.wanted),
  );
  if (before && about.length === 0 && base.period === undefined) return;
  if (!before && about.length === 0 && base.period === undefined && reads === "documents") return;
  all.goals.push({ ...base, about, wanted: reads, does: "read" });
}
