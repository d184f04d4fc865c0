import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { likeliest } from "#lib/safety/guardrails/likeness/likeness.ts";
import { runMain } from "../run-main.ts";
import { type Example, examplesOf, learn } from "./learn.ts";
import { digestOf, type Task, type Text, tasks, textsOf, weightsOf } from "./tasks.ts";

const folds = 5;
/** Neighbours in a file are pairs in the same words: they are left out together. */
const together = 25;
const limits = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** Prints what a guard finds of texts that its model was not taught; `--write` keeps the model that all texts teach. */
runMain(async (args) => {
  const { values: given } = parseArgs({
    args,
    options: { task: { type: "string", default: "" }, write: { type: "boolean", default: false } },
  });
  const task = tasks[given.task];
  if (!task) throw new Error(`--task is one of ${Object.keys(tasks).join(", ")}`);
  const texts = textsOf(task);
  const taught = texts.map((text) => examplesOf(task.partsOf(text), text.label, placeOf(text)));
  console.log(`${texts.length} texts, of which ${texts.filter(({ label }) => label === 1).length} are to be seen`);
  report(task, leaveOut(task, texts, taught));
  if (!given.write) return;
  const { weights, scale, bias } = learn(taught.flat());
  const kept = { texts: digestOf(texts), scale, bias, weights: Buffer.from(weights.buffer).toString("base64") };
  writeFileSync(weightsOf(given.task), `${JSON.stringify(kept, null, 2)}\n`);
});

function placeOf({ text, order }: Text): { start: number; end: number } | undefined {
  if (order === undefined) return;
  const start = text.indexOf(order);
  return { start, end: start + order.length };
}

type Judged = { text: Text; share: number; isRuled: boolean };

function leaveOut(task: Task, texts: Text[], taught: Example[][]): Judged[] {
  const foldOf = (at: number) => Math.floor(at / together) % folds;
  return Array.from({ length: folds }, (_, fold) => {
    const model = learn(taught.filter((_, at) => foldOf(at) !== fold).flat());
    return texts
      .filter((_, at) => foldOf(at) === fold)
      .map((text) => ({ text, share: likeliest(task.partsOf(text), model).share, isRuled: task.isRuled(text) }));
  }).flat();
}

function report({ groups, believed }: Task, judged: Judged[]): void {
  for (const limit of limits) {
    const percent = (label: number, isOf: (text: Text) => boolean = () => true) => {
      const own = judged.filter(({ text }) => text.label === label && isOf(text));
      const seen = own.filter(({ share, isRuled }) => share >= (isRuled ? believed : limit));
      return `${((100 * seen.length) / own.length).toFixed(1)} %`;
    };
    const each = groups.map(([name, isOf]) => `${name} ${percent(1, isOf)} / ${percent(0, isOf)}`);
    console.log(`from ${limit}: seen ${percent(1)}, false ${percent(0)}; ${each.join("; ")}`);
  }
}
