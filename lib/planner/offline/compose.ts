import { references } from "#lib/kernel/expression.ts";
import type { Json } from "#lib/kernel/json.ts";
import type { EffectClass, Meaning } from "#lib/tools/tool.ts";
import type { PlanDraft } from "../plan.ts";
import { fieldsOf, type ToolField } from "../tool-fields.ts";
import type { Goal } from "./goals.ts";
import type { Good, Kitchen, Param, Recipe, Source } from "./recipes.ts";
import { aboutWords, stepName, thing } from "./say.ts";

type Step = PlanDraft["steps"][number] & { params: Record<string, Json>; dependsOn: string[] };

export type Composed = { steps: Step[]; goods: Good[]; done: { goal: Goal; good: Good; step: Step; recipe: Recipe }[] };

/** Turns recipes into steps; the same call is made once, whoever needs it. */
export function composer(kitchen: Kitchen) {
  const steps: Step[] = [];
  const calls = new Map<string, Step>();
  const done: Composed["done"] = [];

  function idFor(meaning: Meaning): string {
    const base = meaning.replace(/[^A-Za-z0-9_-]/g, "-").replace(/^[^A-Za-z]+/, "") || "step";
    for (let n = 1; ; n++) {
      const id = n === 1 ? base : `${base}-${n}`;
      if (!steps.some((step) => step.id === id)) return id;
    }
  }

  function add(recipe: Recipe): { step: Step; good: Good } {
    const fields = fieldsOf(recipe.tool.input)?.fields;
    const params = Object.fromEntries(Object.entries(recipe.params).map(([name, param]) => [name, written(param, fields?.get(name))]));
    const key = JSON.stringify([recipe.tool.name, params]);
    const shared = calls.get(key);
    const step = shared ?? {
      id: idFor(recipe.wanted),
      name: stepName(recipe.goal, recipe.wanted),
      tool: recipe.tool.name,
      params,
      dependsOn: references(params).steps,
    };
    if (shared === undefined) {
      steps.push(step);
      calls.set(key, step);
    }
    return {
      step,
      good: {
        meaning: recipe.wanted,
        stepId: step.id,
        expression: reach(step.id, recipe.gives),
        list: isList(recipe),
        title: goodTitle(recipe),
        goal: done.length,
      },
    };
  }

  function written(param: Param, field: ToolField | undefined): Json {
    if ("literal" in param) return param.literal;
    return field?.list === false && field.of === "string"
      ? asText(param.sources, param.meaning)
      : asList(param.sources, param.meaning, field);
  }

  const goodOf = (source: Source): Good | undefined => {
    if ("good" in source) return source.good;
    return "recipe" in source ? add(source.recipe).good : undefined;
  };

  /** One text: a text as it is, a list by what its items say. */
  function asText(sources: Source[], meaning: Meaning): string {
    const parts = sources.map((source) => {
      if ("literal" in source) return typeof source.literal === "string" ? source.literal : textOfItems(source.literal);
      const good = goodOf(source);
      if (good === undefined) return "";
      if (meaning === "contacts" && good.list) return `{{ ${good.expression}[0].email }}`;
      return good.list
        ? `{{ ${good.expression}.map(d, default(d.text, default(d.title, default(d.name, "")))).join("\\n\\n") }}`
        : `{{ ${good.expression} }}`;
    });
    return parts.join("\n\n");
  }

  function textOfItems(items: Json): string {
    return Array.isArray(items)
      ? items
          .map((item) =>
            item !== null && typeof item === "object" && !Array.isArray(item) && typeof item.text === "string" ? item.text : "",
          )
          .join("\n\n")
      : "";
  }

  /** A list (or, where the field takes one, its first item). */
  function asList(sources: Source[], meaning: Meaning, field: ToolField | undefined): Json {
    const many = field === undefined || field.list || field.of === "any";
    const literals = sources.flatMap((source) => ("literal" in source ? [source.literal].flat() : []));
    if (literals.length > 0 && sources.every((source) => "literal" in source)) return many ? literals : (literals[0] ?? null);
    const parts = sources.map((source) => {
      if ("literal" in source) return JSON.stringify(Array.isArray(source.literal) ? source.literal : [source.literal]);
      const good = goodOf(source);
      if (good === undefined) return "[]";
      const strings = field?.of === "string";
      if (good.list)
        return strings
          ? `${good.expression}.map(c, ${meaning === "contacts" ? "c.email" : 'default(c.text, default(c.title, ""))'})`
          : good.expression;
      if (meaning !== "material") return field?.list === true ? `[${good.expression}]` : good.expression;
      if (strings || good.meaning === "response") return `[${good.expression}]`;
      return `[{"title": ${JSON.stringify(good.title)}, "text": ${good.expression}}]`;
    });
    const whole = parts.join(" + ");
    return `{{ ${many || parts.every((_, i) => goodIsSingle(sources[i])) ? whole : `(${whole})[0]`} }}`;
  }

  const goodIsSingle = (source: Source | undefined) => source !== undefined && "good" in source && !source.good.list;

  return {
    steps,
    done,
    add,
    /** The main step of a goal; what it gives is there for later goals. */
    settle(goal: Goal, recipe: Recipe): { step: Step; good: Good } {
      const made = add(recipe);
      kitchen.goods.push(made.good);
      done.push({ goal, recipe, ...made });
      return made;
    },
    /** What a step found on the way is there for later goals too. */
    share(recipe: Recipe): void {
      for (const param of Object.values(recipe.params))
        if ("sources" in param)
          for (const source of param.sources)
            if ("recipe" in source) {
              const { good } = add(source.recipe);
              if (good.meaning !== "contacts" && !kitchen.goods.some((had) => had.expression === good.expression)) kitchen.goods.push(good);
              this.share(source.recipe);
            }
    },
  };
}

function goodTitle(recipe: Recipe): string {
  const subject = recipe.goal.focus ?? aboutWords(recipe.goal);
  const { language } = recipe.goal;
  const name =
    language === "he"
      ? thing(recipe.wanted, language)
      : recipe.wanted.charAt(0).toUpperCase() + recipe.wanted.slice(1).replaceAll("-", " ");
  return subject === "" ? name : `${name}: ${subject}`.slice(0, 200);
}

const lists = new Set<Meaning>(["documents", "contacts", "events", "citations"]);
function isList(recipe: Recipe): boolean {
  return lists.has(recipe.given) || recipe.gives.includes("[]");
}

/** `results` → `steps.id.results`; `results[].email` → a map; `*` → the whole output. */
function reach(id: string, gives: string): string {
  const root = `steps.${id}`;
  if (gives === "*") return root;
  const [path = "", inner] = gives.split("[].");
  const at = path
    .split(".")
    .reduce((made, part) => made + (/^[A-Za-z_][A-Za-z0-9_]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`), root);
  return inner === undefined ? at : `${at}.map(x, x.${inner})`;
}

const texts = new Set<Meaning>(["summary", "analysis", "status"]);

/** What the result holds: effects and texts by name, and what was found, unless it only served. */
export function outputsOf({ done, steps }: Pick<Composed, "done" | "steps">): Record<string, string> {
  const read = new Set(steps.flatMap((step) => step.dependsOn));
  const outputs: Record<string, string> = {};
  const put = (name: string, expression: string) => {
    for (let n = 1; ; n++) {
      const free = n === 1 ? name : `${name}-${n}`;
      if (Object.hasOwn(outputs, free)) {
        if (outputs[free] === expression) return;
        continue;
      }
      outputs[free] = expression;
      return;
    }
  };
  for (const { good, recipe, step } of done) {
    if (good.meaning === "delay") continue;
    if (good.list && read.has(step.id)) continue;
    if (good.meaning === "response" && read.has(step.id)) continue;
    const name = good.meaning === "analysis" ? "summary" : good.meaning;
    // A text is its text; a thing that was made is all that its tool names.
    if (good.meaning !== recipe.given && recipe.gives !== "*") {
      put(
        name,
        /^[A-Za-z_][A-Za-z0-9_]*$/.test(recipe.gives) && !texts.has(good.meaning)
          ? `{"${recipe.gives}": ${good.expression}}`
          : good.expression,
      );
      continue;
    }
    const fields = Object.keys(recipe.tool.gives).filter(
      (key) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) && recipe.tool.gives[key] !== "citations",
    );
    if (good.list || texts.has(good.meaning) || fields.length === 0) put(name, good.expression);
    else if (recipe.gives === "*" || fields.includes(recipe.gives))
      put(name, `{${fields.map((field) => `"${field}": ${reach(step.id, field)}`).join(", ")}}`);
    else put(name, good.expression);
  }
  return outputs;
}

export function isEffect(effect: EffectClass): boolean {
  return effect !== "read";
}
