import type pg from "pg";

const lookMs = 1_000;

type Abort = (because: string) => void;

/**
 * Aborts running attempts whose execution stops. Looks once a second while any attempt runs, and at once when told of news;
 * an execution that stopped is looked at until its last attempt signs off.
 */
export function createStops({ pool, failed }: { pool: pg.Pool; failed: (error: unknown) => void }) {
  const running = new Map<string, Set<Abort>>();
  let timer: NodeJS.Timeout | undefined;

  async function look(ids: string[]): Promise<void> {
    if (ids.length === 0) return;
    const { rows } = await pool.query<{ id: string }>({ name: "halted", text: "select id from halted_among($1)", values: [ids] });
    for (const { id } of rows) for (const abort of running.get(id) ?? []) abort("the execution was stopped");
  }

  return {
    watch(executionId: string, abort: Abort): () => void {
      const set = running.get(executionId) ?? new Set();
      running.set(executionId, set.add(abort));
      timer ??= setInterval(() => void look([...running.keys()]).catch(failed), lookMs);
      return () => {
        set.delete(abort);
        if (set.size === 0 && running.get(executionId) === set) running.delete(executionId);
        if (running.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    /** News of these executions: those that run here are looked at now. */
    news(executionIds: string[]): void {
      void look(executionIds.filter((id) => running.has(id))).catch(failed);
    },
  };
}
