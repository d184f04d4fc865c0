import type pg from "pg";
import type { Dispatch, Sent } from "./dispatch.ts";
import { noSeam, type Seam } from "./seam.ts";
import type { Nudge } from "./slice.ts";

const sweepMs = 1_000;
const batchSize = 500;

export type Relay = {
  /** Nudges that an append of this process just committed: sent at once, together with others of the same moment. */
  push(workspaceId: string, nudges: Nudge[]): void;
  /** Sends everything that is due, whoever wrote it. */
  sweep(): Promise<number>;
  /** Sweeps at once and then once a second, for what was due later or was left by a process that died. */
  start(): void;
  stop(): Promise<void>;
};

type DueRow = { workspace_id: string; id: string; name: Nudge["name"]; data: Nudge["data"] };

/** Takes nudges out of the transactional outbox. A row is deleted only after it was sent; sending twice is harmless, since the id is the same. */
export function createRelay({
  pool,
  dispatch,
  failed,
  seam = noSeam,
}: {
  pool: pg.Pool;
  dispatch: () => Dispatch;
  failed: (error: unknown) => void;
  seam?: Seam;
}): Relay {
  let waiting: Sent[] = [];
  let flushing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<number> | undefined;

  async function flush(): Promise<void> {
    // One turn of the loop gathers what the appends of this moment left.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await deliver(batch);
      } catch (error) {
        // The rows are in the outbox still; the sweep takes them.
        failed(error);
      }
    }
  }

  async function deliver(batch: Sent[]): Promise<void> {
    const pass = (name: "nudge.before" | "nudge.after" | "nudge.forgotten") => {
      for (const { data } of batch) seam(name, { executionId: data.executionId });
    };
    pass("nudge.before");
    await dispatch().send(batch);
    pass("nudge.after");
    await pool.query({
      name: "outbox-sent",
      text: "select outbox_sent($1, $2)",
      values: [batch.map(({ data }) => data.workspaceId), batch.map(({ id }) => id)],
    });
    pass("nudge.forgotten");
  }

  async function sweepAll(): Promise<number> {
    let sent = 0;
    for (;;) {
      const { rows } = await pool.query<DueRow>({
        name: "outbox-due",
        text: "select workspace_id, id, name, data from outbox_due($1)",
        values: [batchSize],
      });
      if (rows.length === 0) return sent;
      await deliver(rows.map(({ workspace_id: workspaceId, id, name, data }) => ({ id, name, data: { ...data, workspaceId } })));
      sent += rows.length;
    }
  }

  const sweep = (): Promise<number> => {
    sweeping ??= sweepAll().finally(() => {
      sweeping = undefined;
    });
    return sweeping;
  };

  return {
    push(workspaceId, nudges) {
      const due = nudges.filter(({ dueAt }) => dueAt === undefined);
      if (due.length === 0) return;
      waiting.push(...due.map(({ id, name, data }) => ({ id, name, data: { ...data, workspaceId } })));
      flushing ??= flush().finally(() => {
        flushing = undefined;
      });
    },
    sweep,
    start() {
      const look = () => void sweep().catch(failed);
      timer ??= setInterval(look, sweepMs);
      look();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await flushing;
      await sweeping?.catch(() => {});
    },
  };
}
