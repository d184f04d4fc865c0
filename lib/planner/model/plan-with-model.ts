import type { PromptPart } from "#lib/models/spare.ts";
import type { ToolRegistry } from "#lib/tools/tool.ts";
import type { Decision, Language, PlanningContext, PlanRequest, Saw } from "../decision.ts";
import { resolverOf } from "../offline/resolve.ts";
import type { Plan } from "../plan.ts";
import { validatePlan } from "../validate-plan.ts";
import { NotOfSchema, type PlanningModel } from "./planning-model.ts";
import {
  type Found,
  knowledgePart,
  lastAnswerPart,
  Made,
  Needs,
  needsInstructions,
  planInstructions,
  requestText,
  toolDetails,
  toolNamesPart,
} from "./prompt.ts";
import { checkReach, type Reach, reachOf, unquoted } from "./recipients.ts";

const maxRepairs = 2;
const maxNames = 20;

type Context = PlanningContext & { registry: ToolRegistry };
type Judged = { ok: true; decision: Decision } | { ok: false; because: string[] };

/** What the model's plans broke, after every repair. */
export class PlanNotValid extends Error {}

/**
 * A model's decision, taken only when it passes the same validation as any plan. `read` is what the rules read of the request, which
 * saves the model asking. The model sees names first, then the schemas of the tools that it wants; it never sees a document's text.
 */
export async function planWithModel(
  model: PlanningModel,
  { registry, lookup }: Context,
  { ask, read }: { ask: PlanRequest; read: Saw },
): Promise<Decision> {
  const told: PromptPart = { text: requestText(ask.request, ask.input) };
  const needs = await askForNeeds(model, told, registry);
  const found = await resolveNames(needs, { lookup, ask, read });
  const saw: Saw = {
    ...read,
    people: found.map(({ asked, matches }) => ({ asked, found: matches.map(({ name }) => name) })),
    model: model.name,
  };
  // A name that fits several people resolves to none of them.
  const resolved = found.flatMap(({ matches }) => (matches.length === 1 ? (matches[0]?.email ?? []) : []));
  const bounds = { registry, saw, reach: reachOf(ask.request, ask.input, resolved) };

  const shown = new Set(needs.tools);
  const base = (): PromptPart[] => [
    told,
    knowledgePart(saw, found),
    { text: toolDetails(registry.all().filter(({ name }) => shown.has(name))) },
  ];
  let parts = base();
  let because: string[] = [];
  for (let repairs = 0; repairs <= maxRepairs; repairs++) {
    const made = await askForPlan(model, { instructions: planInstructions(saw), parts });
    const judged = "because" in made ? { ok: false as const, because: [made.because] } : judge(made, bounds);
    if (judged.ok) return { ...judged.decision, notes: [...judged.decision.notes, plannedBy(saw, repairs)] };
    because = judged.because;
    if ("steps" in made) for (const { tool } of made.steps ?? []) shown.add(tool);
    parts = [
      ...base(),
      { text: `Your last answer does not hold:\n${because.map((line) => `- ${line}`).join("\n")}` },
      lastAnswerPart(JSON.stringify(made)),
      { text: "Give the whole answer again, mended." },
    ];
  }
  throw new PlanNotValid(because[0] ?? "no reason given");
}

/** A model that can't choose sees everything. */
async function askForNeeds(model: PlanningModel, told: PromptPart, registry: ToolRegistry): Promise<Needs> {
  try {
    return await model.ask({ instructions: needsInstructions, parts: [told, toolNamesPart(registry.all(), told.text)], schema: Needs });
  } catch (cause) {
    if (cause instanceof NotOfSchema) return { tools: registry.all().map(({ name }) => name), people: [] };
    throw cause;
  }
}

async function askForPlan(
  model: PlanningModel,
  question: { instructions: string; parts: PromptPart[] },
): Promise<Made | { because: string }> {
  try {
    return await model.ask({ ...question, schema: Made });
  } catch (cause) {
    if (cause instanceof NotOfSchema) return { because: cause.message };
    throw cause;
  }
}

/** A name that the request does not say itself is not looked up: a model can't read the address book by guessing. */
async function resolveNames(
  needs: Needs,
  { lookup, ask, read }: { lookup: PlanningContext["lookup"]; ask: PlanRequest; read: Saw },
): Promise<Found> {
  const text = unquoted(ask.request).toLowerCase();
  const resolver = resolverOf(lookup, inputWords(ask.input));
  const names = [...read.people.map(({ asked }) => asked), ...needs.people.map((name) => name.trim())].filter(
    (name) => name.length > 1 && text.includes(name.toLowerCase()),
  );
  return Promise.all(
    [...new Set(names)].slice(0, maxNames).map(async (asked) => ({ asked, matches: (await resolver.person(asked)).matches.slice(0, 8) })),
  );
}

function inputWords(input: unknown): string[] {
  if (typeof input === "string") return [input];
  return input !== null && typeof input === "object" ? Object.values(input).flatMap(inputWords) : [];
}

function judge(made: Made, { registry, saw, reach }: { registry: ToolRegistry; saw: Saw; reach: Reach }): Judged {
  const { reason, missing = [], question } = made;
  const common = { saw, notes: [] };
  if (made.kind === "refuse")
    return reason
      ? { ok: true, decision: { kind: "refuse", reason, missing, ...common } }
      : { ok: false, because: ["reason: a refusal says why"] };
  if (made.kind === "clarify")
    return question
      ? {
          ok: true,
          decision: {
            kind: "clarify",
            question,
            reason: reason ?? question,
            missing,
            ...(made.choices?.length && { choices: made.choices }),
            ...common,
          },
        }
      : { ok: false, because: ["question: a clarification asks one"] };
  if (made.kind === "answer" && !made.steps?.length)
    return reason ? { ok: true, decision: { kind: "answer", reason, ...common } } : { ok: false, because: ["reason: it is the answer"] };

  const valid = validatePlan({ steps: made.steps ?? [], ...(made.outputs && { outputs: made.outputs }) }, registry);
  if (!valid.ok)
    return {
      ok: false,
      because: (valid.refusal.errors ?? [{ path: "plan", because: valid.refusal.because }]).map(
        (error) => `${error.path}: ${error.because}`,
      ),
    };
  const { plan } = valid.value;
  const faults = checkReach(plan, registry, reach);
  if (faults.length > 0) return { ok: false, because: faults.map((fault) => `${fault.path}: ${fault.because}`) };
  const kind = made.kind === "answer" && onlyReads(plan, registry) ? "answer" : "plan";
  return { ok: true, decision: { kind, plan, ...(reason && missing.length > 0 && { reason, missing }), ...common } };
}

const onlyReads = (plan: Plan, registry: ToolRegistry) => plan.steps.every((step) => registry.get(step.tool)?.effect === "read");

function plannedBy({ model, language }: Saw, repairs: number): string {
  if (language === "he")
    return repairs === 0 ? `תוכנן על ידי ${model}.` : `תוכנן על ידי ${model}; התוכנית תוקנה ${repairs === 1 ? "פעם אחת" : "פעמיים"}.`;
  return repairs === 0 ? `Planned by ${model}.` : `Planned by ${model}; its plan was mended ${repairs === 1 ? "once" : "twice"}.`;
}

/** Why the built-in planner planned although a model is configured. */
export function fellBack(cause: unknown, language: Language): string {
  const why = cause instanceof Error ? cause.message.replace(/\s+/gu, " ").slice(0, 160) : "";
  if (cause instanceof PlanNotValid)
    return language === "he"
      ? `התוכנית של המודל לא עמדה בבדיקה (${why}), ולכן תכנן המתכנן המובנה.`
      : `The model's plan did not hold (${why}), so the built-in planner planned this.`;
  return language === "he"
    ? `שרת המודלים לא ענה (${why}), ולכן תכנן המתכנן המובנה.`
    : `The model server did not answer (${why}), so the built-in planner planned this.`;
}
