import type pg from "pg";
import type { Dispatch, Sent } from "./dispatch.ts";
import { noSeam, type Seam } from "./seam.ts";
import type { Nudge } from "./slice.ts";

/** How long what a dead process left may lie, and what another one wrote that was due within this time. */
const idleMs = 5_000;
/** What is under way at this moment lies in the outbox still, and is not sent twice all the time. */
const soonestMs = 250;
const afterFailureMs = 1_000;
const batchSize = 500;

export type Relay = {
  /** Nudges that an append of this process just committed: sent at once, together with others of the same moment. */
  push(workspaceId: string, nudges: Nudge[]): void;
  /** Sends everything that is due, whoever wrote it. */
  sweep(): Promise<number>;
  /** Sweeps at once, whenever something comes due, and now and then for what was left by a process that died. */
  start(): void;
  stop(): Promise<void>;
};

type DueRow = { workspace_id: string; id: string; name: Nudge["name"]; data: Nudge["data"] };
/** With how long it is until the next one is due: one row where nothing is due, of nulls and that. */
type Swept = { [Column in keyof DueRow]: DueRow[Column] | null } & { next_ms: number | null };

const due = `select o.workspace_id, o.id, o.name, o.data, n.next_ms
  from (select (extract(epoch from outbox_next() - clock_timestamp()) * 1000)::float as next_ms) n left join outbox_due($1) o on true`;

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
  let wakesAt = 0;
  let started = false;
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
      const { rows } = await pool.query<Swept>({ name: "outbox-due", text: due, values: [batchSize] });
      const found = rows.filter((row): row is DueRow & Swept => row.id !== null);
      if (found.length === 0) {
        wakeIn(rows[0]?.next_ms ?? idleMs);
        return sent;
      }
      await deliver(found.map(({ workspace_id: workspaceId, id, name, data }) => ({ id, name, data: { ...data, workspaceId } })));
      sent += found.length;
    }
  }

  /** The database's clock says what is due: this one only says when to ask. */
  function wakeIn(ms: number): void {
    if (!started) return;
    const at = Date.now() + Math.min(Math.max(ms, soonestMs), idleMs);
    if (timer && wakesAt <= at) return;
    clearTimeout(timer);
    wakesAt = at;
    timer = setTimeout(look, at - Date.now());
  }

  function look(): void {
    timer = undefined;
    sweep().catch((error: unknown) => {
      failed(error);
      wakeIn(afterFailureMs);
    });
  }

  const sweep = (): Promise<number> => {
    sweeping ??= sweepAll().finally(() => {
      sweeping = undefined;
    });
    return sweeping;
  };

  return {
    push(workspaceId, nudges) {
      for (const { dueAt } of nudges) if (dueAt !== undefined) wakeIn(Date.parse(dueAt) - Date.now());
      const now = nudges.filter(({ dueAt }) => dueAt === undefined);
      if (now.length === 0) return;
      waiting.push(...now.map(({ id, name, data }) => ({ id, name, data: { ...data, workspaceId } })));
      flushing ??= flush().finally(() => {
        flushing = undefined;
      });
    },
    sweep,
    start() {
      if (started) return;
      started = true;
      look();
    },
    async stop() {
      started = false;
      clearTimeout(timer);
      timer = undefined;
      await flushing;
      await sweeping?.catch(() => {});
    },
  };
}
