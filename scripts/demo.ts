import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { apiAt, type Snapshot } from "./demo/api.ts";
import { ask } from "./demo/ask.ts";
import { screenOn } from "./demo/screen.ts";
import { watch } from "./demo/watch.ts";
import { runMain } from "./run-main.ts";
import { runToEnd } from "./run-to-end.ts";
import { supervise, untilTold } from "./supervise.ts";

const usualRequest = "Read what we did in December at Tevuot, understand the strategy, and set a meeting with Yoav";

runMain(async (args) => {
  const { values: wanted } = parseArgs({
    args,
    options: {
      request: { type: "string", default: usualRequest },
      yes: { type: "boolean", default: false },
      once: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const screen = screenOn(wanted.json ? process.stderr : process.stdout);
  const signal = untilTold();
  const { url, home, env, stop } = await supervise({ say: screen.say, signal });
  try {
    const key = await runToEnd(
      "making an API key",
      ["scripts/fermata.ts", "key", "create", "--workspace", "demo", "--role", "owner", "--name", "demo"],
      env,
    );
    const api = apiAt(url, key.trim());
    screen.say(`\n  ${wanted.request}\n`);
    const { id } = await api.start(wanted.request);
    await watch({
      api,
      id,
      screen,
      ask: wanted.yes ? async () => "approve" as const : ask,
      mayWait: !wanted.once,
      logs: join(home.folder, "logs"),
      signal,
    });
    if (signal.aborted) return 130;
    const snapshot = await api.read(id);
    const isCompleted = snapshot.status === "completed";
    screen.say(report(snapshot, new URL(snapshot.url ?? `/demo/executions/${id}`, url).href));
    if (!wanted.once && !signal.aborted) screen.say(`\nready ${url}   (Ctrl-C stops)`);
    if (wanted.json && !wanted.once) console.log(JSON.stringify(answerOf(id, snapshot)));
    if (!wanted.once && !signal.aborted) await once(signal, "abort");
    await stop();
    if (wanted.json && wanted.once) console.log(JSON.stringify(answerOf(id, snapshot)));
    return isCompleted ? 0 : 1;
  } finally {
    await stop();
  }
});

function report(snapshot: Snapshot, address: string): string {
  const result = (snapshot.result ?? {}) as {
    summary?: string;
    meeting?: { id?: string; link?: string; start?: string };
    agenda?: { text?: string };
  };
  const metrics = (snapshot.metrics ?? {}) as { parallelizationGain?: number };
  return [
    "",
    `  ${snapshot.status ?? "?"}${metrics.parallelizationGain === undefined ? "" : `, ${metrics.parallelizationGain} % gained by working in parallel`}`,
    ...(result.summary ? ["", ...indented(result.summary)] : []),
    ...(result.meeting?.start ? ["", `  meeting  ${result.meeting.start}  ${new URL(result.meeting.link ?? "", address).href}`] : []),
    ...(result.agenda?.text ? ["", "  agenda", ...indented(result.agenda.text)] : []),
    "",
    `  ${address}`,
  ].join("\n");
}

const indented = (text: string) => text.split("\n").map((line) => `  ${line}`);

function answerOf(id: string, { status, plan, result, metrics }: Snapshot) {
  return { id, status, plan: plan ?? null, result: result ?? null, metrics: metrics ?? null };
}
