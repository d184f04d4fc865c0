import { afterAll, beforeAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { listAudit } from "#lib/tenancy/audit.postgres.ts";
import { addWorkspace } from "#lib/tenancy/tenancy.fixture.ts";
import { actAndTell } from "./act-and-tell.postgres.ts";
import { listFalsePositives, reportFalsePositive, reviewFalsePositive } from "./false-positives.ts";
import { sending } from "./tools.fixture.ts";
import { scope, someone, testWorld } from "./world.fixture.ts";

beforeAll(() => addWorkspace(scope.id));
afterAll(closePools);

test("a violation is reported once, is listed until somebody says what came of it, and another workspace sees nothing", async () => {
  const world = testWorld({ tools: [sending] });
  const deps = { ...world, actAndTell };
  const id = await world.start({ steps: [{ id: "s", tool: "post.send", params: { text: "Card 4111 1111 1111 1111" } }] });
  await world.settle();
  const violated = (await world.store.readAfter(scope, id, 0, 100)).find((event) => event.type === "guardrail.violated");
  const command = { executionId: id, seq: violated?.seq ?? 0, note: "It is the test card" };
  const who = { workspace: scope, actor: someone };
  expect(await reportFalsePositive(deps, { ...who, command })).toMatchObject({ ok: true, value: { state: "open", step: "s" } });
  await reportFalsePositive(deps, { ...who, command: { ...command, note: "again" } });
  expect(await listFalsePositives(deps, who)).toMatchObject([{ executionId: id, state: "open", note: "It is the test card" }]);
  expect(await reviewFalsePositive(deps, { ...who, command: { ...command, state: "upheld" } })).toMatchObject({ ok: true });
  expect(await listFalsePositives(deps, who)).toMatchObject([{ state: "upheld", reviewedBy: "Dana" }]);
  const told = (await listAudit(scope, { limit: 10, action: "guardrail" })).data.map(({ action }) => action).reverse();
  expect(told).toEqual(["guardrail.reported", "guardrail.reported", "guardrail.reviewed"]);

  const elsewhere = { workspace: { id: "ws_other" }, actor: someone };
  expect(await listFalsePositives(deps, elsewhere)).toEqual([]);
  expect(await reportFalsePositive(deps, { ...elsewhere, command })).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect(await reviewFalsePositive(deps, { ...elsewhere, command: { ...command, state: "corrected" } })).toMatchObject({ ok: false });
});

test("only a violation can be reported", async () => {
  const world = testWorld();
  const id = await world.start({ steps: [{ id: "s", tool: "test.pass" }] });
  const command = { executionId: id, seq: 1, note: "" };
  const refused = await reportFalsePositive({ ...world, actAndTell }, { workspace: scope, actor: someone, command });
  expect(refused).toMatchObject({ ok: false, refusal: { code: "not_found" } });
});
