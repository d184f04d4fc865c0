import { cut } from "./fields.ts";

/** The passage that holds most of the words that were looked for, or the beginning. */
export function snippetOf(text: string, words: string[], max = 240): string {
  const plain = text
    .replace(/^#{1,6}\s+/gm, "")
    .replace(/\s+/g, " ")
    .trim();
  const stems = words.map((word) => word.toLowerCase().slice(0, Math.max(3, word.length - 2))).filter((stem) => stem.length >= 2);
  const passages = plain.split(/(?<=[.!?…])\s+/);
  let best = { at: 0, score: 0 };
  passages.forEach((passage, at) => {
    const lower = passage.toLowerCase();
    const score = stems.filter((stem) => lower.includes(stem)).length;
    if (score > best.score) best = { at, score };
  });
  return cut(`${best.at > 0 ? "… " : ""}${passages.slice(best.at).join(" ")}`, max);
}
