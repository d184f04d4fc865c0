/** Words that CEL keeps for itself; as a field's name they are written in brackets. */
const reserved = new Set(
  "as break const continue else false for function if import in let loop null package namespace return true var void while".split(" "),
);

type Token = { kind: "name" | "number" | "text" | "space" | "sign"; text: string };

const space = /(?:[ \t\r\n]+|\/\/[^\n]*)+/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /0[xX][0-9a-fA-F]+[uU]?|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?[uU]?/y;
const sign = /=>|===|!==|==|!=|<=|>=|&&|\|\||[\s\S]/y;
const stepId = /[A-Za-z][A-Za-z0-9_-]*/y;

function take(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Where the string literal that begins at `at` (maybe with a prefix) ends; the end of the text when it is not closed; `at` when there is none. */
function endOfLiteral(text: string, at: number): number {
  let from = at;
  const raw = /[rR]/.test(text.charAt(from));
  if (/[rRbB]/.test(text.charAt(from))) from++;
  const quote = text.charAt(from);
  if (quote !== '"' && quote !== "'") return at;
  const close = text.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote;
  for (let i = from + close.length; i < text.length; i++) {
    if (text.startsWith(close, i)) return i + close.length;
    if (text.charAt(i) === "\\" && !raw) i++;
  }
  return text.length;
}

function tokens(text: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < text.length; at += found.at(-1)?.text.length ?? 1) {
    const end = endOfLiteral(text, at);
    const blank = take(space, text, at);
    const word = take(name, text, at);
    const digits = take(number, text, at);
    if (end > at) found.push({ kind: "text", text: text.slice(at, end) });
    else if (blank !== undefined) found.push({ kind: "space", text: blank });
    else if (word !== undefined) {
      found.push({ kind: "name", text: word });
      const id =
        word === "steps" && !afterDot(found) && text.charAt(at + word.length) === "."
          ? take(stepId, text, at + word.length + 1)
          : undefined;
      // `steps.search-properties`: without spaces the dash belongs to the id.
      if (id !== undefined) {
        found.push({ kind: "sign", text: "." }, { kind: "name", text: id });
        at += word.length + 1;
      }
    } else if (digits !== undefined) found.push({ kind: "number", text: digits });
    else found.push({ kind: "sign", text: take(sign, text, at) ?? text.charAt(at) });
  }
  return found;
}

/** Whether the last token is a field's name, as in `a.steps`. */
function afterDot(found: Token[]): boolean {
  return found.slice(0, -1).findLast((token) => token.kind !== "space")?.text === ".";
}

/**
 * Brings the forms that people bring from JavaScript to CEL: `.map(p => p.url)`, `steps.a-b`, `===`, fields named like
 * a reserved word. Works on tokens, so nothing inside a string literal changes.
 */
export function toCel(text: string): string {
  const all = tokens(text);
  const solid = all.filter((token) => token.kind !== "space");
  const out: string[] = [];
  for (let i = 0; i < solid.length; i++) {
    const [now, next, third, fourth] = solid.slice(i, i + 4);
    if (now === undefined) break;
    if (now.text === "(" && next?.kind === "name" && third?.text === ")" && fourth?.text === "=>") {
      out.push(next.text, ",");
      i += 3;
    } else if (now.kind === "sign" && now.text === "=>") out.push(",");
    else if (now.kind === "sign" && now.text === "===") out.push("==");
    else if (now.kind === "sign" && now.text === "!==") out.push("!=");
    else if (now.text === "." && next?.kind === "name" && (reserved.has(next.text) || next.text.includes("-"))) {
      out.push(`[${JSON.stringify(next.text)}]`);
      i++;
    } else out.push(now.text);
  }
  // A space between all tokens keeps `a - b` and `1 .x` what they were; CEL does not mind.
  return out.join(" ");
}

export type Piece = { text: string } | { expression: string };

/** A string cut into plain text and `{{ … }}`; `undefined` when a template is not closed. Quotes and braces inside an expression are respected. */
export function pieces(text: string): Piece[] | undefined {
  const found: Piece[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf("{{", from);
    if (open < 0) break;
    const close = endOfTemplate(text, open + 2);
    if (close === undefined) return undefined;
    if (open > from) found.push({ text: text.slice(from, open) });
    found.push({ expression: text.slice(open + 2, close).trim() });
    from = close + 2;
  }
  if (from < text.length || found.length === 0) found.push({ text: text.slice(from) });
  return found;
}

function endOfTemplate(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const end = endOfLiteral(text, at);
    const before = text.charAt(at - 1);
    if (end > at && !(/[rRbB]/.test(text.charAt(at)) && /[A-Za-z0-9_]/.test(before))) at = end - 1;
    else if (text.charAt(at) === "{") depth++;
    else if (text.charAt(at) === "}" && depth > 0) depth--;
    else if (text.startsWith("}}", at)) return at;
  }
  return undefined;
}
