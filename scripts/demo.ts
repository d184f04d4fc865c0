import { parseArgs } from "node:util";
import { type Api, apiAt, type LiveEvent, type Snapshot } from "./demo/api.ts";
import { type Answer, ask, describeApproval } from "./demo/ask.ts";
import { empty, lineOf, withEvent, withPlan } from "./demo/checklist.ts";
import { type Screen, screenOn } from "./demo/screen.ts";
import { runMain } from "./run-main.ts";
import { runToEnd } from "./run-to-end.ts";
import { supervise, untilStopped } from "./supervise.ts";

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
  const halt = new AbortController();
  const told = untilStopped().then(() => halt.abort());
  const { url, env, stop } = await supervise({ say: screen.say });
  try {
    const key = await runToEnd(
      "making an API key",
      ["scripts/fermata.ts", "key", "create", "--workspace", "demo", "--role", "owner", "--name", "demo"],
      env,
    );
    const api = apiAt(url, key.trim());
    screen.say(`\n  ${wanted.request}\n`);
    const { id } = await api.start(wanted.request);
    await watch({ api, id, screen, isYes: wanted.yes, mayWait: !wanted.once, signal: halt.signal });
    const snapshot = await api.read(id);
    const isCompleted = snapshot.status === "completed";
    screen.say(report(snapshot, `${url}/demo/executions/${id}`));
    if (!wanted.once && !halt.signal.aborted) screen.say(`\nready ${url}   (Ctrl-C stops)`);
    if (wanted.json && !wanted.once) console.log(JSON.stringify(answerOf(id, snapshot)));
    if (!wanted.once) await told;
    await stop();
    if (wanted.json && wanted.once) console.log(JSON.stringify(answerOf(id, snapshot)));
    return isCompleted ? 0 : 1;
  } finally {
    await stop();
  }
});

type Watch = { api: Api; id: string; screen: Screen; isYes: boolean; mayWait: boolean; signal: AbortSignal };

/** Follows the execution to its end, and asks for each approval on the way. */
async function watch({ api, id, screen, isYes, mayWait, signal }: Watch): Promise<void> {
  let list = empty;
  const over = new AbortController();
  const settled = new Map<string, AbortController>();
  let asking: Promise<void> = Promise.resolve();
  let isAsking = false;

  const askFor = async (approvalId: string, decided: AbortSignal): Promise<void> => {
    const approval = (await api.openApprovals(id)).find((open) => open.id === approvalId);
    if (!approval || decided.aborted) return;
    isAsking = true;
    screen.say(describeApproval(approval));
    const answer: Answer = isYes ? "approve" : await ask(AbortSignal.any([decided, over.signal, signal]));
    isAsking = false;
    if (answer === "nobody") {
      screen.say("  nobody is here to decide: approve in the dashboard, or run again with --yes");
      if (!mayWait) over.abort(new Error("an approval is open, and nobody is here to decide it: run again with --yes"));
      return;
    }
    if (answer === "elsewhere") return;
    await api.decide(approval, answer);
    screen.say(answer === "approve" ? "  approved\n" : "  rejected\n");
  };

  const take = async (event: LiveEvent): Promise<void> => {
    list = withEvent(list, event);
    if (event.type === "execution.planned" || event.type === "plan.replaced" || event.type === "plan.proposed")
      list = withPlan(list, (await api.read(id)).plan);
    const line = screen.isLive ? undefined : lineOf(event, list);
    if (line) screen.say(line);
    if (screen.isLive && !isAsking) screen.draw(list);
    if (event.type === "approval.requested" && event.approvalId) {
      const decided = new AbortController();
      settled.set(event.approvalId, decided);
      const { approvalId } = event;
      asking = asking.then(() => askFor(approvalId, decided.signal));
      asking.catch((error: Error) => over.abort(error));
    }
    if ((event.type === "approval.decided" || event.type === "approval.expired") && event.approvalId)
      settled.get(event.approvalId)?.abort();
  };

  const stopped = AbortSignal.any([over.signal, signal]);
  for await (const event of api.follow(id, stopped)) await take(event);
  screen.settle();
  if (over.signal.aborted && over.signal.reason instanceof Error) throw over.signal.reason;
  over.abort();
  await asking;
}

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
    ...(result.meeting?.start ? ["", `  meeting  ${result.meeting.start}  ${result.meeting.link ?? ""}`] : []),
    ...(result.agenda?.text ? ["", "  agenda", ...indented(result.agenda.text)] : []),
    "",
    `  ${address}`,
  ].join("\n");
}

const indented = (text: string) => text.split("\n").map((line) => `  ${line}`);

function answerOf(id: string, { status, plan, result, metrics }: Snapshot) {
  return { id, status, plan: plan ?? null, result: result ?? null, metrics: metrics ?? null };
}
