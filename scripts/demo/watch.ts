import type { Api, LiveEvent } from "./api.ts";
import { type Answer, describeApproval } from "./ask.ts";
import { empty, lineOf, withEvent, withPlan } from "./checklist.ts";
import type { Screen } from "./screen.ts";

export type Watch = {
  api: Api;
  id: string;
  screen: Screen;
  ask: (signal: AbortSignal) => Promise<Answer>;
  /** Whether to go on when nobody is there to decide, or nothing happens. */
  mayWait: boolean;
  /** Where to look when nothing happens. */
  logs: string;
  signal: AbortSignal;
};

const quietMs = 120_000;

/** Follows the execution to its end, and asks for each approval on the way. */
export async function watch({ api, id, screen, ask, mayWait, logs, signal }: Watch): Promise<void> {
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
    const answer: Answer = await ask(AbortSignal.any([decided, over.signal, signal]));
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

  const quiet = () => {
    if (isAsking) return;
    const line = `nothing has happened for ${quietMs / 1_000} s: see ${logs}`;
    if (mayWait) screen.say(`  ${line}`);
    else over.abort(new Error(line));
  };
  const watchdog = setInterval(quiet, quietMs);

  // Without it the checklist still shows what happens, only not what is still to come.
  const planOf = () =>
    api.read(id).then(
      ({ plan }) => plan,
      () => undefined,
    );

  const take = async (event: LiveEvent): Promise<void> => {
    watchdog.refresh();
    list = withEvent(list, event);
    if (event.type === "execution.planned" || event.type === "plan.replaced" || event.type === "plan.proposed")
      list = withPlan(list, await planOf());
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
  try {
    for await (const event of api.follow(id, stopped)) await take(event);
  } finally {
    clearInterval(watchdog);
    screen.settle();
  }
  if (over.signal.aborted && over.signal.reason instanceof Error) throw over.signal.reason;
  over.abort();
  await asking;
}
