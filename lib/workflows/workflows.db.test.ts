import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { sealWith } from "#lib/execution/seal.node.ts";
import { Plan } from "#lib/planner/plan.ts";
import type { Grant } from "#lib/tenancy/permissions.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import type { Actor } from "#lib/tenancy/workspace.ts";
import { defineTool, toolRegistry } from "#lib/tools/tool.ts";
import { archiveWorkflow, readWorkflow, reviseWorkflow, saveWorkflow } from "./workflow.ts";
import { workflowsIn } from "./workflows.postgres.ts";

const workspace = { id: "w1" };
const other = { id: "w2" };
const actor: Actor = { kind: "member", id: "usr_1", name: "Dana" };
const workflows = workflowsIn(sealWith("a secret of the tests"));
const pass = defineTool({
  name: "t.pass",
  title: "Pass",
  description: "Passes",
  input: z.looseObject({}),
  output: z.looseObject({}),
  effect: "read",
  takes: {},
  gives: {},
  describe: () => "Pass",
  run: async () => ({ ok: true as const, output: {} }),
});
const audited: string[] = [];
const deps = {
  workflows,
  registry: toolRegistry([pass]),
  audit: async (_: unknown, __: unknown, action: string) => void audited.push(action),
};
const plan = (n: number) => ({ steps: [{ id: "a", name: "A", tool: "t.pass", params: { n } }] });
const save = (name: string, more: object = {}) =>
  saveWorkflow(deps, { workspace, actor, name, description: "", plan: plan(1), because: "saved", ...more });

beforeAll(async () => {
  for (const { id } of [workspace, other]) await addWorkspace(id);
});
afterAll(closePools);

test("a plan that a guardrail would block whenever it runs is not kept, and says which", async () => {
  const body = "aws_access_key_id = AKIAIOSFODNN7EXAMPLQ";
  const secret = { steps: [{ id: "a", tool: "t.send", params: { body } }] };
  const send = { ...pass, name: "t.send", effect: "send" as const };
  const refused = await saveWorkflow(
    { ...deps, registry: toolRegistry([pass, send]) },
    { workspace, actor, name: "Leaks", description: "", plan: secret, because: "saved" },
  );
  expect(refused).toMatchObject({
    refusal: {
      code: "unprocessable",
      errors: [{ path: "plan.steps[0].params.body", because: expect.stringMatching(/^no-sensitive-data-exposure: /) }],
    },
  });
});

test("a connection that is not for the tool is refused where a plan is kept, and named", async () => {
  const connectionsOf = async () => [{ name: "crm", tools: ["t.other"] }];
  const uses = (connection: string) => ({ steps: [{ id: "a", tool: "t.pass", params: { connection } }] });
  const keep = (name: string, connection: string) =>
    saveWorkflow({ ...deps, connectionsOf }, { workspace, actor, name, description: "", plan: uses(connection), because: "saved" });
  expect(await keep("Uses", "crm")).toMatchObject({
    refusal: {
      code: "unprocessable",
      errors: [{ path: "plan.steps[0].params.connection", because: "the connection crm is not for the tool t.pass" }],
    },
  });
  expect((await keep("Uses another", "erp")).ok).toBe(true);
  const id = await saved("Uses later");
  expect(
    await reviseWorkflow({ ...deps, connectionsOf }, { workspace, actor, id, expected: 1, plan: uses("crm"), because: "more" }),
  ).toMatchObject({ refusal: { errors: [{ path: "plan.steps[0].params.connection" }] } });
});

test("a workflow is put into a group, and taken out of it, by whoever has its permission, and the audit says so", async () => {
  const told: object[] = [];
  const audit = async (_: unknown, __: unknown, ___: string, detail: object) => void told.push(detail);
  const lacked = async (_: unknown, by: Actor, grants: readonly Grant[]) => (by.id === actor.id ? [] : grants);
  const gil: Actor = { kind: "member", id: "gil", name: "Gil" };
  const all = { ...deps, lacked, audit };
  const forbidden = {
    refusal: { code: "forbidden", because: "leads:execute is not among the rights of Gil", errors: [{ path: "group" }] },
  };
  const ask = { workspace, name: "Leads", description: "", plan: plan(1), because: "saved", group: "leads" };
  expect(await saveWorkflow(all, { ...ask, actor: gil })).toMatchObject(forbidden);
  const made = await saveWorkflow(all, { ...ask, actor });
  if (!made.ok) throw new Error(made.refusal.because);
  const { id } = made.value;
  expect(await readWorkflow(deps, { workspace, id })).toMatchObject({ value: { group: "leads" } });
  expect(await workflows.plan(workspace, id)).toMatchObject({ group: "leads" });
  expect(await workflows.groups(workspace)).toEqual(new Map([["leads", 1]]));
  expect(await workflows.groups(other)).toEqual(new Map());
  for (const group of [null, "sales"])
    expect(await reviseWorkflow(all, { workspace, actor: gil, id, expected: undefined, group })).toMatchObject({
      refusal: { code: "forbidden" },
    });
  expect(await reviseWorkflow(all, { workspace, actor: gil, id, expected: undefined, description: "words" })).toMatchObject({ ok: true });
  expect(await reviseWorkflow(all, { workspace, actor, id, expected: undefined, group: null })).toMatchObject({ ok: true });
  expect(await readWorkflow(deps, { workspace, id })).toMatchObject({ value: { group: null, version: 1 } });
  expect(told.map((detail) => Object.entries(detail).find(([name]) => name === "group")?.[1])).toEqual(["leads", undefined, null]);
});

async function saved(name: string): Promise<string> {
  const made = await save(name);
  if (!made.ok) throw new Error(made.refusal.because);
  return made.value.id;
}

test("every version stays as it was, with who made it, why, and what it changed", async () => {
  const id = await saved("Weekly");
  const revised = await reviseWorkflow(deps, { workspace, actor, id, expected: 1, plan: plan(2), because: "more of it" });
  expect(revised).toEqual({ ok: true, value: { id, version: 2 } });
  const read = await readWorkflow(deps, { workspace, id });
  expect(read).toMatchObject({
    ok: true,
    value: {
      version: 2,
      plan: { steps: [{ params: { n: 2 } }] },
      versions: [
        { version: 2, by: "Dana", because: "more of it", changes: [{ kind: "changed", step: "A", what: "n", before: "1", after: "2" }] },
        { version: 1, because: "saved", changes: [] },
      ],
    },
  });
  expect(await workflows.plan(workspace, id, 1)).toMatchObject({ version: 1, plan: plan(1) });
  expect(await workflows.plan(workspace, id)).toMatchObject({ version: 2, plan: plan(2) });
  expect(await workflows.plan(workspace, id, 3)).toBeUndefined();
});

test("of two people who change the same version one is told, and nothing is overwritten", async () => {
  const id = await saved("Contested");
  const answers = await Promise.all(
    [2, 3].map((n) => reviseWorkflow(deps, { workspace, actor, id, expected: 1, plan: plan(n), because: "mine" })),
  );
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: "changed" } });
  expect(await readWorkflow(deps, { workspace, id })).toMatchObject({ value: { version: 2, versions: [{ version: 2 }, { version: 1 }] } });
});

test("an older version comes back as the next one, and none is lost", async () => {
  const id = await saved("Restored");
  await reviseWorkflow(deps, { workspace, actor, id, expected: 1, plan: plan(2) });
  expect(await reviseWorkflow(deps, { workspace, actor, id, expected: 2, restore: 1 })).toEqual({ ok: true, value: { id, version: 3 } });
  expect(await readWorkflow(deps, { workspace, id })).toMatchObject({
    value: { plan: plan(1), versions: [{ version: 3, because: "version 1 restored" }, { version: 2 }, { version: 1 }] },
  });
  expect(await reviseWorkflow(deps, { workspace, actor, id, expected: 3, restore: 9 })).toMatchObject({ refusal: { code: "not_found" } });
});

test("a name is there once among the living, in any case of its letters", async () => {
  const id = await saved("Taken");
  expect(await save("taken")).toMatchObject({ ok: false, refusal: { code: "conflict", errors: [{ path: "name" }] } });
  expect(await archiveWorkflow(deps, { workspace, actor, id })).toEqual({ ok: true, value: { id } });
  expect(await save("taken")).toMatchObject({ ok: true });
  expect(await archiveWorkflow(deps, { workspace, actor, id })).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect(await workflows.plan(workspace, id)).toBeUndefined();
});

test("the same Idempotency-Key saves once, also at the same moment, and another request with it is refused", async () => {
  const idempotency = { key: "save-1", fingerprint: "f1" };
  const answers = await Promise.all(Array.from({ length: 5 }, () => save("Once", { idempotency })));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ ok: true });
  expect(await save("Twice", { idempotency: { ...idempotency, fingerprint: "f2" } })).toMatchObject({ refusal: { code: "unprocessable" } });
});

test("a plan that does not hold is not kept, and the place of the fault is named", async () => {
  const wrong = await save("Wrong", { plan: { steps: [{ id: "a", tool: "no.such" }] } });
  expect(wrong).toMatchObject({ ok: false, refusal: { errors: [{ path: "plan.steps[0].tool" }] } });
  expect((await workflows.list(workspace, { limit: 50 })).data.map(({ name }) => name)).not.toContain("Wrong");
});

test("another workspace sees, changes and runs none of it", async () => {
  const id = await saved("Ours alone");
  expect((await workflows.list(other, { limit: 50 })).data).toEqual([]);
  expect(await workflows.plan(other, id)).toBeUndefined();
  expect(await readWorkflow(deps, { workspace: other, id })).toMatchObject({ refusal: { code: "not_found" } });
  const seized = await reviseWorkflow(deps, { workspace: other, actor, id, expected: undefined, name: "Theirs", because: "x" });
  expect(seized).toMatchObject({ refusal: { code: "not_found" } });
});

test("a list goes on where its page ended", async () => {
  const all = (await workflows.list(workspace, { limit: 200 })).data;
  const seen: string[] = [];
  let cursor: { after: string; id: string } | undefined;
  do {
    const { data, next } = await workflows.list(workspace, { limit: 2, ...(cursor && { cursor }) });
    seen.push(...data.map(({ id }) => id));
    cursor = next ?? undefined;
  } while (cursor);
  expect(seen).toEqual(all.map(({ id }) => id));
  expect(Plan.parse(plan(1)).steps).toHaveLength(1);
  expect(audited).toContain("workflow.revised");
});
