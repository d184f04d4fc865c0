import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import type { Json } from "#lib/kernel/json.ts";
import { writeOffline } from "#lib/models/offline-text.ts";
import { egressThrough } from "#lib/safety/egress.undici.ts";
import { shippedTools } from "#lib/tools/registry.ts";
import { expectLegal } from "./legal.fixture.ts";
import { settleApproval } from "./settle-approval.ts";
import { isHeld, isOver } from "./state.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

afterAll(closePools);

const sources = "Zarhava grew by 12 percent in December.";
const each = 5;

/** Every tool that ships, as a plan calls it; the `n`th call of a kind is about something of its own. */
const calls: Record<string, (n: number, host: string) => Record<string, Json>> = {
  "documents.search": () => ({ query: "Zarhava" }),
  "documents.read": () => ({ id: "doc_1" }),
  "contacts.search": () => ({ name: "Dana" }),
  "calendar.search": () => ({ query: "Review" }),
  "calendar.create": (n) => ({ title: `Review ${n}`, start: `2031-03-0${n + 1}T09:00` }),
  "text.summarise": () => ({ sources }),
  "text.write": () => ({ sources }),
  "report.status": () => ({}),
  "message.send": (n) => ({ to: `person${n}@example.test`, subject: "Report", body: "Hello", channel: "chat" }),
  "http.request": (n, host) => ({ url: `http://${host}/`, method: "POST", body: { n }, confirm: { url: `http://${host}/asked` } }),
  "flow.wait": () => ({ minutes: 0 }),
  "flow.pass": () => ({ value: 1 }),
  "flow.reconcile": () => ({
    sources: [
      { name: "one", value: 1 },
      { name: "other", value: 1 },
    ],
  }),
  "context.get": () => ({ key: "known" }),
  "context.set": (n) => ({ key: "known", value: n }),
};

test("whatever tool a step calls, lost connections to the database cost no step and double nothing, asked or not", {
  timeout: 180_000,
}, async () => {
  let posted = 0;
  const far = createServer((request, response) => {
    posted += Number(request.method === "POST");
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((ready) => far.listen(0, "127.0.0.1", ready));
  const host = `127.0.0.1:${(far.address() as AddressInfo).port}`;
  const tools = shippedTools({ egress: egressThrough({ allow: [host] }), executionsBetween: async () => [] });
  // A tool that is added is tried here too.
  expect(Object.keys(calls).sort()).toEqual(
    tools
      .all()
      .map(({ name }) => name)
      .sort(),
  );
  const world = testWorld({ tools: tools.all(), complete: async (ask) => writeOffline(ask) });
  const sql = world.sqlFor(scope);
  await sql.query("insert into workspaces (id, name) values ($1, 'Test') on conflict do nothing", [scope.id]).catch(() => {});
  await sql.query(
    "insert into documents (workspace_id, id, title, body, happened_on, tags) values ($1, 'doc_1', 'Zarhava', 'It grew.', '2026-01-01', '{}')",
    [scope.id],
  );
  const started = new Map<string, { tool: string; asks: boolean }>();
  for (const [tool, params] of Object.entries(calls))
    for (let n = 0; n < each; n++) {
      // One of each kind asks a person with a form: the decision meets lost connections too.
      const asks = n === 0;
      const form = { type: "object" as const, properties: { yes: { type: "boolean" as const } }, required: ["yes"] };
      const step = { id: "call", tool, params: params(n, host), dependsOn: ["before"], ...(asks && { form }) };
      const steps = [{ id: "before", tool: "test.pass" }, step, { id: "after", tool: "test.pass", dependsOn: ["call"] }];
      started.set(await world.start({ steps } as never, { autonomy: "run" }), { tool, asks });
    }

  const owner = new pg.Client({ connectionString: env().DATABASE_URL });
  await owner.connect();
  let lost = 0;
  const cutting = setInterval(() => {
    owner
      .query(
        `select count(pg_terminate_backend(pid))::int as n from
           (select pid from pg_stat_activity where datname = current_database() and usename = 'fermata_app' order by random() limit 2) few`,
      )
      .then(
        ({ rows }) => {
          lost += rows[0].n;
        },
        () => {},
      );
  }, 400);
  const ended = new Map<string, ReturnType<typeof expectLegal>>();
  for (const began = Date.now(); Date.now() - began < 120_000 && ended.size < started.size; ) {
    await world.settle({ atOnce: 8 });
    for (const id of started.keys()) {
      if (ended.has(id)) continue;
      const slice = await world.store.slice(scope, id, {});
      const { head } = slice?.execution ?? {};
      if (!head) continue;
      if (isHeld(head)) {
        const { approvals } = expectLegal(await world.store.readAfter(scope, id, 0, 1_000));
        const open = Object.values(approvals).find(({ status }) => status === "open");
        if (open?.form && open.kind === "step")
          // Who got no answer asks again.
          await settleApproval(
            { ...world, executionOfApproval: async () => id },
            {
              workspace: scope,
              actor: someone,
              id: open.id,
              command: { decision: "approve", payloadHash: open.payloadHash, form: { hash: open.form.hash, values: { yes: true } } },
            },
          ).catch(() => {});
        else ended.set(id, expectLegal(await world.store.readAfter(scope, id, 0, 1_000)));
      }
      if (isOver(head.status)) ended.set(id, expectLegal(await world.store.readAfter(scope, id, 0, 1_000)));
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  clearInterval(cutting);
  await owner.end();
  await new Promise((closed) => far.close(closed));

  const missed = [...started].flatMap(([id, { tool }]) => {
    const { head, steps } = ended.get(id) ?? {};
    return head?.status === "completed" ? [] : [`${tool}: ${head?.status} ${JSON.stringify(steps?.["call"]).slice(-300)}`];
  });
  const times = [...ended]
    .filter(([id]) => !started.get(id)?.asks)
    .map(([, { head }]) => Date.parse(head.endedAt ?? "") - Date.parse(head.startedAt ?? ""))
    .sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)] ?? Number.POSITIVE_INFINITY;
  const share = 1 - missed.length / started.size;
  process.stdout.write(
    `${started.size} calls of ${Object.keys(calls).length} tools and ${lost} lost connections: ${(share * 100).toFixed(1)}% recovered, p95 ${(p95 / 1_000).toFixed(1)} s ${missed.join("; ")}\n`,
  );
  // A quick machine is done after a few cuts.
  expect(lost).toBeGreaterThan(3);
  expect(share).toBeGreaterThanOrEqual(0.98);
  expect(p95).toBeLessThan(30_000);
  // Written once each, whatever was lost on the way.
  const [kept] = await sql.query<{ meetings: number; messages: number }>(
    "select (select count(*)::int from calendar_events where title like 'Review %') as meetings, (select count(*)::int from messages) as messages",
  );
  expect(kept).toEqual({ meetings: each, messages: each });
  expect(posted).toBe(each);
});
