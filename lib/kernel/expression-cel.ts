import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import type { Json } from "./json.ts";

/** Never a field's name, whoever asks. */
const forbidden = new Set(["constructor", "__proto__", "prototype"]);

/** Node visits, list items and 64-character pieces of text that one evaluation may touch: some tenths of a second. */
const budget = 2_000_000;
export const maxOutputChars = 1_000_000;

export class ExpressionError extends Error {
  readonly missing: boolean;
  constructor(message: string, missing = false) {
    super(message);
    this.missing = missing;
  }
}

const meter = { spent: 0 };

/** Charges for what is about to be walked; over budget it hands on nothing, so that no loop goes on, and the result is refused at the end. */
function charge<T>(value: T, cost: number): T {
  meter.spent += cost;
  if (meter.spent <= budget) return value;
  if (Array.isArray(value)) return [] as T;
  return (typeof value === "string" ? "" : value) as T;
}

const weights = new WeakMap<object, number>();
function weight(value: unknown): number {
  if (typeof value === "string") return 1 + (value.length >> 6);
  if (typeof value !== "object" || value === null) return 1;
  const known = weights.get(value);
  if (known !== undefined) return known;
  let sum = 1;
  for (const inner of Object.values(value)) sum += weight(inner);
  weights.set(value, sum);
  return sum;
}

const lengthOf = (value: unknown) => {
  if (typeof value === "string") return value.length >> 6;
  if (Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
};

const isMissing = (thrown: unknown) => {
  const code = (thrown as { code?: unknown } | null)?.code;
  return code === "no_such_key" || code === "index_out_of_bounds" || code === "index_out_of_range" || code === "unknown_variable";
};

type MacroNode = {
  check(node: ASTNode, context: unknown): unknown;
  getType(name: string): unknown;
  run(node: ASTNode, context: unknown): unknown;
};

/** A macro sees the argument unevaluated: so it can say whether it is there. */
function lazily(give: (attempt: () => unknown, others: (() => unknown)[]) => unknown, type: string) {
  return ({ args }: { args: ASTNode[] }) => ({
    typeCheck(checker: MacroNode, _macro: unknown, context: unknown) {
      for (const arg of args) checker.check(arg, context);
      return checker.getType(type);
    },
    evaluate(evaluator: MacroNode, _macro: unknown, context: unknown) {
      const [first, ...others] = args.map((arg) => () => evaluator.run(arg, context));
      return give(first ?? (() => null), others);
    },
  });
}

const orElse = (attempt: () => unknown, otherwise: () => unknown) => {
  try {
    return attempt();
  } catch (thrown) {
    if (isMissing(thrown)) return otherwise();
    throw thrown;
  }
};

const reader = new Environment({ unlistedVariablesAreDyn: true, limits: { maxAstNodes: 1_000, maxDepth: 60 } });

const engine = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 20_000, maxDepth: 250 },
})
  .registerFunction("f_walk(dyn, int): dyn", (value: unknown, body: bigint) => charge(value, 1 + lengthOf(value) * Number(body)))
  .registerFunction("f_touch(dyn): dyn", (value: unknown) => charge(value, 1 + lengthOf(value)))
  .registerFunction("f_compare(dyn): dyn", (value: unknown) => charge(value, weight(value)))
  .registerFunction("f_slow(dyn): dyn", (value: unknown) => charge(value, 2_000))
  .registerFunction("f_join(dyn, dyn): string", (list: unknown, by: unknown) => {
    if (!Array.isArray(list)) throw new ExpressionError("join needs a list");
    return list.map((item) => textOf(toJson(item))).join(textOf(toJson(by)));
  })
  .registerFunction("f_text(dyn): string", (value: unknown) => textOf(toJson(value)))
  .registerFunction(
    "f_has(ast): bool",
    lazily(
      (attempt) =>
        orElse(
          () => attempt() !== undefined,
          () => false,
        ),
      "bool",
    ),
  )
  .registerFunction(
    "f_default(ast, ast): dyn",
    lazily((attempt, [other]) => orElse(attempt, other ?? (() => null)) ?? other?.(), "dyn"),
  );

const arithmetic: Record<string, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};
for (const [sign, count] of Object.entries(arithmetic)) {
  engine.registerOperator(`int ${sign} double: double`, (a: bigint, b: number) => count(Number(a), b));
  engine.registerOperator(`double ${sign} int: double`, (a: number, b: bigint) => count(a, Number(b)));
}
engine.registerOperator("int == double: bool", (a: bigint, b: number) => Number(a) === b);

/** Methods that walk a list with a variable. */
const walks = new Set(["map", "filter", "all", "exists", "exists_one"]);
const methods = new Set(
  "contains startsWith endsWith lowerAscii upperAscii trim indexOf lastIndexOf substring split size getDate getDayOfMonth getDayOfWeek getDayOfYear getFullYear getHours getMilliseconds getMinutes getMonth getSeconds".split(
    " ",
  ),
);
const functions = new Set(["size", "int", "double", "bool", "dyn", "timestamp", "duration"]);

export type Compiled = { run: (scope: Record<string, unknown>) => unknown; steps: string[]; roots: string[] };

const known = new Map<string, Compiled>();

/** Parses with CEL, allows only what is listed here, and puts a meter into every place that can loop or copy. Throws `ExpressionError` or the library's errors. */
export function compile(cel: string): Compiled {
  const had = known.get(cel);
  if (had !== undefined) return had;
  const steps = new Set<string>();
  const roots = new Set<string>();
  const parsed = engine.parse(emit(reader.parse(cel).ast, new Set(), { steps, roots }));
  const compiled: Compiled = {
    steps: [...steps],
    roots: [...roots],
    run(scope) {
      meter.spent = 0;
      const value = parsed(scope);
      if (meter.spent > budget) throw new ExpressionError("the expression walks over too much");
      return value;
    },
  };
  if (known.size >= 2_000) known.clear();
  known.set(cel, compiled);
  return compiled;
}

type Seen = { steps: Set<string>; roots: Set<string> };

function emit(node: ASTNode, bound: Set<string>, seen: Seen): string {
  const inner = (child: ASTNode) => emit(child, bound, seen);
  // The library's node is a union by `op`, but its class is not narrowed by it.
  const args = node.args as never;
  switch (node.op as string) {
    case "value":
      return literal(args);
    case "id":
      if (!bound.has(args)) {
        if (args === "steps") throw new ExpressionError("`steps` needs the id of a step, like `steps.search`");
        seen.roots.add(args);
      }
      return args;
    case ".":
    case "[]":
      return access(args, bound, seen);
    case "call":
      return call(args, bound, seen);
    case "rcall":
      return method(args, bound, seen);
    case "list":
      return `[${(args as ASTNode[]).map(inner).join(",")}]`;
    case "map":
      return `{${(args as [ASTNode, ASTNode][]).map(([key, value]) => `${inner(refuseForbidden(key))}:${inner(value)}`).join(",")}}`;
    case "?:": {
      const [condition, yes, no] = args as ASTNode[];
      if (condition === undefined || yes === undefined || no === undefined) break;
      return `(${inner(condition)}?dyn(${inner(yes)}):dyn(${inner(no)}))`;
    }
    case "!_":
      return `(!${inner(args)})`;
    case "-_":
      return `(-${inner(args)})`;
    case "&&":
    case "||":
      return `(${(args as ASTNode[]).map(inner).join(node.op)})`;
    case "+":
      return `(${(args as ASTNode[]).map((side) => `f_touch(${inner(side)})`).join("+")})`;
    case "==":
    case "!=":
    case "in":
      return `(${(args as ASTNode[]).map((side) => `f_compare(${inner(side)})`).join(` ${node.op} `)})`;
    case "-":
    case "*":
    case "/":
    case "%":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return `(${(args as ASTNode[]).map((side) => `f_touch(${inner(side)})`).join(` ${node.op} `)})`;
  }
  throw new ExpressionError(`\`${node.op}\` is not part of the language`);
}

function literal(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") return Number.isInteger(value) ? `double(${value.toExponential()})` : String(value);
  if (typeof value === "bigint" || typeof value === "boolean" || value === null) return String(value);
  throw new ExpressionError("only texts, numbers, true, false and null can be written");
}

function access([of, by]: [ASTNode, ASTNode | string], bound: Set<string>, seen: Seen): string {
  const written = typeof by === "string" ? by : by.args;
  const key = (typeof by === "string" || by.op === "value") && typeof written === "string" ? written : undefined;
  if (key !== undefined && forbidden.has(key)) throw new ExpressionError(`\`${key}\` is never a field`);
  if (of.op === "id" && (of.args as string) === "steps" && !bound.has("steps")) {
    if (key === undefined) throw new ExpressionError('the id of a step is written out: `steps.search` or `steps["search"]`');
    seen.steps.add(key);
    seen.roots.add("steps");
    return `steps[${JSON.stringify(key)}]`;
  }
  return `${emit(of, bound, seen)}[${key === undefined ? emit(by as ASTNode, bound, seen) : JSON.stringify(key)}]`;
}

function refuseForbidden(key: ASTNode): ASTNode {
  if (key.op === "value" && forbidden.has(key.args as string)) throw new ExpressionError(`\`${key.args}\` is never a field`);
  return key;
}

function call([name, args]: [string, ASTNode[]], bound: Set<string>, seen: Seen): string {
  const given = args.map((arg) => emit(arg, bound, seen));
  if (name === "has" && args.length === 1) return `f_has(${given})`;
  if (name === "default" && args.length === 2) return `f_default(${given.join(",")})`;
  if (name === "join" && args.length >= 1 && args.length <= 2) return `f_join(f_compare(${given[0]}),${given[1] ?? '""'})`;
  if (name === "string" && args.length === 1) return `f_text(f_compare(${given}))`;
  if (functions.has(name) && args.length === 1) return `${name}(f_touch(${given}))`;
  throw new ExpressionError(`there is no function \`${name}\` of ${args.length}`);
}

function method([name, of, args]: [string, ASTNode, ASTNode[]], bound: Set<string>, seen: Seen): string {
  const receiver = emit(of, bound, seen);
  if (walks.has(name)) {
    const [variable, ...rest] = args;
    if (variable === undefined || variable.op !== "id" || rest.length < 1 || rest.length > (name === "map" ? 2 : 1))
      throw new ExpressionError(`\`${name}\` is written \`list.${name}(item, …)\` or \`list.${name}(item => …)\``);
    const within = new Set(bound).add(variable.args as string);
    const bodies = rest.map((body) => emit(body, within, seen));
    return `f_walk(${receiver},${1 + Math.ceil(bodies.join("").length / 8)}).${name}(${variable.args},${bodies.join(",")})`;
  }
  const given = args.map((arg) => `f_touch(${emit(arg, bound, seen)})`);
  if (name === "matches") throw new ExpressionError("`matches` is not part of the language: use contains, startsWith or endsWith");
  if (name === "join" && args.length <= 1) return `f_join(f_compare(${receiver}),${given[0] ?? '""'})`;
  if (name === "default" && args.length === 1) return `f_default(${receiver},${given[0]})`;
  // Reading a clock in a time zone builds a formatter each time.
  if (methods.has(name)) return `${name.startsWith("get") ? "f_slow" : "f_touch"}(${receiver}).${name}(${given.join(",")})`;
  throw new ExpressionError(`there is no method \`${name}\``);
}

const converted = new WeakMap<object, unknown>();

/** JSON as the evaluator sees it: safe integers are ints, objects have no prototype. Kept by identity, for outputs never change. */
export function toCelValue(value: unknown, depth = 0): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value !== "object") return null;
  if (depth > 200) throw new ExpressionError("the value is nested too deeply");
  const had = converted.get(value);
  if (had !== undefined) return had;
  let made: unknown;
  if (Array.isArray(value)) made = value.map((item) => toCelValue(item, depth + 1));
  else {
    const fields: Record<string, unknown> = Object.create(null);
    for (const [key, item] of Object.entries(value))
      if (!forbidden.has(key) && item !== undefined) fields[key] = toCelValue(item, depth + 1);
    made = fields;
  }
  converted.set(value, made);
  return made;
}

/** A result as JSON; refuses what JSON cannot hold, and more than fits. */
export function toJson(value: unknown): Json {
  let room = maxOutputChars;
  const spend = (chars: number) => {
    room -= chars;
    if (room < 0) throw new ExpressionError(`the result is larger than ${maxOutputChars} characters`);
  };
  const walk = (item: unknown, depth: number): Json => {
    if (depth > 200) throw new ExpressionError("the result is nested too deeply");
    if (typeof item === "string") {
      spend(item.length + 2);
      return item;
    }
    spend(4);
    if (item === null || typeof item === "boolean") return item;
    if (typeof item === "bigint") {
      if (Number.isSafeInteger(Number(item))) return Number(item);
      throw new ExpressionError("the number is too large");
    }
    if (typeof item === "number") {
      if (Number.isFinite(item)) return item;
      throw new ExpressionError("the result is not a number");
    }
    if (Array.isArray(item)) return item.map((one) => walk(one, depth + 1));
    if (item instanceof Date) return item.toISOString();
    // The library's durations, whose class is not exported.
    if (typeof item === "object" && "getSeconds" in item && typeof item.getSeconds === "function") return `${item.getSeconds()}s`;
    const shape = typeof item === "object" ? Object.getPrototypeOf(item) : undefined;
    if (shape !== null && shape !== Object.prototype) throw new ExpressionError("the result is not a value");
    return Object.fromEntries(
      Object.entries(item as object).map(([key, one]) => {
        spend(key.length + 3);
        return [key, walk(one, depth + 1)];
      }),
    );
  };
  return walk(value, 0);
}

/** How a value reads inside a text. */
export function textOf(value: Json): string {
  if (typeof value === "string") return value;
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What went wrong, in one sentence, without the library's source excerpt. */
export function explain(thrown: unknown): { because: string; missing: boolean } {
  if (thrown instanceof ExpressionError) return { because: thrown.message, missing: thrown.missing };
  const { summary, message } = thrown as { summary?: unknown; message?: unknown };
  const [said = ""] = [summary, message, "it can't be evaluated"]
    .filter((words) => typeof words === "string")
    .map((words) => words.split("\n")[0]);
  return { because: said.replaceAll("f_touch", "").replaceAll("f_compare", "").replaceAll("dyn<", "<"), missing: isMissing(thrown) };
}
