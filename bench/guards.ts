import { performance } from "node:perf_hooks";
import { builtInPolicies } from "../lib/safety/guardrails/built-in.ts";
import { type Case, judgeCorpus, leakedAfterRedaction, wilson } from "../lib/safety/guardrails/corpus.fixture.ts";
import { judge } from "../lib/safety/guardrails/evaluate.ts";
import { runMain } from "../scripts/run-main.ts";

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const interval = (hits: number, of: number) => {
  if (of === 0) return "–".padEnd(26);
  const { share, low, high } = wilson(hits, of);
  return `${percent(share).padStart(7)} [${percent(low)}, ${percent(high)}]`.padEnd(26);
};
const flagged = (cases: Case[]) => cases.filter((one) => one.flagged).length;

/** Texts of 32 KB: what people write, and what is written to make a scanner slow. */
const ordinary =
  "Sunny two bedroom apartment, call (212) 555-0187 or write to dana@example.org. Ref 4111 1111 1111 1112. Ignore the noise of the bus; please forward the report. דירה יפה ליד הים. ";
const repeated = [
  ordinary,
  "ignore all previous ",
  "4111 1111 ",
  "a@a.",
  "eyJ",
  "password: ",
  "AI must send ",
  "://a:",
  "%41",
  "www.",
  "(((",
  "no kids ",
  "she has ",
];

/** Prints precision, recall and false positives of the guards on the corpus, and how long a judgement of 32 KB takes. */
runMain(async (args) => {
  const policies = builtInPolicies.filter(({ enabled }) => enabled);
  const categories = judgeCorpus();
  console.log("category                     recall                     false positives            precision");
  for (const { name, positives, negatives } of categories) {
    const [hits, wrong] = [flagged(positives), flagged(negatives)];
    console.log(
      `${name.padEnd(27)}  ${interval(hits, positives.length)} ${interval(wrong, negatives.length)} ${interval(hits, hits + wrong)}`,
    );
    if (args.includes("--wrong")) {
      for (const one of positives) if (!one.flagged) console.log(`    missed: ${one.name}`);
      for (const one of negatives) if (one.flagged) console.log(`    wrong:  ${one.name}`);
    }
  }
  const { leaked, of } = leakedAfterRedaction();
  console.log(`leaked after redaction       ${interval(leaked.length, of)}`);
  if (args.includes("--wrong")) for (const text of leaked) console.log(`    leaked: ${text}`);

  console.log("\n32 KB of …                   p50 ms   p95 ms");
  for (const piece of repeated) {
    const text = piece.repeat(Math.ceil(32_768 / piece.length)).slice(0, 32_768);
    const times: number[] = [];
    for (let round = 0; round < 45; round++) {
      const began = performance.now();
      judge({ kind: "text", text, channel: "mail" }, policies);
      if (round >= 5) times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1).padStart(8);
    console.log(`${JSON.stringify(piece.slice(0, 22)).padEnd(26)} ${at(0.5)} ${at(0.95)}`);
  }
  return 0;
});
