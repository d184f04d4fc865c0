/** Most conditions are an equality between the trigger and the candidate (`match: "data.id"` always is). Its value is
 *  kept beside the wait, so that an event finds the one run it is for and not a thousand to be evaluated. */

const equality = /^(event|async)((?:\.\w+)+)\s*==\s*(event|async)((?:\.\w+)+)$/;
const mostLeaves = 200;

/** The key that a candidate must bear if `condition` is to hold, or null when it can only be evaluated. */
export function matchKey(condition: string | null | undefined, event: unknown): string | null {
  // Anything but a plain conjunction could hold although the equality does not.
  if (!condition || /[|?!()"']/.test(condition)) return null;
  for (const part of condition.split("&&")) {
    const [, left, leftPath, right, rightPath] = equality.exec(part.trim()) ?? [];
    if (!leftPath || !rightPath || left === right) continue;
    const value = valueAt(event, (left === "event" ? leftPath : rightPath).slice(1));
    const key = leafKey((left === "async" ? leftPath : rightPath).slice(1), value);
    if (key !== undefined) return key;
  }
  return null;
}

/** Every key that a candidate bears, or null when there are too many to be worth it. */
export function candidateKeys(event: unknown): string[] | null {
  const keys: string[] = [];
  const visit = (value: unknown, path: string): boolean => {
    const key = leafKey(path, value);
    if (key !== undefined) keys.push(key);
    else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const [name, part] of Object.entries(value)) if (!visit(part, path ? `${path}.${name}` : name)) return false;
    }
    return keys.length <= mostLeaves;
  };
  return visit(event, "") ? keys : null;
}

const mostLength = 200;

function leafKey(path: string, value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
  const key = `${path}=${JSON.stringify(value)}`;
  return key.length <= mostLength ? key : undefined;
}

const valueAt = (from: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (value, name) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined,
      from,
    );
