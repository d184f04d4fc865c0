import { Environment, type ParseResult } from "@marcbachmann/cel-js";

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 2_000, maxDepth: 60 },
});
const parsed = new Map<string, ParseResult>();
const keptExpressions = 1_000;

export type Scope = { event: unknown; async?: unknown };

/** Throws when the text is not an expression. */
export function parse(text: string): ParseResult {
  let known = parsed.get(text);
  if (!known) {
    if (parsed.size >= keptExpressions) parsed.clear();
    known = environment.parse(text);
    parsed.set(text, known);
  }
  return known;
}

/** A missing field is not an error but a condition that does not hold. */
export function holds(condition: string | null | undefined, scope: Scope): boolean {
  if (!condition) return true;
  try {
    return parse(condition)(celOf(scope)) === true;
  } catch {
    return false;
  }
}

/** The value of a key expression as text; what cannot be evaluated shares one key. */
export function keyOf(expression: string, scope: Scope): string {
  try {
    return text(parse(expression)(celOf(scope)));
  } catch {
    return "";
  }
}

export function numberOf(expression: string, scope: Scope): number | undefined {
  try {
    const value = Number(parse(expression)(celOf(scope)));
    return Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const text = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value, (_, part) => (typeof part === "bigint" ? Number(part) : part)) ?? "");

/** JSON has one kind of number, CEL two: whole ones must be ints, or `n % 2` has no overload. */
function celOf(value: unknown): Record<string, unknown> {
  return ints(value) as Record<string, unknown>;
}

function ints(value: unknown): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(ints);
  if (value === null || typeof value !== "object") return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const [key, part] of Object.entries(value)) copy[key] = ints(part);
  return copy;
}
