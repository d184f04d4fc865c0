import { isRecord } from "#lib/kernel/json.ts";
import type { AnyTool, Meaning, ToolRegistry } from "#lib/tools/tool.ts";
import type { Decision, Language, Person, PlanningContext, PlanRequest, Saw } from "../decision.ts";
import { meanings } from "../meanings.ts";
import { validatePlan } from "../validate-plan.ts";
import { clausesOf } from "./clauses.ts";
import { composer, isEffect, outputsOf } from "./compose.ts";
import { conditionExpression } from "./conditions.ts";
import { type Forbidden, type Goal, goalsOf, type Unable, type Understood } from "./goals.ts";
import { addMeanings, englishLexicon, type Lexicon } from "./lexicon.ts";
import { addHebrew } from "./lexicon-he.ts";
import { apart, type Kitchen, recipeFor, related } from "./recipes.ts";
import { resolverOf, settlePrefixes } from "./resolve.ts";
import { phrases, thing, title } from "./say.ts";
import { addDays, calendarOf } from "./times.ts";
import { cut, languageOf } from "./tokens.ts";

const maxRequestChars = 8_000;

const base = englishLexicon();
addHebrew(base);

/** The shared words and those that this registry's tools bring. */
function lexiconFor(tools: AnyTool[]): Lexicon {
  const lexicon = { words: new Map(base.words), phrases: new Map(base.phrases) };
  const own = new Set(tools.flatMap((tool) => Object.values(tool.gives)));
  addMeanings(
    lexicon,
    [...own].filter((meaning) => meaning !== "*" && !Object.hasOwn(meanings, meaning) && !meaning.endsWith("-id")).sort(),
  );
  return lexicon;
}

/**
 * Plans without a model: finds the goals of a request by its grammar, what its names are by asking the workspace, and the tools by what
 * they take and give. The same request over the same data gives the same plan, whatever the order of the registry.
 */
export async function planRequest(
  context: PlanningContext & { registry: ToolRegistry },
  { request, input }: PlanRequest,
): Promise<Decision> {
  const tools = context.registry.all();
  const text = request.trim();
  const language = languageOf(text.slice(0, maxRequestChars), context.workspaceLanguage ?? "en");
  const say = phrases[language];
  const calendar = calendarOf(context.now, context.timeZone, context.workspaceLanguage ?? language);
  const saw: Saw = {
    language,
    today: calendar.today,
    goals: [],
    people: [],
    topics: [],
    organisations: [],
    periods: [],
    tools: tools.length,
    model: "offline",
  };
  const notes: string[] = [];
  if (text === "") return { kind: "clarify", question: say.empty, reason: say.empty, missing: ["request"], saw, notes };
  if (text.length > maxRequestChars)
    return { kind: "refuse", reason: `${text.length} > ${maxRequestChars}`, missing: ["request"], saw, notes };

  const workload = await context.lookup.workload?.(text);
  if (workload) saw.workload = workload;
  const resolver = resolverOf(context.lookup, answersIn(input));
  const tokens = await settlePrefixes(cut(text, language, lexiconFor(tools), calendar), resolver);
  const understood = await goalsOf(clausesOf(text, tokens), { resolver, language });
  if (tokens.some((token) => token.kind === "quote")) notes.push(say.quoted);

  const planner = new Planning({ tools, language, calendar, notes, saw }, understood);
  return planner.decide(context.registry);
}

/** What an earlier question was answered with: every short text in the input. */
function answersIn(input: unknown): string[] {
  if (typeof input === "string") return [input];
  if (Array.isArray(input)) return input.flatMap(answersIn);
  return isRecord(input) ? Object.values(input).flatMap(answersIn) : [];
}

/** A person as a question names them. */
function label({ name, organisation, email }: Person): string {
  const more = organisation ?? email;
  return more === undefined ? name : `${name} (${more})`;
}

function ruledOut(goal: Goal, { what, said }: Forbidden): boolean {
  if (what === "effects") return goal.does !== "read";
  return what === "send" ? goal.wanted === "message" : goal.wanted === what && goal.said !== said;
}

type Setting = { tools: AnyTool[]; language: Language; calendar: ReturnType<typeof calendarOf>; notes: string[]; saw: Saw };

// Reading comes before condensing, condensing before writing, writing before what changes the world.
function rank(goal: Goal): number {
  if (goal.does !== "read") return goal.wanted === "message" ? 4 : 3;
  if (goal.wanted === "summary" || goal.wanted === "analysis") return 1;
  return goal.kind === undefined ? 0 : 2;
}

class Planning {
  readonly #at: Setting;
  readonly #heard: Understood;
  readonly #unable: { said: string; reason: string }[] = [];
  readonly #dropped: string[] = [];
  #goals: Goal[];

  constructor(setting: Setting, understood: Understood) {
    this.#at = setting;
    this.#heard = understood;
    const goals = understood.goals.map((goal) => this.#withDefaults(goal));
    const inOrder = goals.some((goal) => goal.after || goal.wanted === "delay");
    this.#goals = inOrder
      ? goals
      : goals
          .map((goal, i) => ({ goal, i }))
          .sort((a, b) => rank(a.goal) - rank(b.goal) || a.i - b.i)
          .map(({ goal }) => goal);
  }

  get #say() {
    return phrases[this.#at.language];
  }

  #withDefaults(goal: Goal): Goal {
    const { calendar, notes } = this.#at;
    if (goal.wanted !== "events" || goal.does !== "read" || goal.period !== undefined) return goal;
    notes.push(this.#say.week);
    return { ...goal, period: { words: "", from: calendar.today, to: addDays(calendar.today, 7) } };
  }

  decide(registry: ToolRegistry): Decision {
    const { saw, notes, tools } = this.#at;
    const { unable, greeting } = this.#heard;
    for (const part of unable) this.#unable.push({ said: part.said, reason: this.#cannot(part) });
    this.#look();
    if (this.#goals.length === 0 && this.#heard.open.length === 0) {
      if (greeting === true && unable.length === 0)
        return { kind: "answer", reason: this.#say.help(tools.map((tool) => tool.title).sort()), saw, notes };
      return this.#refusal();
    }
    this.#forbidMeanings();
    const question = this.#question();
    if (question !== undefined) return question;
    return this.#plan(registry);
  }

  #cannot({ why, said, detail }: Unable): string {
    if (why === "unknown-act") return this.#say.unknownAct(said);
    return why === "condition" ? this.#say.condition(said) : this.#say.unknownObject(said, detail);
  }

  /** What is shown as seen. */
  #look(): void {
    const { saw } = this.#at;
    for (const goal of this.#goals) {
      saw.goals.push(`${goal.does === "read" ? "" : `${goal.does} `}${goal.wanted}: ${goal.said}`);
      for (const person of goal.people)
        if (!saw.people.some((had) => had.asked === person.asked))
          saw.people.push({ asked: person.asked, found: person.matches.map((match) => match.name) });
      for (const one of goal.about) {
        const list = one.kind === "organisation" ? saw.organisations : saw.topics;
        if (one.kind !== "words" && !list.includes(one.name)) list.push(one.name);
      }
      if (goal.period !== undefined && !saw.periods.some((had) => had.words === goal.period?.words)) saw.periods.push(goal.period);
    }
  }

  #drop(goal: Goal, forbidden: Forbidden): void {
    this.#dropped.push(goal.said);
    this.#at.notes.push(this.#say.forbidden(thing(goal.wanted, this.#at.language), forbidden.said));
  }

  #forbidMeanings(): void {
    for (const forbidden of this.#heard.forbidden) {
      this.#goals = this.#goals.filter((goal) => {
        const hit = ruledOut(goal, forbidden);
        if (hit) this.#drop(goal, forbidden);
        return !hit;
      });
    }
  }

  #question(): Decision | undefined {
    const { saw, notes } = this.#at;
    for (const goal of this.#goals)
      for (const person of goal.people) {
        const near = person.near.slice(0, 5).map(label);
        if (person.matches.length === 0)
          return {
            kind: "clarify",
            question: this.#say.whoIs(person.asked, near),
            reason: this.#say.missingPerson(person.asked),
            missing: [person.asked],
            ...(near.length === 0 ? {} : { choices: near }),
            saw,
            notes,
          };
        const firms = goal.about.filter((one) => one.kind === "organisation").map((one) => one.name);
        const narrowed = person.matches.filter((one) => one.organisation !== undefined && firms.includes(one.organisation));
        if (person.matches.length > 1 && narrowed.length === 1) person.matches = narrowed;
        if (person.matches.length > 1 && goal.wanted !== "contacts") {
          const all = person.matches.slice(0, 8).map(label);
          return {
            kind: "clarify",
            question: this.#say.whichOf(person.asked, all),
            reason: this.#say.manyOf(person.asked, person.matches.length),
            missing: [person.asked],
            choices: all,
            saw,
            notes,
          };
        }
      }
    const [open] = this.#heard.open;
    if (open === undefined) return undefined;
    return {
      kind: "clarify",
      question: this.#say.open[open.what],
      reason: this.#say.openReason(open.said),
      missing: [open.what],
      saw,
      notes,
    };
  }

  #refusal(): Decision {
    const { saw, notes } = this.#at;
    const reasons = this.#unable.map((part) => part.reason);
    if (reasons.length === 0) reasons.push(this.#heard.forbidden.length > 0 ? this.#say.nothingLeft : this.#say.empty);
    const missing = this.#unable.map((part) => part.said);
    return { kind: "refuse", reason: [...new Set(reasons)].join(" "), missing: missing.length > 0 ? missing : this.#dropped, saw, notes };
  }

  #plan(registry: ToolRegistry): Decision {
    const { saw, notes, tools, calendar } = this.#at;
    const meeting = this.#goals.find((goal) => goal.wanted === "meeting");
    const named = this.#goals
      .flatMap((goal) => goal.about)
      .filter((one, i, all) => all.findIndex((other) => other.name === one.name) === i);
    const subject = named
      .slice(0, 3)
      .map((one) => one.name)
      .join(", ");
    const kitchen: Kitchen = {
      tools,
      calendar,
      goods: [],
      subject,
      ...(meeting === undefined ? {} : { meetingTitle: title(meeting, "") }),
    };
    const making = composer(kitchen);

    for (const goal of this.#goals) {
      let when: string | undefined;
      if (goal.condition !== undefined) {
        when = conditionExpression(goal.condition, kitchen.goods);
        if (when === undefined) {
          this.#unable.push({ said: goal.said, reason: this.#say.condition(goal.condition.text) });
          continue;
        }
      }
      this.#settle(goal, kitchen, making, when);
    }
    if (making.steps.length === 0) return this.#refusal();

    const outputs = outputsOf(making);
    const draft = { steps: making.steps, ...(Object.keys(outputs).length === 0 ? {} : { outputs }) };
    const valid = validatePlan(draft, registry);
    if (!valid.ok)
      return {
        kind: "refuse",
        reason: valid.refusal.because,
        missing: (valid.refusal.errors ?? []).map((error) => error.path),
        saw,
        notes,
      };
    const parts =
      this.#unable.length === 0
        ? {}
        : { reason: [...new Set(this.#unable.map((part) => part.reason))].join(" "), missing: this.#unable.map((part) => part.said) };
    for (const forbidden of this.#heard.forbidden)
      if (!notes.some((note) => note.includes(forbidden.said))) notes.push(this.#say.keeps(forbidden.said));
    const answers = this.#goals.every((goal) => goal.asks) && making.done.every(({ recipe }) => !isEffect(recipe.effect));
    return { kind: answers ? "answer" : "plan", plan: valid.value.plan, ...parts, saw, notes: [...new Set(notes)] };
  }

  #settle(goal: Goal, kitchen: Kitchen, making: ReturnType<typeof composer>, when: string | undefined): void {
    const { notes } = this.#at;
    const scope =
      goal.does === "make"
        ? { ...kitchen, goods: kitchen.goods.filter((good) => making.done.every((one) => one.good !== good || related(goal, one.goal))) }
        : kitchen;
    const split = goal.wanted === "documents" || goal.wanted === "contacts" ? apart(goal) : [goal];
    for (const one of split) {
      const recipe = recipeFor(one.wanted, one, scope);
      if (recipe === undefined) {
        this.#unable.push({ said: goal.said, reason: this.#why(goal) });
        return;
      }
      const forbidden = this.#heard.forbidden.find(
        ({ what }) => (what === "effects" && isEffect(recipe.effect)) || (what === "send" && recipe.effect === "send"),
      );
      if (forbidden !== undefined && isEffect(recipe.effect)) return this.#drop(goal, forbidden);
      making.share(recipe);
      const { step } = making.settle(one, recipe);
      if (when !== undefined) step.when = when;
      this.#afterwards(one, step.id, making);
      this.#remark(one, recipe.ignored);
      if (one.wanted === "meeting") {
        if (one.clock === undefined && one.day === undefined) notes.push(this.#say.nextFree);
        for (const firm of one.firms ?? []) notes.push(this.#say.organisationMeeting(firm.name));
        this.#agenda(one, scope, making, when);
      }
    }
  }

  #why(goal: Goal): string {
    if (goal.does === "delete") return this.#say.noDelete(goal.said);
    if (goal.does === "spend") return this.#say.noSpend(goal.said);
    if (goal.does === "change") return this.#say.noChange(goal.said);
    return this.#say.noTool(thing(goal.wanted, this.#at.language));
  }

  #remark(goal: Goal, ignored: string[]): void {
    const { notes } = this.#at;
    if (ignored.includes("period")) notes.push(this.#say.noPeriod);
    if (["documents", "summary", "analysis"].includes(goal.wanted))
      for (const one of goal.about) if (one.kind === "words") notes.push(this.#say.unfiled(one.words));
  }

  /** What changes the world waits for the understanding that was asked for before it; "then" waits for everything before. */
  #afterwards(goal: Goal, id: string, making: ReturnType<typeof composer>): void {
    const own = making.done.at(-1);
    const before = making.done.slice(0, -1).filter(({ goal: other, step }) => {
      if (step.id === id) return false;
      if (goal.after || other.wanted === "delay") return true;
      return (
        goal.does === "make" &&
        goal.wanted !== "message" &&
        (other.wanted === "summary" || other.wanted === "analysis") &&
        related(goal, other)
      );
    });
    if (own === undefined) return;
    for (const { step } of before) if (!own.step.dependsOn.includes(step.id)) own.step.dependsOn.push(step.id);
  }

  /** A meeting about material that was read deserves an agenda, drawn from that material. */
  #agenda(meeting: Goal, scope: Kitchen, making: ReturnType<typeof composer>, when: string | undefined): void {
    const wanted: Meaning = "agenda";
    if (this.#goals.some((goal) => goal.wanted === wanted) || this.#heard.forbidden.some(({ what }) => what === wanted || what === "text"))
      return;
    const material = scope.goods.filter((good) => ["documents", "summary", "analysis", "response"].includes(good.meaning));
    if (material.length === 0) return;
    const { condition: _, ...rest } = meeting;
    const goal: Goal = { ...rest, wanted, does: "read", kind: "agenda", about: [], people: [], addresses: [], uses: true };
    const recipe = recipeFor(wanted, goal, { ...scope, goods: material });
    if (recipe === undefined) return;
    const { step } = making.settle(goal, recipe);
    if (when !== undefined) step.when = when;
    this.#at.notes.push(this.#say.agenda);
  }
}
