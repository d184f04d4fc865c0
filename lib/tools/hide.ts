import { isRecord } from "#lib/kernel/json.ts";

const mark = "[hidden]";

/** How a value may come back: as it was sent, within JSON, within an address, and encoded. */
function formsOf(value: string): string[] {
  const bytes = String.fromCharCode(...new TextEncoder().encode(value));
  const base64 = btoa(bytes).replace(/=+$/, "");
  const url = encodeURIComponent(value);
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    url,
    url.replaceAll("%20", "+"),
    base64,
    base64.replaceAll("+", "-").replaceAll("/", "_"),
  ];
}

export type Hiding = {
  /** The same without the values, wherever in it they stand. */
  of<T>(value: T): T;
  /** The same without an end in which a value began that was cut off. */
  cut(bytes: Uint8Array): Uint8Array;
};

/** Takes values out of whatever an answer is made of: a service may say back what it was sent. */
export function hiding(values: readonly string[]): Hiding {
  const forms = [...new Set(values.filter((value) => value !== "").flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const inText = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, mark), text);
  const deep = (value: unknown): unknown => {
    if (typeof value === "string") return inText(value);
    if (Array.isArray(value)) return value.map(deep);
    if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [inText(key), deep(inner)]));
    return value;
  };
  return {
    of: <T>(value: T): T => (forms.length === 0 ? value : (deep(value) as T)),
    cut(bytes) {
      const end = String.fromCharCode(...bytes.subarray(-longest(forms)));
      const begun = Math.max(0, ...forms.map((form) => begunAt(end, form)));
      return bytes.subarray(0, bytes.length - begun);
    },
  };
}

const longest = (forms: string[]): number => Math.max(1, ...forms.map(({ length }) => length));

/** How many characters at the end of a text are the beginning of a form. */
function begunAt(text: string, form: string): number {
  for (let count = Math.min(form.length, text.length); count > 0; count--) if (text.endsWith(form.slice(0, count))) return count;
  return 0;
}
