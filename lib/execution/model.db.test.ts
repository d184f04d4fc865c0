import fc from "fast-check";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { closePools, roleUrl, withWorkspace } from "#lib/db.ts";
import type { ExecutionEvent } from "./events.ts";
import { expectFoldsInAnyCut, expectLegal } from "./legal.fixture.ts";
import { sealWith } from "./seal.node.ts";
import { type Deed, deeds, plans, simulation } from "./simulation.fixture.ts";
import { isSettled, type Step } from "./state.ts";
import { postgresStore } from "./store.postgres.ts";

const scope = { id: "ws_test" };
/** Two pools: what two processes have. */
const pools = [0, 1].map(() => new pg.Pool({ connectionString: roleUrl("app"), max: 6 }));
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await closePools();
});

function onPostgres() {
  return simulation({
    scope,
    open: ({ now, appended }) => ({
      stores: pools.map((pool) =>
        postgresStore({ pool, seal: sealWith("a secret of the tests"), now, appended: ({ nudges }) => appended(nudges) }),
      ),
      expireLease: (id, step) =>
        withWorkspace(scope.id, async (client) => {
          await client.query("update execution_steps set lease_until = now() - interval '1 second' where execution_id = $1 and id = $2", [
            id,
            step,
          ]);
        }),
    }),
  });
}

type StepRow = {
  id: string;
  status: string;
  state: Step;
  hold: string | null;
  due_at: Date | null;
  wake: number;
  fence: number;
  claim_run: string | null;
};

function dueOf(step: Step): string | undefined {
  if (step.status === "retrying") return step.dueAt;
  return step.status === "held" ? step.hold.until : undefined;
}

/** Every derived row is what the whole log says. */
async function expectRowsAreTheFold(id: string, events: ExecutionEvent[]): Promise<void> {
  const folded = expectLegal(events);
  const rows = await withWorkspace(scope.id, async (client) => ({
    head: (await client.query("select seq, status, state from executions where id = $1", [id])).rows[0],
    steps: (
      await client.query<StepRow>(
        "select id, status, state, hold, due_at, wake, fence, claim_run from execution_steps where execution_id = $1",
        [id],
      )
    ).rows,
    approvals: (await client.query("select id, status, state from pending_approvals where execution_id = $1", [id])).rows,
    effects: (await client.query("select id, status, state from effects where execution_id = $1", [id])).rows,
  }));
  const isOver = folded.head.endedAt !== undefined;
  expect(rows.head).toEqual({ seq: folded.head.seq, status: folded.head.status, state: { ...folded.head, id } });
  for (const row of rows.steps) {
    const step = folded.steps[row.id];
    if (!step) {
      expect(row).toMatchObject({ status: isOver ? "cancelled" : "pending", state: { status: "pending" }, hold: null, wake: 0, fence: 0 });
      continue;
    }
    const due = dueOf(step);
    expect({ ...row, due_at: row.due_at?.toISOString() ?? null }).toEqual({
      id: step.id,
      status: step.status,
      state: step,
      hold: step.status === "held" ? step.hold.reason : null,
      due_at: due ?? null,
      wake: step.wake,
      fence: step.fence,
      claim_run: step.run ?? null,
    });
  }
  expect(Object.keys(folded.steps).filter((step) => !rows.steps.some((row) => row.id === step))).toEqual([]);
  for (const [kept, entries] of [
    [rows.approvals, folded.approvals],
    [rows.effects, folded.effects],
  ] as const) {
    expect(Object.fromEntries(kept.map((row) => [row.id, row.state]))).toEqual(entries);
    for (const row of kept) expect(row.status).toBe(row.state.status);
  }
}

const options = fc.record({
  autonomy: fc.constantFrom("suggest" as const, "ask_on_risk" as const, "run" as const),
  concurrency: fc.constantFrom(1, 2, 50),
});

test("on Postgres, from two processes at once: the rows are the fold of the log, and nudges that come again change nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      plans,
      options,
      fc.array(fc.array(deeds, { minLength: 1, maxLength: 4 }), { maxLength: 12 }),
      fc.array(fc.nat(7), { maxLength: 10 }),
      fc.infiniteStream(fc.nat(1_000)),
      async (plan, how, story, cuts, order) => {
        const play = onPostgres();
        await play.start(plan, how);
        // What one moment brings happens at once.
        for (const moment of story as Deed[][]) {
          await Promise.all(moment.map((deed) => play.act(deed)));
          await play.quiet();
        }
        await expectRowsAreTheFold(play.id, await play.events());
        await play.drive();
        const events = await play.events();
        await expectRowsAreTheFold(play.id, events);
        expectFoldsInAnyCut(events, cuts);
        const { steps } = await play.state();
        expect(Object.values(steps).every((step) => isSettled(step.status))).toBe(true);
        const shuffled = play.sent.map((nudge) => ({ nudge, at: order.next().value ?? 0 })).sort((a, b) => a.at - b.at);
        for (const { nudge, at } of shuffled) for (let time = 0; time <= at % 3; time++) play.deliver(nudge);
        await play.quiet();
        await play.leave();
        expect(await play.events()).toEqual(events);
        await expectRowsAreTheFold(play.id, events);
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);
