import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { channelNamed } from "#lib/safety/guardrails/channel.ts";
import { housingLimits, housingParts, isRuled as isRuledHousing } from "#lib/safety/guardrails/fair-housing.ts";
import { injectionLimits, injectionsIn, orderParts } from "#lib/safety/guardrails/injection.ts";
import type { Part } from "#lib/safety/guardrails/likeness/features.ts";
import { answered, isRuled as isRuledOut, leavingLimits, leavingParts } from "#lib/safety/guardrails/opt-out.ts";
import { wordsOf } from "#lib/safety/guardrails/words.ts";

/** One text that somebody wrote for a model to learn from: 1 is what its guard must see, `order` where in it that stands. */
export type Text = { text: string; label: 0 | 1; channel: string; lang: string; order?: string; kind?: string };
export type Task = {
  /** How the files of its texts begin. */
  files: string[];
  partsOf: (text: Text) => Part[];
  /** From here on a rule is believed. */
  believed: number;
  /** Whether a rule says so. */
  isRuled: (text: Text) => boolean;
  groups: [name: string, group: (text: Text) => boolean][];
};

const english: Task["groups"][number] = ["English", ({ lang }) => lang === "en"];
const others: Task["groups"][number] = ["other languages", ({ lang }) => lang !== "en"];

export const tasks: Record<string, Task> = {
  injection: {
    files: ["typed", "outside", "languages"],
    believed: injectionLimits.rule,
    partsOf: ({ text, channel }) => orderParts(text, wordsOf(text), channelNamed(channel)),
    isRuled: ({ text, channel }) => injectionsIn(text, channelNamed(channel), wordsOf(text)).length > 0,
    groups: [
      ["typed", ({ channel, lang }) => channel === "user" && lang === "en"],
      ["in content", ({ channel, lang }) => channel !== "user" && lang === "en"],
      others,
    ],
  },
  optout: {
    files: ["optout"],
    believed: leavingLimits.rule,
    partsOf: ({ text }) => leavingParts(text, answered(text)),
    isRuled: ({ text }) => isRuledOut(text),
    groups: [english, others],
  },
  housing: {
    files: ["housing"],
    believed: housingLimits.rule,
    partsOf: ({ text }) => housingParts(text, wordsOf(text)),
    isRuled: ({ text }) => isRuledHousing(text),
    groups: [
      ["facial", ({ kind, label }) => label === 0 || kind === "facial"],
      ["coded", ({ kind, label }) => label === 0 || kind === "coded"],
    ],
  },
};

const here = fileURLToPath(new URL("texts", import.meta.url));

export function textsOf({ files }: Task): Text[] {
  return readdirSync(here)
    .filter((name) => files.some((file) => name.startsWith(file)) && name.endsWith(".jsonl"))
    .sort()
    .flatMap((name) => readFileSync(join(here, name), "utf8").split("\n"))
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Text);
}

/** What the weights say they were made of. */
export const digestOf = (texts: Text[]): string => createHash("sha256").update(JSON.stringify(texts)).digest("hex");

export const weightsOf = (name: string): URL => new URL(`../../lib/safety/guardrails/likeness/${name}.weights.json`, import.meta.url);
