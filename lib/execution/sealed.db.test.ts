import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools, withWorkspace } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import type { Json } from "#lib/kernel/json.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { controlExecution } from "./control-execution.ts";
import { payloadOf, previewOf } from "./payloads.ts";
import { sealWith } from "./seal.node.ts";
import { settleApproval } from "./settle-approval.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

/** As the owner, who sees every table whole. */
async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: env().DATABASE_URL });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The columns of all tables in which a word stands, in plain or as bytes. */
function whereStands(word: string): Promise<string[]> {
  return asOwner(async (client) => {
    const { rows: columns } = await client.query<{ s: string; t: string; c: string }>(
      "select table_schema as s, table_name as t, column_name as c from information_schema.columns where table_schema in ('public', 'search') order by 2, 3",
    );
    const found: string[] = [];
    for (const { s, t, c } of columns) {
      const { rows } = await client.query(
        `select 1 from "${s}"."${t}" where "${c}"::text like '%' || $1 || '%' or "${c}"::text like '%' || $2 || '%' limit 1`,
        [word, Buffer.from(word).toString("hex")],
      );
      if (rows.length > 0) found.push(`${t}.${c}`);
    }
    return found;
  });
}

const gives = defineTool({
  name: "seal.give",
  title: "Give",
  description: "Gives a text.",
  input: z.looseObject({}),
  output: z.looseObject({}),
  effect: "send",
  takes: {},
  gives: {},
  describe: () => "Give",
  run: async () => ({
    ok: true as const,
    output: { opens: "PREVIEW-CANARY", long: "x".repeat(300), ends: "OUTPUT-CANARY" } as Record<string, Json>,
  }),
});

async function played() {
  const world = testWorld({ tools: [gives] });
  const id = await world.start(
    {
      steps: [
        {
          id: "in",
          tool: "test.pass",
          params: { long: "y".repeat(300), secret: "PARAMS-CANARY", of: "{{ input.key }}" },
          when: "'WHEN-CANARY' != ''",
        },
        {
          id: "each",
          tool: "test.pass",
          forEach: "['ITEM-CANARY-1', 'ITEM-CANARY-2']",
          params: { long: "z".repeat(300), zz: "{{ item }}" },
        },
        { id: "out", tool: "seal.give", dependsOn: ["in", "each"], params: { long: "w".repeat(300), of: "{{ steps.in.secret }}" } },
      ],
      outputs: { all: "'RESULT-CANARY' + steps.out.ends" },
    },
    { input: { key: "INPUT-CANARY" } },
  );
  await world.settle();
  const events = await world.store.readAfter(scope, id, 0, 1_000);
  const asked = events.find((event) => event.type === "approval.requested");
  if (asked?.type !== "approval.requested") throw new Error("no approval");
  await settleApproval(world, {
    workspace: scope,
    actor: someone,
    id: asked.approvalId,
    command: { decision: "edit", payload: { edited: "EDIT-CANARY" }, payloadHash: asked.payloadHash },
  });
  await world.settle();
  const head = (await world.store.slice(scope, id, {}))?.execution.head;
  expect(head?.status).toBe("completed");
  return { world, id, events, head, asked };
}

test("parameters, conditions, items, inputs, edits, outputs and results stand sealed in every column of every table", async () => {
  const { world, id, head } = await played();
  // The scan does find what stands open.
  expect(await whereStands("A plan of 3 steps")).toEqual(["executions.state", "executions.title", "execution_events.event"].sort());
  for (const word of ["PARAMS-CANARY", "WHEN-CANARY", "ITEM-CANARY", "INPUT-CANARY", "EDIT-CANARY", "OUTPUT-CANARY", "RESULT-CANARY"])
    expect(await whereStands(word), word).toEqual([]);
  expect(await world.store.payload(scope, id, head?.result?.id ?? "")).toEqual({ all: "RESULT-CANARYOUTPUT-CANARY" });
});

test("a preview tells the shape of an output and nothing of what is in it", async () => {
  await played();
  expect(await whereStands("PREVIEW-CANARY")).toEqual([]);
  expect(previewOf({ results: [1, 2], text: "secret", "dana@example.com": 1, one: null })).toBe(
    "results: 2 items, text: 6 characters, one: nothing, 1 more",
  );
  expect([previewOf([]), previewOf("a"), previewOf(null), previewOf({}), previewOf(true)]).toEqual([
    "0 items",
    "1 character",
    "nothing",
    "nothing",
    "boolean",
  ]);
});

test("a sealed payload opens for its own workspace and execution alone, and a changed byte closes it", () => {
  const seal = sealWith("one secret");
  const at = { workspaceId: "ws_a", executionId: "exe_1" };
  const sealed = seal.seal(at, "text");
  expect(seal.open(at, sealed)).toBe("text");
  expect(seal.seal(at, "text").equals(sealed)).toBe(false);
  expect(() => seal.open({ ...at, workspaceId: "ws_b" }, sealed)).toThrow();
  expect(() => seal.open({ ...at, executionId: "exe_2" }, sealed)).toThrow();
  expect(() => sealWith("another secret").open(at, sealed)).toThrow();
  for (const place of [0, 12, 28]) {
    const changed = Buffer.from(sealed);
    changed[place] = (changed[place] ?? 0) ^ 1;
    expect(() => seal.open(at, changed)).toThrow();
  }
});

const stranger = { id: "ws_stranger" };

test("under another workspace's name every function finds nothing of an execution and changes nothing", async () => {
  const { world, id, events, head, asked } = await played();
  const { store } = world;
  const before = events.length;
  const [output] = events.flatMap((event) => (event.type === "step.completed" ? [event.output] : []));
  expect(
    await store.slice(stranger, id, { open: true, movable: true, steps: ["in"], edgesFrom: ["in"], approvals: [asked.approvalId] }),
  ).toBeNull();
  expect(await store.outputs(stranger, id, ["in", "out"])).toEqual(new Map());
  expect(
    await store.payloads(stranger, id, [output?.id ?? "", head?.plan?.ref.id ?? "", payloadOf(id, { key: "INPUT-CANARY" }).ref.id]),
  ).toEqual(new Map());
  expect(await store.readAfter(stranger, id, 0, 100)).toEqual([]);
  expect(await store.renew(stranger, id, "in", 1)).toMatchObject({ lost: true });
  expect(await controlExecution(world, { workspace: stranger, actor: someone, id, action: "cancel" })).toMatchObject({
    ok: false,
    refusal: { code: "not_found" },
  });
  expect(
    await settleApproval(world, {
      workspace: stranger,
      actor: someone,
      id: asked.approvalId,
      command: { decision: "approve", payloadHash: asked.payloadHash },
    }),
  ).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  const { rows } = await world.pool.query("select append($1, $2, $3, $4::json) as done", [
    stranger.id,
    id,
    head?.seq,
    JSON.stringify({ head: { ...head, state: head }, events: [] }),
  ]);
  expect(rows[0].done).toEqual({ conflict: true });
  expect((await store.readAfter(scope, id, 0, 1_000)).length).toBeGreaterThanOrEqual(before);
});

test("slices of several workspaces in one statement stay each in its own", async () => {
  const { world, id } = await played();
  const theirs = await world.start({ steps: [{ id: "in", tool: "test.pass" }] }, {}, stranger);
  const slices = await Promise.all([
    world.store.slice(scope, id, {}),
    world.store.slice(stranger, id, {}),
    world.store.slice(stranger, theirs, {}),
    world.store.slice(scope, theirs, {}),
    world.store.slice(scope, id, {}),
  ]);
  expect(slices.map((slice) => slice?.execution.head.id ?? null)).toEqual([id, null, theirs, null, id]);
});

test("with one workspace's setting no table shows a row of another, and without one none shows any", async () => {
  const { world } = await played();
  await world.start({ steps: [{ id: "in", tool: "test.pass" }] }, {}, stranger);
  const tables = await asOwner(async (client) =>
    (
      await client.query<{ t: string }>(
        "select table_name as t from information_schema.columns where table_schema = 'public' and column_name = 'workspace_id'",
      )
    ).rows.map(({ t }) => t),
  );
  expect(tables.length).toBeGreaterThan(10);
  for (const table of tables) {
    const strange = await withWorkspace(
      stranger.id,
      async (client) =>
        (await client.query(`select count(*)::int as n from public."${table}" where workspace_id <> $1`, [stranger.id])).rows[0].n,
    );
    expect(strange, table).toBe(0);
    expect((await world.pool.query(`select count(*)::int as n from public."${table}"`)).rows[0].n, table).toBe(0);
  }
  await expect(
    withWorkspace(stranger.id, (client) =>
      client.query("insert into payloads (workspace_id, id, execution_id, bytes, sealed) values ($1, 'p', 'e', 1, '')", [scope.id]),
    ),
  ).rejects.toThrow(/row-level security/);
});

test("what looks across workspaces tells ids and nothing else", async () => {
  const { world } = await played();
  const { rows } = await world.pool.query(
    "select row_to_json(o)::text as row from outbox_due(1000) o union all select row_to_json(s)::text from stuck_work(0, 1000) s",
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { row } of rows) expect(row).not.toMatch(/CANARY|Dana|A plan/);
});
