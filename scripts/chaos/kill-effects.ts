import type { ExecutionEvent } from "#lib/execution/events.ts";
import { listApprovals } from "#lib/execution/list-approvals.ts";
import { listEffects } from "#lib/execution/list-effects.ts";
import { type Approval, isOver } from "#lib/execution/state.ts";
import type { PlanDraft } from "#lib/planner/plan.ts";
import { runtime } from "#lib/runtime.ts";
import type { DieAt } from "../../inngest/worker.chaos.ts";
import type { KeptWorker, Sink } from "./processes.ts";
import { person, scope } from "./scope.ts";
import type { Delivery } from "./sink.ts";
import type { World } from "./world.ts";

const patienceMs = 90_000;

/** One call outside under which the worker was killed between what it meant to do and knowing that it was done. */
export type EffectRound = {
  id: string;
  where: string;
  kills: number;
  /** Whether the far side took the call and kept its answer to itself. */
  isDropped: boolean;
  canAsk: boolean;
  isUnknown: boolean;
  stuck: boolean;
  doubled: string[];
  guessed: string[];
  hidden: string[];
  fellBack: string[];
};

/** The moments between intent and done that differ; without one, the kill comes so many milliseconds after the intent. */
const moments: (DieAt | undefined)[] = [
  { seam: "call.before", passage: 1 },
  { seam: "call.after", passage: 1 },
  { seam: "settle.before", passage: 1 },
  undefined,
];

/** A step with another way to do it, which must never be taken while nobody knows what became of the first. */
function planOf(
  sink: string,
  tag: string,
  { canAsk, isDropped, delayMs }: { canAsk: boolean; isDropped: boolean; delayMs: number },
): PlanDraft {
  const call = (name: string) => ({
    url: `${sink}/effects/${name}?delay=${delayMs}${isDropped && name === tag ? "&drop=1" : ""}`,
    method: "POST",
    body: { tag },
  });
  return {
    steps: [
      {
        id: "post",
        tool: "http.request",
        params: { ...call(tag), ...(canAsk && { confirm: { url: `${sink}/effects/{key}` } }) },
        retry: { maxAttempts: 3, baseMs: 50 },
        fallbacks: [{ type: "component-replacement", tool: "http.request", params: call(`${tag}-otherwise`) }],
      },
    ],
  };
}

/** Starts one call, kills the worker under it, answers as a person who looks at the far side, and judges what is left. */
export async function killEffect(
  { world, worker, sink }: { world: World; worker: KeptWorker; sink: Sink },
  { index, random }: { index: number; random: () => number },
): Promise<EffectRound> {
  const dieAt = moments[index % moments.length];
  const canAsk = Math.floor(index / moments.length) % 2 === 0;
  const isDropped = random() < 0.1;
  const delayMs = 5 + Math.round(random() * 40);
  const afterMs = Math.round(random() * delayMs);
  await worker.ready();
  if (dieAt) await worker.arm([dieAt]);
  const before = worker.deaths.length;
  let aimed = dieAt !== undefined;
  const hidden: string[] = [];
  const started = await world.begin((tag) => planOf(sink.url, tag, { canAsk, isDropped, delayMs }));
  const { end } = await world.follow(started, {
    patienceMs,
    on({ effects, head }) {
      if (aimed || isOver(head.status) || !Object.values(effects).some(({ status }) => status === "intended")) return;
      aimed = true;
      setTimeout(worker.kill, afterMs);
    },
    asked: async (approval) => void hidden.push(...(await whereHidden(started.id, approval))),
  });
  // A kill that was aimed and came after the end is the next round's otherwise.
  await new Promise((done) => setTimeout(done, dieAt ? 0 : afterMs + 20));
  const log = await runtime().store.readAfter(scope, started.id, 0, 10_000);
  const deliveries = await world.deliveries();
  const fate = fateOf(log);
  return {
    id: started.id,
    where: dieAt && "seam" in dieAt ? dieAt.seam : `${afterMs} ms after the intent`,
    // One that came after the end is no kill of this kind.
    kills: worker.deaths.length > before && fate.isTakenOver ? 1 : 0,
    isDropped,
    canAsk,
    isUnknown: fate.isUnknown,
    stuck: end === "stuck",
    hidden,
    ...judged({ log, fate, tag: started.tag, deliveries, isBlind: !canAsk && (isDropped || fate.isTakenOver) }),
  };
}

type Fate = { isTakenOver: boolean; isUnknown: boolean; status: "done" | "failed" | "open" };

/** What the log says of the call: whether its worker was lost before it knew, whether anybody knew, and what it came to. */
function fateOf(log: ExecutionEvent[]): Fate {
  let isIntended = false;
  const fate: Fate = { isTakenOver: false, isUnknown: false, status: "open" };
  for (const event of log) {
    if (event.type === "effect.intended") isIntended = true;
    if (event.type === "step.started" && event.recovered && isIntended && fate.status === "open") fate.isTakenOver = true;
    if (event.type === "effect.unknown") fate.isUnknown = true;
    if (event.type === "effect.done") fate.status = "done";
    if (event.type === "effect.failed") fate.status = "failed";
  }
  return fate;
}

type Judge = { log: ExecutionEvent[]; fate: Fate; tag: string; deliveries: Delivery[]; isBlind: boolean };

/** The ledger against the far side. `isBlind`: nobody but a person could know. */
function judged({ log, fate, tag, deliveries, isBlind }: Judge): Pick<EffectRound, "doubled" | "guessed" | "fellBack"> {
  const arrived = deliveries.filter(({ name }) => name === tag).length;
  const doubled = arrived > 1 ? [`the call arrived ${arrived} times`] : [];
  const guessed: string[] = [];
  if (isBlind && !fate.isUnknown) guessed.push(`nobody could know, and the ledger says ${fate.status}`);
  if (fate.status === "done" && arrived === 0) guessed.push("the ledger says done, and nothing arrived");
  if (fate.status !== "done" && arrived > 0) guessed.push(`the ledger says ${fate.status}, and it arrived`);
  const unknownAt = log.find(({ type }) => type === "effect.unknown")?.seq ?? Number.POSITIVE_INFINITY;
  const fellBack = [
    ...(log.some(({ type, seq }) => type === "recovery.chosen" && seq > unknownAt) ? ["a rung was taken after an unknown"] : []),
    ...(deliveries.some(({ name }) => name === `${tag}-otherwise`) ? ["the other way was taken"] : []),
  ];
  return { doubled, guessed, fellBack };
}

/** Where an unknown outcome cannot be seen while it waits: the ledger and the inbox, with what is known. */
async function whereHidden(executionId: string, approval: Approval): Promise<string[]> {
  if (approval.kind !== "unknown_effect") return [];
  const listed = await listEffects(runtime(), { workspace: scope, status: "unknown", limit: 100 });
  const inbox = await listApprovals(runtime(), { workspace: scope, asker: { actor: person, mayDecide: true }, status: "open", limit: 100 });
  const effect = listed.ok ? listed.value.data.find((one) => one.executionId === executionId) : undefined;
  const shown = inbox.ok ? inbox.value.data.find(({ id }) => id === approval.id) : undefined;
  return [
    ...(effect?.because ? [] : ["it is not among the effects with what is known"]),
    ...(shown && shown.why.length > 0 && shown.payload !== null ? [] : ["it is not in the inbox with what is known"]),
  ];
}

const faults = ({ stuck, doubled, guessed, hidden, fellBack }: EffectRound): string[] => [
  ...(stuck ? ["stuck"] : []),
  ...Object.entries({ doubled, guessed, hidden, fellBack }).flatMap(([kind, said]) => said.map((one) => `${kind}: ${one}`)),
];

export const isWrong = (round: EffectRound): boolean => faults(round).length > 0;

export const wrongOf = (round: EffectRound): string => `${round.id} (${round.where}): ${faults(round).join("; ")}`;

/** The figures, in words. */
export function figuresOf(rounds: EffectRound[]): string {
  const count = (is: (round: EffectRound) => boolean | number) => rounds.reduce((sum, round) => sum + Number(is(round)), 0);
  return [
    `kills between intent and done: ${count(({ kills }) => kills)} in ${rounds.length} calls, of which the far side took ${count(({ isDropped }) => isDropped)} and kept its answer`,
    `doubled ${count(({ doubled }) => doubled.length > 0)}, guessed ${count(({ guessed }) => guessed.length > 0)}, fallbacks after an unknown ${count(({ fellBack }) => fellBack.length > 0)}, stuck ${count(({ stuck }) => stuck)}`,
    `unknown ${count(({ isUnknown }) => isUnknown)}, not shown of them ${count(({ hidden }) => hidden.length > 0)}; ${count(({ canAsk }) => canAsk)} could be asked about at the far side`,
  ].join("\n");
}
