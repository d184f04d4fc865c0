import { escapeTemplates } from "#lib/kernel/expression.ts";
import type { Json } from "#lib/kernel/json.ts";
import type { AnyTool, EffectClass, Meaning } from "#lib/tools/tool.ts";
import { distance } from "../meanings.ts";
import { fieldsOf, type ToolField } from "../tool-fields.ts";
import type { Goal } from "./goals.ts";
import { byText } from "./names.ts";
import type { Entity } from "./resolve.ts";
import { aboutWords, instructions, title } from "./say.ts";
import { addDays, type Calendar } from "./times.ts";

/** Something that a step of the plan gives. */
export type Good = { meaning: Meaning; stepId: string; expression: string; list: boolean; title: string; goal: number };

export type Source = { good: Good } | { recipe: Recipe } | { literal: Json };

export type Param = { literal: Json } | { sources: Source[]; meaning: Meaning };

/** A tool that will do, and where each of its fields comes from. */
export type Recipe = {
  tool: AnyTool;
  wanted: Meaning;
  /** The field of the output that is wanted. */
  gives: string;
  given: Meaning;
  goal: Goal;
  params: Record<string, Param>;
  effect: EffectClass;
  cost: number;
  ignored: string[];
};

export type Kitchen = {
  tools: AnyTool[];
  calendar: Calendar;
  goods: Good[];
  /** What all of the request is about; for titles. */
  subject: string;
  meetingTitle?: string;
};

const allowed: Record<Goal["does"], EffectClass[]> = {
  read: ["read"],
  make: ["write", "send"],
  change: ["write", "send"],
  spend: ["spend"],
  delete: ["delete"],
};

/** Meanings that are handed from step to step; all others are words of the request. */
const handed = new Set<Meaning>([
  "documents",
  "document",
  "document-text",
  "contacts",
  "events",
  "summary",
  "analysis",
  "text",
  "agenda",
  "email",
  "report",
  "status",
  "response",
  "material",
  "description",
  "meeting",
  "message",
  "citations",
]);

export function effectOf(tool: AnyTool, params: unknown): EffectClass {
  try {
    const effect = typeof tool.effect === "function" ? tool.effect(params) : tool.effect;
    return ["read", "write", "send", "spend", "delete"].includes(effect) ? effect : "delete";
  } catch {
    // An effect that can't be told counts as the worst.
    return "delete";
  }
}

/** The cheapest way to what the goal wants, the same whatever the order of the registry. */
export function recipeFor(wanted: Meaning, goal: Goal, kitchen: Kitchen, within: readonly Meaning[] = []): Recipe | undefined {
  if (within.includes(wanted) || within.length > 4) return undefined;
  const found = kitchen.tools.flatMap((tool) => {
    // What deletes contacts gives none: to find them first is no circle.
    const made = cook(tool, wanted, goal, kitchen, [
      ...within,
      goal.does === "read" || goal.does === "make" ? wanted : `${goal.does} ${wanted}`,
    ]);
    return made === undefined ? [] : [made];
  });
  return found.sort((a, b) => a.cost - b.cost || byText(a.tool.name, b.tool.name))[0];
}

/** How well an output answers: exactly, by something more general that can be told what to make, or (for material) by anything of the kind. */
function match(tool: AnyTool, wanted: Meaning, goal: Goal): { gives: string; given: Meaning; cost: number } | undefined {
  const kinds = Object.values(tool.takes);
  const options = Object.entries(tool.gives).flatMap(([gives, given]) => {
    if (given === wanted) return [{ gives, given, cost: gives === "*" ? 0.5 : 0 }];
    const wider = distance(wanted === "letter" || wanted === "proposal" ? "report" : wanted, given);
    const steerable = kinds.some((kind) => kind === "text-kind" || kind === "focus" || kind === "instructions");
    if (wider !== undefined && ["text", "summary"].includes(given) && (steerable || given === "summary"))
      return [{ gives, given, cost: 10 * wider }];
    const narrower = distance(given, wanted);
    if (narrower !== undefined && (wanted === "material" || wanted === "text") && goal.does === "read")
      return [{ gives, given, cost: 5 * narrower }];
    return [];
  });
  return options.sort((a, b) => a.cost - b.cost || (a.gives < b.gives ? -1 : 1))[0];
}

/** Changing and deleting: the tool must take the very thing. */
function takesIt(tool: AnyTool, wanted: Meaning): { gives: string; given: Meaning; cost: number } | undefined {
  const one = wanted.replace(/s$/, "");
  const hit =
    Object.values(tool.takes).some((meaning) => meaning === wanted || meaning === `${one}-id` || meaning === one) ||
    Object.values(tool.gives).some((meaning) => meaning === wanted);
  return hit ? { gives: "*", given: wanted, cost: 0 } : undefined;
}

function cook(tool: AnyTool, wanted: Meaning, goal: Goal, kitchen: Kitchen, within: readonly Meaning[]): Recipe | undefined {
  const sub = within.length > 1;
  const does = sub ? "read" : goal.does;
  const fits = does === "delete" || does === "change" || does === "spend" ? takesIt(tool, wanted) : match(tool, wanted, goal);
  if (fits === undefined || (tool.waitUntil !== undefined) !== (wanted === "delay")) return undefined;
  const known = fieldsOf(tool.input);
  const fields = known?.fields ?? new Map<string, ToolField>();
  const params: Record<string, Param> = {};
  const words = wordsFor(goal, wanted, new Set(Object.values(tool.takes)));
  let cost = fits.cost;
  const used = new Set<Meaning>();

  for (const [name, field] of fields) {
    const meaning = Object.hasOwn(tool.takes, name) ? tool.takes[name] : undefined;
    const param = meaning === undefined ? undefined : valueFor(meaning, field, goal, wanted, words, kitchen, within);
    if (param !== undefined && meaning !== undefined) {
      params[name] = param;
      used.add(meaning);
      if ("sources" in param) for (const source of param.sources) if ("recipe" in source) cost += 3 + source.recipe.cost;
    } else if (field.required) return undefined;
  }
  // What a step will bring stands as a template, as it does on the plan card.
  const literal = Object.fromEntries(Object.entries(params).map(([name, param]) => [name, "literal" in param ? param.literal : "{{ }}"]));
  const effect = effectOf(tool, literal);
  if (!allowed[does].includes(effect)) return undefined;
  // Text tools are handed their material, so dates and names went into finding it.
  const finds = !["summary", "analysis", "text", "agenda", "email", "report", "letter", "proposal"].includes(wanted);
  const ignored: string[] = [];
  const miss = (what: string, weight: number) => {
    ignored.push(what);
    cost += weight;
  };
  const fed = Object.values(params).some((param) => "sources" in param) || ["body", "description"].some((meaning) => used.has(meaning));
  const speaks = goal.uses === true || goal.about.length > 0 || goal.period !== undefined;
  if (!finds && speaks && !fed && goal.quote === undefined) miss("material", 12);
  if (
    ["documents", "events", "status"].includes(wanted) &&
    goal.period !== undefined &&
    !used.has("period-start") &&
    !used.has("period-end") &&
    !used.has("period")
  )
    miss("period", 4);
  if (
    finds &&
    goal.about.length > 0 &&
    !["query", "topic", "organisation", "title", "focus", "instructions"].some((meaning) => used.has(meaning))
  )
    miss("about", 6);
  if (wanted === "contacts" && goal.people.length > 0 && !used.has("person-name") && !used.has("query") && !used.has("email-address"))
    miss("people", 8);
  if (goal.people.length > 0 && wanted === "meeting" && !used.has("contacts") && !used.has("email-address")) miss("people", 8);
  if (
    goal.does === "make" &&
    wanted === "message" &&
    !used.has("text") &&
    !used.has("summary") &&
    !used.has("description") &&
    !used.has("body")
  )
    return undefined;
  cost += effect === "send" ? 1 : 0;
  return { tool, wanted, ...fits, goal, params, effect, cost, ignored };
}

/** Which words go to which field: an organisation to `organisation` where there is one, else to `topic`, else to `query`. */
function wordsFor(goal: Goal, wanted: Meaning, takes: Set<Meaning>): Map<Meaning, string> {
  const words = new Map<Meaning, string>();
  const order: Record<Entity["kind"], Meaning[]> = {
    organisation: ["organisation", "topic", "query"],
    topic: ["topic", "query"],
    // People are looked for at an organisation, whether or not anything is filed under its name.
    words: wanted === "contacts" ? ["organisation", "query", "topic"] : ["query", "topic"],
  };
  const put = (meaning: Meaning, text: string) =>
    words.set(meaning, [words.get(meaning), text].filter((part) => part !== undefined).join(" "));
  for (const entity of goal.about) {
    const wishes = order[entity.kind].filter((meaning) => takes.has(meaning));
    const meaning = wishes.find((wish) => !words.has(wish) || wish === "query") ?? wishes[0];
    if (meaning !== undefined) put(meaning, entity.name);
  }
  return words;
}

const personName = (goal: Goal) => (goal.people[0]?.matches.length === 1 ? goal.people[0].matches[0]?.name : goal.people[0]?.asked);

function nextAt(clock: string, calendar: Calendar): string {
  return `${clock > calendar.time ? calendar.today : addDays(calendar.today, 1)}T${clock}`;
}

/** What the request itself says for a field, best first. */
function saidFor(meaning: Meaning, goal: Goal, wanted: Meaning, field: ToolField, words: Map<Meaning, string>, kitchen: Kitchen): Json[] {
  const some = (...values: (Json | undefined)[]) => values.filter((value) => value !== undefined);
  const emails = [
    ...goal.addresses,
    ...goal.people.flatMap((person) => (person.matches.length === 1 ? some(person.matches[0]?.email) : [])),
  ] as string[];
  const { calendar } = kitchen;
  const subject = aboutWords(goal) || kitchen.subject;
  const timed =
    goal.day !== undefined && goal.clock !== undefined ? `${goal.day.from}T${goal.clock}` : goal.clock && nextAt(goal.clock, calendar);
  switch (meaning) {
    case "query": {
      const people = goal.wanted === "documents" ? goal.people.map((person) => person.matches[0]?.name ?? person.asked) : [];
      const all = [words.get("query"), ...people].filter((part) => part !== undefined).join(" ");
      return some(
        all === "" ? undefined : all,
        ...(field.required
          ? [words.get("topic") ?? words.get("organisation"), wanted === "contacts" ? personName(goal) : undefined, goal.said]
          : []),
      );
    }
    case "topic":
      return some(
        words.get("topic"),
        ...(["documents", "events", "contacts"].includes(wanted) ? [] : [subject === "" ? undefined : subject]),
        ...(field.required ? [subject || goal.said] : []),
      );
    case "organisation":
      return some(
        words.get("organisation"),
        wanted === "contacts" && goal.people.length === 1 && goal.people[0]?.matches.length === 1 && field.required
          ? goal.people[0].matches[0]?.organisation
          : undefined,
      );
    case "person-name":
      return some(personName(goal));
    case "email-address":
      if (field.list && emails.length > 0) return [emails];
      return field.list ? [] : some(emails[0]);
    case "period-start":
      return some(goal.period?.from, goal.period === undefined ? undefined : `${goal.period.from}T00:00:00Z`);
    case "period-end":
      return some(goal.period?.to, goal.period === undefined ? undefined : `${goal.period.to}T23:59:59Z`);
    case "period":
      return goal.period === undefined ? [] : [{ from: goal.period.from, to: goal.period.to }];
    case "start":
      return some(timed, timed === undefined ? "auto" : `${timed}:00`, goal.day === undefined ? undefined : `${goal.day.from}T09:00`);
    case "window":
      return goal.day === undefined || goal.clock !== undefined ? [] : [{ from: goal.day.from, to: goal.day.to }];
    case "duration-minutes":
    case "delay-minutes":
      return some(goal.minutes);
    case "delay-until":
      return some(timed, timed === undefined ? undefined : `${timed}:00`, goal.day?.from);
    case "title":
      return [title(goal, subject)];
    case "focus":
      return some(goal.focus, field.required ? subject || goal.said : undefined);
    case "instructions":
      return [instructions(goal, subject, wanted === "agenda" ? kitchen.meetingTitle : undefined)];
    case "text-kind":
      return some(goal.kind, wanted, "text");
    case "max-words":
      return some(goal.maxWords);
    case "language":
      return [goal.language];
    case "url":
      return some(goal.url);
    case "http-method":
      return some(goal.method, goal.method?.toLowerCase());
    case "body":
    case "text":
    case "description":
      return some(goal.quote);
    case "place":
      return some(goal.place);
    case "limit":
      return some(goal.limit);
    default:
      if (handed.has(meaning)) return [];
      // A word that the registry brought: what the request is about may be meant.
      return field.required ? some(goal.quote, words.get("query"), words.get("topic"), subject === "" ? undefined : subject) : [];
  }
}

function valueFor(
  meaning: Meaning,
  field: ToolField,
  goal: Goal,
  wanted: Meaning,
  words: Map<Meaning, string>,
  kitchen: Kitchen,
  within: readonly Meaning[],
): Param | undefined {
  for (const said of saidFor(meaning, goal, wanted, field, words, kitchen)) {
    const value = field.list && !Array.isArray(said) ? [said] : said;
    if (field.schema.safeParse(value).success) return { literal: safe(value) };
  }
  if (!handed.has(meaning)) return undefined;
  const sources = handedTo(meaning, field, goal, wanted, kitchen, within);
  return sources.length === 0 ? undefined : { sources, meaning };
}

/** Words of the request stay words: a `{{` in them is not a template. */
function safe(value: Json): Json {
  if (typeof value === "string") return escapeTemplates(value);
  if (Array.isArray(value)) return value.map(safe);
  return value !== null && typeof value === "object"
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, safe(inner)]))
    : value;
}

const condenses = (wanted: Meaning) => wanted === "summary" || wanted === "analysis";
const isText = (good: Good) => !good.list && (distance(good.meaning, "text") !== undefined || good.meaning === "description");

function handedTo(meaning: Meaning, field: ToolField, goal: Goal, wanted: Meaning, kitchen: Kitchen, within: readonly Meaning[]): Source[] {
  if (meaning === "contacts") return people(field, goal, kitchen, within);
  const fitting = kitchen.goods.filter((good) => distance(good.meaning, meaning) !== undefined);
  if (meaning === "description") {
    const told =
      wanted === "meeting" ? fitting.filter((good) => good.meaning === "analysis" || good.meaning === "summary").at(-1) : undefined;
    return told === undefined ? [] : [{ good: told }];
  }
  const carried = goal.carries;
  if (goal.wanted === "message" && !condenses(wanted) && carried !== undefined) {
    const own =
      carried === "it"
        ? fitting.filter(isText)
        : fitting.filter(
            (good) =>
              distance(good.meaning, carried) !== undefined ||
              (carried === "summary" && good.meaning === "analysis") ||
              distance(carried, good.meaning) !== undefined,
          );
    const last = own.at(-1) ?? fitting.at(-1);
    if (last !== undefined) return [{ good: last }];
    // A list that is to be sent is written up first.
    const made =
      carried === "it"
        ? recipeFor("summary", { ...goal, wanted: "summary", does: "read", uses: true, people: [] }, kitchen, within)
        : undefined;
    return made === undefined ? [] : [{ recipe: made }];
  }
  if (goal.wanted === "meeting") {
    const last = fitting.filter((good) => good.meaning === "analysis" || good.meaning === "summary").at(-1);
    return last === undefined ? [] : [{ good: last }];
  }
  const own = goal.about.length > 0 || goal.period !== undefined;
  if (goal.uses === true || !own) {
    const usable = mostDerived(
      fitting.filter((good) => good.meaning !== "message" && good.meaning !== "meeting"),
      wanted,
    );
    if (usable.length > 0) return usable.map((good) => ({ good }));
  }
  if (goal.quote !== undefined && meaning === "material")
    return [{ literal: [{ title: goal.said.slice(0, 80), text: escapeTemplates(goal.quote) }] }];
  if (!own && !field.required) return [];
  if (meaning === "material" && !own && goal.wanted !== "summary" && goal.wanted !== "analysis") return [];
  const source = meaning === "material" ? "documents" : meaning;
  return apart(goal).flatMap((one) => {
    const made =
      recipeFor(source, { ...one, does: "read" }, kitchen, within) ??
      (source === meaning ? undefined : recipeFor(meaning, { ...one, does: "read" }, kitchen, within));
    return made === undefined ? [] : [{ recipe: made }];
  });
}

/** Two organisations (or two topics) are two searches. */
export function apart(goal: Goal): Goal[] {
  const kind = (["organisation", "topic"] as const).find((one) => goal.about.filter((entity) => entity.kind === one).length > 1);
  if (kind === undefined) return [goal];
  const others = goal.about.filter((entity) => entity.kind !== kind);
  return goal.about.filter((entity) => entity.kind === kind).map((entity) => ({ ...goal, about: [entity, ...others] }));
}

/** A summary is made of what was found; a text of the summaries, where there are some. */
function mostDerived(goods: Good[], wanted: Meaning): Good[] {
  const found = goods
    .filter((good) => good.list || good.meaning === "response" || good.meaning === "status")
    .filter((good) => good.meaning !== "contacts");
  const texts = goods.filter(isText);
  const digests = texts.filter((good) => good.meaning === "summary" || good.meaning === "analysis");
  if (condenses(wanted)) return [found, texts, goods].find((some) => some.length > 0) ?? [];
  if (digests.length > 0) return digests;
  return found.length > 0 ? found : texts;
}

function people(field: ToolField, goal: Goal, kitchen: Kitchen, within: readonly Meaning[]): Source[] {
  const direct = goal.addresses.map((email): Source => ({ literal: field.of === "string" ? email : { email, name: email } }));
  const found = goal.people.flatMap((person) => {
    const made = recipeFor(
      "contacts",
      { ...goal, wanted: "contacts", does: "read", people: [person], about: [], addresses: [], ...none },
      kitchen,
      within,
    );
    return made === undefined ? [] : [{ recipe: made }];
  });
  const firms = (goal.firms ?? []).flatMap((firm) => {
    const made = recipeFor(
      "contacts",
      { ...goal, wanted: "contacts", does: "read", people: [], about: [firm], addresses: [], ...none },
      kitchen,
      within,
    );
    return made === undefined ? [] : [{ recipe: made }];
  });
  return [...direct, ...found, ...firms];
}

// A person is looked up by name, whatever the dates of what they are wanted for.
const none = {
  period: undefined,
  day: undefined,
  clock: undefined,
  minutes: undefined,
  quote: undefined,
  focus: undefined,
} as unknown as object;

/** Whether what was read belongs to this goal: it speaks of nothing else. */
export function related(goal: Goal, other: Goal): boolean {
  return goal.about.length === 0 || other.about.length === 0 || goal.about.some((one) => other.about.some((two) => one.name === two.name));
}
