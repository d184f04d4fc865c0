import { distance } from "../meanings.ts";
import type { Condition } from "./clauses.ts";
import type { Good } from "./recipes.ts";

const mentions = /\b(mentions?|contains?|includes?|says?|talks? about)\b|(מזכיר|מזכירה|מוזכר|מוזכרת|מכיל|מכילה|כולל|כוללת)/i;
const nothing = /\b(no|none|nothing|not|isn't|aren't|empty)\b|(אין|לא|ריק|כלום)/i;
const something = /\b(any|some|there (?:is|are)|find|found|exists?|something|anything)\b|(יש|נמצא|נמצאו|קיים|קיימים|תמצא)/i;

/** A condition over what the plan finds, as an expression; nothing where it can't be decided by looking. */
export function conditionExpression(condition: Condition, goods: readonly Good[]): string | undefined {
  const { text, tokens } = condition;
  const reads = tokens.map((token) => token.entry?.noun?.read).find((meaning) => meaning !== undefined);
  const made = tokens.map((token) => token.entry?.noun?.made).find((meaning) => meaning !== undefined);
  const about = goods.findLast(
    (good) => good.meaning === reads || good.meaning === made || (made === "summary" && good.meaning === "analysis"),
  );
  const says = mentions.exec(text);
  if (says !== null) {
    const quote = tokens.find((token) => token.kind === "quote")?.value;
    const words =
      quote ??
      text
        .slice(says.index + says[0].length)
        .replace(/^\s*(?:the|a|an|any|את|של)\s+/i, "")
        .trim();
    const target = about ?? goods.findLast((good) => !good.list && distance(good.meaning, "text") !== undefined) ?? goods.at(-1);
    if (words === "" || target === undefined) return undefined;
    const literal = JSON.stringify(words.toLowerCase());
    const test = target.list
      ? `${target.expression}.exists(d, default(d.text, "").lowerAscii().contains(${literal}))`
      : `${target.expression}.lowerAscii().contains(${literal})`;
    return condition.negated !== /\b(not|doesn't|does not)\b|(לא)/i.test(text.slice(0, says.index)) ? `!${test}` : test;
  }
  const target = about?.list === true ? about : goods.findLast((good) => good.list);
  if (target === undefined) return undefined;
  const more = /(?:more than|over|above|יותר מ-?)\s*(\d{1,6})/i.exec(text);
  if (more?.[1] !== undefined) return `size(${target.expression}) > ${more[1]}`;
  const fewer = /(?:fewer than|less than|under|פחות מ-?)\s*(\d{1,6})/i.exec(text);
  if (fewer?.[1] !== undefined) return `size(${target.expression}) < ${fewer[1]}`;
  const isNothing = nothing.test(text);
  if (!isNothing && !something.test(text)) return undefined;
  return isNothing !== condition.negated ? `size(${target.expression}) == 0` : `size(${target.expression}) > 0`;
}
