import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ExecutionStore } from "./store.ts";

/**
 * Who waits for a slot, as far as this process has looked: each is handed to one of the runs here that leave a slot, so that these do not all
 * reach for the same. It is a hint and nothing else; whether a step may begin is decided on its row.
 */
export type SlotLine = {
  /** The next that is known to wait; whoever takes it gives it back by `done`. */
  take(scope: Workspace, executionId: string): string | undefined;
  /** Looks who waits. */
  look(scope: Workspace, executionId: string): Promise<void>;
  /** What was taken has begun, or not: then what is known here is old. */
  done(scope: Workspace, executionId: string, step: string, began: boolean): void;
};

type Line = { ids: string[]; taken: Set<string>; looking?: Promise<void> | undefined };

export function createSlotLine(store: Pick<ExecutionStore, "slice">): SlotLine {
  const lines = new Map<string, Line>();
  const nameOf = (scope: Workspace, executionId: string) => `${scope.id}/${executionId}`;

  function forget(name: string, line: Line): void {
    if (line.ids.length === 0 && line.taken.size === 0 && !line.looking) lines.delete(name);
  }

  async function fill(line: Line, scope: Workspace, executionId: string): Promise<void> {
    const slice = await store.slice(scope, executionId, { waiters: true });
    line.ids = (slice?.waiters ?? []).filter((id) => {
      const step = slice?.execution.steps[id];
      return step?.status === "held" && step.hold.reason === "concurrency" && !line.taken.has(id);
    });
  }

  return {
    take(scope, executionId) {
      const line = lines.get(nameOf(scope, executionId));
      const id = line?.ids.shift();
      if (id !== undefined) line?.taken.add(id);
      return id;
    },
    async look(scope, executionId) {
      const name = nameOf(scope, executionId);
      const line: Line = lines.get(name) ?? { ids: [], taken: new Set() };
      lines.set(name, line);
      line.looking ??= fill(line, scope, executionId).finally(() => {
        line.looking = undefined;
        forget(name, line);
      });
      await line.looking;
    },
    done(scope, executionId, step, began) {
      const name = nameOf(scope, executionId);
      const line = lines.get(name);
      if (!line) return;
      line.taken.delete(step);
      if (!began) line.ids = [];
      forget(name, line);
    },
  };
}
