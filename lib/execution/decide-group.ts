import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import { type Commit, eventId } from "./commit.ts";
import type { Need } from "./slice.ts";
import type { Acted, Command } from "./store.ts";

/** Decides one owner's commands in order. A refusal leaves nothing behind: the commit is only touched once all are accepted. */
export function decideGroup(
  commit: Commit,
  group: Command<unknown>[],
  replayed: Set<string>,
  at: string,
): { outcome: Outcome<Acted<unknown>[]> } {
  const acted: Acted<unknown>[] = [];
  for (const [index, command] of group.entries()) {
    const { head } = commit.slice.execution;
    // Its double may be in the log, or in this very append.
    if (replayed.has(eventId(commit.executionId, command.cause, 0)) || commit.took(command.cause)) {
      acted.push({ kind: "replayed", head });
      continue;
    }
    const decision = command.decide(commit.slice);
    if (!decision.ok) {
      if (index > 0) throw new Error(`the command ${command.cause} was refused after its fellows were taken: ${decision.refusal.because}`);
      return { outcome: decision };
    }
    commit.take(command.cause, decision.value, at);
    acted.push({ kind: "done", answer: decision.value.answer, head: commit.slice.execution.head, nudges: decision.value.nudges ?? [] });
  }
  return { outcome: accept(acted) };
}

/** What several commands together have to read. */
export function needOf(commands: Command<unknown>[]): Need {
  const needs = commands.map(({ need }) => need ?? {});
  const all = (pick: (need: Need) => string[] | undefined) => [...new Set(needs.flatMap((need) => pick(need) ?? []))];
  return {
    steps: all((need) => need.steps),
    approvals: all((need) => need.approvals),
    edgesFrom: all((need) => need.edgesFrom),
    movable: needs.some((need) => need.movable),
    waiters: needs.some((need) => need.waiters),
    open: needs.some((need) => need.open),
  };
}
