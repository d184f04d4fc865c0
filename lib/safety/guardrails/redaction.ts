import { apart, type Finding, type Span } from "./finding.ts";

/** What stands for each value. It restores exactly, and is kept where the values are kept: never with the text that leaves. */
export type Redacted = {
  text: string;
  values: Record<string, string>;
  /** Where each value stood in the text as it was given. */
  places: { placeholder: string; span: Span }[];
};

const placeholder = /\[[A-Z][A-Z_]{1,40}_\d{1,6}\]/g;

/**
 * A text with a typed placeholder for each value: equal values get equal placeholders, so that a model still sees who is who.
 * A placeholder that the text has already is never given to a value.
 */
export function redact(text: string, findings: Finding[]): Redacted {
  const { texts, values, places } = redactAll([{ text, findings }]);
  return { text: texts[0] ?? "", values, places: places[0] ?? [] };
}

/** The same for several texts that are read together. */
export function redactAll(given: { text: string; findings: Finding[] }[]): {
  texts: string[];
  values: Record<string, string>;
  places: Redacted["places"][];
} {
  const taken = new Set(given.flatMap(({ text }) => text.match(placeholder) ?? []));
  const marks = new Map<string, string>();
  const counts = new Map<string, number>();
  const values: Record<string, string> = {};

  const markFor = (kind: string, value: string): string => {
    const name = kind.toUpperCase().replace(/[^A-Z]+/g, "_");
    let mark = marks.get(`${name} ${value}`);
    while (mark === undefined) {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      const candidate = `[${name}_${count}]`;
      if (!taken.has(candidate)) mark = candidate;
    }
    marks.set(`${name} ${value}`, mark);
    values[mark] = value;
    return mark;
  };

  const made = given.map(({ text, findings }) => {
    const places: Redacted["places"] = [];
    let out = "";
    let at = 0;
    for (const { kind, span } of apart(findings)) {
      const mark = markFor(kind, text.slice(span.start, span.end));
      places.push({ placeholder: mark, span });
      out += text.slice(at, span.start) + mark;
      at = span.end;
    }
    return { text: out + text.slice(at), places };
  });
  return { texts: made.map(({ text }) => text), values, places: made.map(({ places }) => places) };
}

/** The text as it was, in one pass: a value that looks like a placeholder is not looked at again. */
export function restore({ text, values }: Pick<Redacted, "text" | "values">): string {
  return text.replace(placeholder, (mark) => (Object.hasOwn(values, mark) ? (values[mark] ?? mark) : mark));
}
