import { compile, explain, maxOutputChars, textOf, toCelValue, toJson } from "./expression-cel.ts";
import { pieces, toCel } from "./expression-syntax.ts";
import { isRecord, type Json } from "./json.ts";
import { accept, type Outcome, refuse } from "./outcome.ts";

/**
 * The one expression language: CEL, in templates (`{{ … }}`), conditions, `forEach` and policies.
 *
 * `steps.search.results.map(p, p.url)` or `.map(p => p.url)`; `steps.a-b` is the step `a-b`; `has(x.y)`, `default(x.y, 0)`,
 * `size`, `join`. A whole number is an int (so `5 / 2` is 2), mixed with a double it is a double.
 */
export type Scope = {
  steps: Record<string, unknown>;
  input?: unknown;
  context?: unknown;
  item?: unknown;
  index?: number;
  execution?: unknown;
  [root: string]: unknown;
};

export type References = { steps: string[]; roots: string[] };

/** What a plan's expressions may begin with. */
export const planRoots = ["steps", "input", "context", "item", "index", "execution"] as const;

export const maxExpressionChars = 4_000;
const maxDepth = 100;

type Failure = { because: string; missing: boolean };
type Tried<T> = { ok: true; value: T } | { ok: false; failure: Failure };

function attempt<T>(act: () => T): Tried<T> {
  try {
    return { ok: true, value: act() };
  } catch (thrown) {
    return { ok: false, failure: explain(thrown) };
  }
}

/** `{{ expr }}` and `expr` are the same where an expression is wanted. */
function bare(expression: string): string {
  const [only, more] = pieces(expression.trim()) ?? [];
  return only !== undefined && "expression" in only && more === undefined ? only.expression : expression;
}

function parse(expression: string): Tried<ReturnType<typeof compile>> {
  const text = bare(expression);
  if (text.length > maxExpressionChars)
    return { ok: false, failure: { because: `an expression has at most ${maxExpressionChars} characters`, missing: false } };
  if (text.trim() === "") return { ok: false, failure: { because: "the expression is empty", missing: false } };
  return attempt(() => compile(toCel(text)));
}

/** Parses, and checks that the expression begins with nothing but the given roots. */
export function checkExpression(expression: string, roots: readonly string[] = planRoots): Outcome<References> {
  const parsed = parse(expression);
  if (!parsed.ok) return refuse({ code: "unprocessable", because: parsed.failure.because });
  const stranger = parsed.value.roots.find((root) => !roots.includes(root));
  if (stranger !== undefined)
    return refuse({ code: "unprocessable", because: `there is no \`${stranger}\`; an expression begins with ${roots.join(", ")}` });
  return accept({ steps: parsed.value.steps, roots: parsed.value.roots });
}

/** What an expression (of `when`, `forEach`, an output) refers to; nothing where it does not parse. */
export function expressionReferences(expression: string): References {
  const parsed = parse(expression);
  return parsed.ok ? { steps: parsed.value.steps, roots: parsed.value.roots } : { steps: [], roots: [] };
}

/** What the templates in a value refer to; plain text refers to nothing. */
export function references(value: Json): References {
  const steps = new Set<string>();
  const roots = new Set<string>();
  for (const { expression } of templates(value)) {
    const found = expressionReferences(expression);
    for (const id of found.steps) steps.add(id);
    for (const root of found.roots) roots.add(root);
  }
  return { steps: [...steps], roots: [...roots] };
}

/** Every template in a value, with its place (`.sources[0].text`). A template that is not closed is given as `closed: false`. */
export function* templates(value: Json, path = ""): Generator<{ path: string; expression: string; closed: boolean }> {
  const waiting: { value: Json; path: string }[] = [{ value, path }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: now, path: at } = next;
    if (typeof now === "string") {
      if (!now.includes("{{")) continue;
      const cut = pieces(now);
      if (cut === undefined) yield { path: at, expression: now, closed: false };
      else for (const piece of cut) if ("expression" in piece) yield { path: at, expression: piece.expression, closed: true };
    } else if (Array.isArray(now)) waiting.push(...now.map((item, i) => ({ value: item, path: `${at}[${i}]` })).reverse());
    else if (isRecord(now))
      waiting.push(
        ...Object.entries(now)
          .map(([key, item]) => ({ value: item as Json, path: `${at}.${key}` }))
          .reverse(),
      );
  }
}

/** Whether a value is, or holds, a template. */
export function hasTemplate(value: Json): boolean {
  return !templates(value).next().done;
}

/** A text in which `{{` stays what it is when it is rendered: for words that came from outside. */
export function escapeTemplates(text: string): string {
  return text.replaceAll("{{", '{{ "{{" }}');
}

function run(expression: string, scope: Scope): Tried<Json> {
  const parsed = parse(expression);
  if (!parsed.ok) return parsed;
  return attempt(() => {
    // Only what is named is brought over: a scope may hold far more than one expression reads.
    const seen: Record<string, unknown> = Object.create(null);
    for (const root of parsed.value.roots)
      if (root !== "steps" && Object.hasOwn(scope, root) && scope[root] !== undefined) seen[root] = toCelValue(scope[root]);
    const outputs: Record<string, unknown> = Object.create(null);
    for (const id of parsed.value.steps)
      if (Object.hasOwn(scope.steps, id) && scope.steps[id] !== undefined) outputs[id] = toCelValue(scope.steps[id]);
    seen.steps = outputs;
    return toJson(parsed.value.run(seen));
  });
}

/** The value of an expression. A field that is not there is a refusal. */
export function evaluate(expression: string, scope: Scope): Outcome<Json> {
  const tried = run(expression, scope);
  return tried.ok ? accept(tried.value) : refuse({ code: "unprocessable", because: tried.failure.because });
}

/** A condition: a field that is not there means false; anything but true or false is refused. */
export function evaluateCondition(expression: string, scope: Scope): Outcome<boolean> {
  const tried = run(expression, scope);
  if (!tried.ok) return tried.failure.missing ? accept(false) : refuse({ code: "unprocessable", because: tried.failure.because });
  if (typeof tried.value === "boolean") return accept(tried.value);
  return refuse({
    code: "unprocessable",
    because: `a condition is true or false, and this is ${tried.value === null ? "null" : `a ${Array.isArray(tried.value) ? "list" : typeof tried.value}`}`,
  });
}

/**
 * A value with its templates filled in. A string that is exactly one `{{ expr }}` yields the typed value; in mixed text values are
 * written out. What was filled in is not looked at again.
 */
export function render(value: Json, scope: Scope, at = "params"): Outcome<Json> {
  let room = maxOutputChars * 4;
  const failure = (path: string, because: string) =>
    refuse({ code: "unprocessable" as const, because: `${path}: ${because}`, errors: [{ path, because }] });

  const walk = (now: Json, path: string, depth: number): Outcome<Json> => {
    if (depth > maxDepth) return failure(path, "the value is nested too deeply");
    if (typeof now === "string") return now.includes("{{") ? fill(now, path) : accept(now);
    if (Array.isArray(now)) {
      const made: Json[] = [];
      for (const [i, item] of now.entries()) {
        const inner = walk(item, `${path}[${i}]`, depth + 1);
        if (!inner.ok) return inner;
        made.push(inner.value);
      }
      return accept(made);
    }
    if (now === null || typeof now !== "object") return accept(now);
    const fields: [string, Json][] = [];
    for (const [key, item] of Object.entries(now)) {
      const inner = walk(item, `${path}.${key}`, depth + 1);
      if (!inner.ok) return inner;
      fields.push([key, inner.value]);
    }
    return accept(Object.fromEntries(fields));
  };

  const fill = (text: string, path: string): Outcome<Json> => {
    const cut = pieces(text);
    if (cut === undefined) return failure(path, "a template is not closed: {{ without }}");
    const values: Json[] = [];
    for (const piece of cut) {
      const tried: Tried<Json> = "text" in piece ? { ok: true, value: piece.text } : run(piece.expression, scope);
      if (!tried.ok) return failure(path, `{{ ${"expression" in piece ? piece.expression : ""} }}: ${tried.failure.because}`);
      values.push(tried.value);
    }
    const only = values[0];
    const made = values.length === 1 && only !== undefined ? only : values.map(textOf).join("");
    room -= typeof made === "string" ? made.length : 8;
    return room < 0 ? failure(path, `the value is larger than ${maxOutputChars * 4} characters`) : accept(made);
  };

  return walk(value, at, 0);
}
