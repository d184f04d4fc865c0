import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools, withWorkspace } from "#lib/db.ts";
import type { Policy } from "#lib/safety/guardrails/policy.ts";
import { postgresSpend } from "#lib/safety/spend.postgres.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { expectLegal } from "./legal.fixture.ts";
import { startExecution } from "./start-execution.ts";
import { sending } from "./tools.fixture.ts";
import { namesAround, nothingAround, usageAroundBy } from "./usage-around.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

beforeAll(() => addWorkspace(scope.id));
afterAll(closePools);

const holds = (when: string): Policy => ({
  name: "around",
  type: "cost",
  severity: "critical",
  enabled: true,
  meaning: "A bound over executions.",
  parameters: {},
  when,
  because: "There were too many.",
});
const other = { kind: "member" as const, id: "usr_other", name: "Noa" };

function worldWith(when: string) {
  const world = testWorld({ tools: [sending], policiesOf: async () => [holds(when)] });
  async function run(by = someone): Promise<string> {
    const plan = { steps: [{ id: "s", tool: "post.send", params: { text: "Hello" }, retry: { maxAttempts: 1 } }] };
    const started = await startExecution(world, { workspace: scope, actor: by, command: { plan, autonomy: "run" } });
    if (!started.ok) throw new Error(started.refusal.because);
    await world.settle();
    return expectLegal(await world.store.readAfter(scope, started.value.id, 0, 1_000)).steps["s"]?.status ?? "none";
  }
  return { ...world, run };
}

test("a policy bounds what all executions of a workspace do within a minute and in a day, and what one person does", async () => {
  const minute = worldWith("usage.workspaceCallsLastMinute > 3");
  const fates: string[] = [];
  for (const by of [someone, other, someone, other]) fates.push(await minute.run(by));
  expect(fates).toEqual(["completed", "completed", "completed", "failed"]);
  const day = worldWith("usage.workspaceSendsToday >= 4");
  expect([await day.run(), await day.run()]).toEqual(["completed", "failed"]);
  const person = worldWith("usage.userSendsToday >= 2");
  expect([await person.run(other), await person.run(other), await person.run(someone)]).toEqual(["completed", "failed", "failed"]);
});

test("money, tokens and leads are those of the day and the month, and of nobody else's workspace", async () => {
  const spend = postgresSpend();
  await spend.reserve({ scope, userId: "usr_m" }, { id: "mdc_1", model: "m", micros: 500, tokens: 9, seconds: 600 });
  await spend.settle(scope, { id: "mdc_1", micros: 400, tokens: 7, status: "settled" });
  await withWorkspace(scope.id, (client) =>
    client.query(
      "insert into contacts (workspace_id, id, name, aliases, tags, created_at) values ($1, 'new', 'New', '{}', '{}', now()), ($1, 'old', 'Old', '{}', '{}', now() - interval '3 days')",
      [scope.id],
    ),
  );
  const { sqlFor } = worldWith("false");
  const ask = (of: string) =>
    usageAroundBy(sqlFor)({ id: of }, { ...someone, id: "usr_m" }, { tool: "post.send", at: new Date().toISOString() });
  const around = await ask(scope.id);
  expect(Object.keys(around).sort()).toEqual(Object.keys(nothingAround).sort());
  expect(around).toMatchObject({ userMicrosToday: 400, userMicrosThisMonth: 400, userTokensToday: 7, leadsToday: 1 });
  expect(around["workspaceMicrosToday"]).toBeGreaterThanOrEqual(400);
  await addWorkspace("ws_away");
  expect(await ask("ws_away")).toEqual(nothingAround);
});

test("only policies that name such a fact cost the questions", () => {
  expect(namesAround([holds("usage.executionCalls > 3")])).toBe(false);
  expect(namesAround([holds("default(usage.leadsToday, 0) > 3")])).toBe(true);
});
