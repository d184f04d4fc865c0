import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { Plan, type PlanDraft } from "#lib/planner/plan.ts";
import { makeKey } from "#lib/tenancy/keys.postgres.ts";
import { handWithout, lacked } from "#lib/tenancy/may-start.postgres.ts";
import type { Permission } from "#lib/tenancy/permissions.ts";
import { roles } from "#lib/tenancy/roles.postgres.ts";
import { addPerson, addWorkspace, setRole } from "#lib/tenancy/tenancy.fixture.ts";
import type { Actor } from "#lib/tenancy/workspace.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { replanExecution } from "./replan-execution.ts";
import { type PlanSources, startExecution } from "./start-execution.ts";
import { scope, testWorld } from "./world.fixture.ts";

let calls = 0;
const hunt = defineTool({
  name: "leads.hunt",
  title: "Hunt",
  description: "Hunts for leads.",
  group: "lead-generation",
  input: z.looseObject({}),
  output: z.object({ found: z.int() }),
  effect: "read",
  takes: {},
  gives: {},
  describe: () => "Hunt",
  run: async () => {
    calls++;
    return { ok: true as const, output: { found: calls } };
  },
});
const member = (id: string): Actor => ({ kind: "member", id, name: id });
const owner = { workspace: scope, actor: member("olga"), role: "owner", scopes: [], by: "cookie" } as const;
const world = testWorld({ tools: [hunt], handWithout });
const deps = { ...world, lacked };
const leads: PlanDraft = { steps: [{ id: "hunt", tool: "leads.hunt" }] };
const waits: PlanDraft = { steps: [{ id: "wait", tool: "test.pass", approval: "required" }] };

const start = (actor: Actor, command: Parameters<typeof startExecution>[1]["command"]) =>
  startExecution(deps, { workspace: scope, actor, command });
const begun = async (...asked: Parameters<typeof start>) => {
  const outcome = await start(...asked);
  if (!outcome.ok) throw new Error(outcome.refusal.because);
  return outcome.value.id;
};
const roleOf = async (name: string, permissions: string[]) => {
  const made = await roles.makeRole(owner, { name, says: "", permissions: permissions as Permission[] });
  if (!made.ok) throw new Error(made.refusal.because);
  return made.value.id;
};
const stepOf = async (id: string, step: string) => (await world.store.slice(scope, id, { steps: [step] }))?.rows[step]?.state;

let starter: string;
let hunter: string;
beforeAll(async () => {
  await addWorkspace(scope.id);
  starter = await roleOf("Starter", ["execution:start", "execution:control"]);
  hunter = await roleOf("Hunter", ["execution:start", "execution:control", "lead-generation:execute"]);
  for (const [id, role] of Object.entries({ olga: "owner", sam: starter, hana: hunter, omer: "operator" }))
    await addPerson({ id, email: `${id}@example.test`, password: "waltz of the seven seas", roles: { [scope.id]: role } });
});
afterAll(closePools);

test("a plan with a tool of a group is started by whoever has its permission, and by nobody else, who is told which", async () => {
  expect(await start(member("sam"), { plan: leads })).toMatchObject({
    ok: false,
    refusal: {
      code: "forbidden",
      because: "lead-generation:execute is not among the rights of sam",
      errors: [{ path: "steps[0].tool" }],
    },
  });
  expect((await start(member("sam"), { plan: waits })).ok).toBe(true);
  for (const who of ["hana", "omer", "olga"]) expect([who, (await start(member(who), { plan: leads })).ok]).toEqual([who, true]);
  const standsIn: PlanDraft = {
    steps: [{ id: "a", tool: "test.pass", fallbacks: [{ type: "component-replacement", tool: "leads.hunt" }] }],
  };
  expect(await start(member("sam"), { plan: standsIn })).toMatchObject({ refusal: { code: "forbidden" } });
});

test("a key needs the permission among its scopes", async () => {
  const keyWith = async (...scopes: string[]): Promise<Actor> => {
    const expiresAt = new Date(Date.now() + 60_000);
    const made = await makeKey({ access: owner, name: newId("k"), scopes: scopes as Permission[], expiresAt });
    if (!made.ok) throw new Error(made.refusal.because);
    return { kind: "key", id: made.value.id, name: "key" };
  };
  expect((await start(await keyWith("execution:start"), { plan: leads })).ok).toBe(false);
  expect((await start(await keyWith("execution:start", "lead-generation:execute"), { plan: leads })).ok).toBe(true);
  expect((await start(await keyWith("execution:start", "*:execute"), { plan: leads })).ok).toBe(true);
});

test("the step asks again: whoever lost the permission meanwhile has nothing of the group run", async () => {
  await world.settle();
  const before = calls;
  const id = await begun(member("hana"), { plan: leads });
  await setRole(scope.id, "hana", starter);
  await world.settle();
  expect(await stepOf(id, "hunt")).toMatchObject({
    status: "failed",
    code: "permission",
    because: expect.stringContaining("lead-generation:execute is not among the rights of hana"),
  });
  expect(calls).toBe(before);
  await setRole(scope.id, "hana", hunter);
  const again = await begun(member("hana"), { plan: leads });
  await world.settle();
  expect(await stepOf(again, "hunt")).toMatchObject({ status: "completed" });
});

test("whoever changes a plan needs it too, and brings it into no execution of somebody who has it", async () => {
  const id = await begun(member("hana"), { plan: waits });
  await world.settle();
  const change = (actor: Actor) =>
    replanExecution(
      { ...deps, draft: () => Promise.reject(new Error("nobody plans here")) },
      { workspace: scope, actor, id, command: { plan: { steps: [...waits.steps, ...leads.steps] } } },
    );
  expect(await change(member("sam"))).toMatchObject({ refusal: { code: "forbidden", errors: [{ path: "steps[1].tool" }] } });
  expect((await change(member("hana"))).ok).toBe(true);
});

test("a workflow of a group is started by whoever has its permission, and its steps ask for it too", async () => {
  const plan = Plan.parse({ steps: [{ id: "a", tool: "test.pass" }] });
  const sources: PlanSources = {
    draft: async () => undefined,
    workflow: async (_scope, id) => ({ id, name: "Leads", version: 1, plan, group: "lead-generation" }),
  };
  const run = (who: string) =>
    startExecution({ ...deps, sources }, { workspace: scope, actor: member(who), command: { workflowId: "wfl_1" } });
  expect(await run("sam")).toMatchObject({ refusal: { code: "forbidden", errors: [{ path: "workflowId" }] } });
  const started = await run("hana");
  if (!started.ok) throw new Error(started.refusal.because);
  await setRole(scope.id, "hana", starter);
  await world.settle();
  expect(await stepOf(started.value.id, "a")).toMatchObject({ status: "failed" });
  await setRole(scope.id, "hana", hunter);
  const second = await run("hana");
  await world.settle();
  expect(second.ok && (await stepOf(second.value.id, "a"))).toMatchObject({ status: "completed" });
});

test("a connection that is not for the tool is refused at the start, and named", async () => {
  const connectionsOf = async () => [{ name: "crm", tools: ["http.request"] }];
  const plan = { steps: [{ id: "a", tool: "test.pass", params: { connection: "crm" } }] };
  expect(await startExecution({ ...deps, connectionsOf }, { workspace: scope, actor: member("omer"), command: { plan } })).toMatchObject({
    refusal: {
      code: "unprocessable",
      errors: [{ path: "steps[0].params.connection", because: "the connection crm is not for the tool test.pass" }],
    },
  });
});
