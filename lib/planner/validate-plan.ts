import type { z } from "zod";
import { checkExpression, hasTemplate, planRoots, templates } from "#lib/kernel/expression.ts";
import type { Json } from "#lib/kernel/json.ts";
import { accept, type FieldError, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { AnyTool, ToolRegistry } from "#lib/tools/tool.ts";
import { batchesOf, cycleIn, parallelizationGain } from "./batches.ts";
import { type Fallback, Plan, type PlanStep } from "./plan.ts";
import { fieldsOf, type ToolFields } from "./tool-fields.ts";

export type ValidPlan = { plan: Plan; batches: string[][]; gain: number };

/** More errors than a person reads say nothing more. */
const maxErrors = 50;

/** `item` and `index` exist only inside a step that runs once for each. */
const outsideRoots = planRoots.filter((root) => root !== "item" && root !== "index");

/**
 * Everything that can be known before anything starts: shape, ids, tools, fields, expressions, cycles. A step that an expression
 * refers to becomes a dependency. Every error names its place: `steps[2].params.to`.
 */
export function validatePlan(draft: unknown, registry: ToolRegistry): Outcome<ValidPlan> {
  const parsed = Plan.safeParse(draft);
  if (!parsed.success) return refusal("invalid", zodErrors(parsed.error, ""));

  const check = new PlanCheck(parsed.data, registry);
  const plan = { ...parsed.data, steps: parsed.data.steps.map((step, i) => check.step(step, i)) };
  check.outputs();
  check.workflow();
  if (check.errors.length > 0) return refusal("unprocessable", check.errors);

  const batches = batchesOf(plan.steps);
  const cycle = batches.flat().length < plan.steps.length ? cycleIn(plan.steps) : undefined;
  if (cycle !== undefined) {
    const at = plan.steps.findIndex((step) => step.id === cycle[0]);
    return refusal("unprocessable", [{ path: `steps[${at}].dependsOn`, because: `the steps wait for each other: ${cycle.join(" → ")}` }]);
  }
  return accept({ plan, batches, gain: parallelizationGain(plan.steps.length, batches.length) });
}

function refusal(code: "invalid" | "unprocessable", errors: FieldError[]): Outcome<never> {
  const [first] = errors;
  const because = first === undefined ? "the plan is not valid" : `${first.path === "" ? "plan" : first.path}: ${first.because}`;
  return refuse({ code, because, errors: errors.slice(0, maxErrors) });
}

export function zodErrors(error: z.core.$ZodError, under: string): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = joinPath(under, issue.path);
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => ({ path: joinPath(path, [key]), because: "there is no such field" }));
    return [{ path, because: issue.message }];
  });
}

function joinPath(under: string, path: PropertyKey[]): string {
  return path.reduce<string>((made, part) => {
    if (typeof part === "number") return `${made}[${part}]`;
    return made === "" ? String(part) : `${made}.${String(part)}`;
  }, under);
}

class PlanCheck {
  readonly errors: FieldError[] = [];
  readonly #plan: Plan;
  readonly #registry: ToolRegistry;
  readonly #ids = new Map<string, number>();
  readonly #fields = new Map<AnyTool, ToolFields | undefined>();

  constructor(plan: Plan, registry: ToolRegistry) {
    this.#plan = plan;
    this.#registry = registry;
    for (const [i, step] of plan.steps.entries()) {
      const before = this.#ids.get(step.id);
      if (before === undefined) this.#ids.set(step.id, i);
      else this.#fail(`steps[${i}].id`, `\`${step.id}\` is already the id of steps[${before}]`);
    }
  }

  step(step: PlanStep, i: number): PlanStep {
    const at = `steps[${i}]`;
    const needed = new Set<string>();
    for (const [j, id] of step.dependsOn.entries()) {
      if (this.#ids.has(id)) needed.add(id);
      else this.#fail(`${at}.dependsOn[${j}]`, `there is no step \`${id}\``);
    }
    const roots = step.forEach === undefined ? outsideRoots : planRoots;
    const refer = (path: string, expression: string, allowed: readonly string[]) => {
      for (const id of this.#expression(path, expression, allowed)) {
        if (id === step.id) this.#fail(path, `\`${id}\` refers to itself`);
        else needed.add(id);
      }
    };
    if (step.when !== undefined) refer(`${at}.when`, step.when, outsideRoots);
    if (step.forEach !== undefined) refer(`${at}.forEach`, step.forEach, outsideRoots);
    for (const [name, value] of [
      ["params", step.params],
      ["fallbacks", step.fallbacks],
      ["lock", step.lock],
      ["cache", step.cache],
    ] as const) {
      if (value === undefined) continue;
      for (const { path, expression, closed } of templates(value as Json, `${at}.${name}`)) {
        if (closed) refer(path, expression, roots);
        else this.#fail(path, "a template is not closed: {{ without }}");
      }
    }
    if (step.form && step.forEach !== undefined)
      this.#fail(`${at}.form`, "a step that runs once for each item asks nothing: put the form on a step before it");
    this.#tool(step, at);
    // Only a step that gained a dependency is a new object.
    return needed.size === step.dependsOn.length ? step : { ...step, dependsOn: [...needed] };
  }

  outputs(): void {
    for (const [name, expression] of Object.entries(this.#plan.outputs ?? {}))
      this.#expression(`outputs.${name}`, expression, outsideRoots);
  }

  /** Fallbacks of the whole plan stand for every step, so they refer to none. */
  workflow(): void {
    this.#fallbacks(this.#plan.fallbacks ?? [], "", undefined);
    for (const { path, expression, closed } of templates((this.#plan.fallbacks ?? []) as Json, "fallbacks"))
      if (!closed) this.#fail(path, "a template is not closed: {{ without }}");
      else if (this.#expression(path, expression, outsideRoots).length > 0)
        this.#fail(path, "a fallback of the whole plan can't refer to a step");
  }

  #fallbacks(fallbacks: Fallback[], at: string, own: string | undefined): void {
    for (const [j, fallback] of fallbacks.entries()) {
      const place = `${at === "" ? "" : `${at}.`}fallbacks[${j}]`;
      if (fallback.type === "component-replacement" && this.#registry.get(fallback.tool) === undefined)
        this.#fail(`${place}.tool`, `there is no tool \`${fallback.tool}\``);
      if (fallback.type === "rollback" && fallback.to !== undefined && !this.#ids.has(fallback.to))
        this.#fail(`${place}.to`, `there is no step \`${fallback.to}\``);
      if (fallback.type !== "workflow-modification") continue;
      for (const [k, id] of fallback.skipSteps.entries())
        if (!this.#ids.has(id) && id !== own) this.#fail(`${place}.skipSteps[${k}]`, `there is no step \`${id}\``);
    }
  }

  #expression(path: string, expression: string, roots: readonly string[]): string[] {
    const checked = checkExpression(expression, roots);
    if (!checked.ok) {
      this.#fail(path, checked.refusal.because);
      return [];
    }
    return checked.value.steps.filter((id) => {
      const there = this.#ids.has(id);
      if (!there) this.#fail(path, `there is no step \`${id}\``);
      return there;
    });
  }

  #tool(step: PlanStep, at: string): void {
    const tool = this.#registry.get(step.tool);
    if (tool === undefined) return this.#fail(`${at}.tool`, `there is no tool \`${step.tool}\``);
    this.#fallbacks(step.fallbacks ?? [], at, step.id);

    const known = this.#fieldsOf(tool);
    if (known !== undefined && !known.open)
      for (const name of Object.keys(step.params))
        if (!known.fields.has(name)) this.#fail(`${at}.params.${name}`, `\`${tool.name}\` takes no such field`);

    if (!hasTemplate(step.params)) {
      const parsed = tool.input.safeParse(step.params);
      // A field that is not known was named above, with the tool's name.
      if (!parsed.success)
        for (const error of zodErrors(parsed.error, `${at}.params`))
          if (!this.errors.some((had) => had.path === error.path)) this.errors.push(error);
      return;
    }
    for (const [name, field] of known?.fields ?? []) {
      const value = Object.hasOwn(step.params, name) ? step.params[name] : undefined;
      if (value === undefined ? !field.required : hasTemplate(value)) continue;
      const parsed = field.schema.safeParse(value);
      if (!parsed.success)
        this.errors.push(
          ...(value === undefined
            ? [{ path: `${at}.params.${name}`, because: `\`${tool.name}\` needs it` }]
            : zodErrors(parsed.error, `${at}.params.${name}`)),
        );
    }
  }

  #fieldsOf(tool: AnyTool): ToolFields | undefined {
    if (!this.#fields.has(tool)) this.#fields.set(tool, fieldsOf(tool.input));
    return this.#fields.get(tool);
  }

  #fail(path: string, because: string): void {
    this.errors.push({ path, because });
  }
}
