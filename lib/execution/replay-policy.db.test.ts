import { afterAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { builtInPolicies } from "#lib/safety/guardrails/built-in.ts";
import { keptPolicies } from "#lib/safety/guardrails/kept.ts";
import { replayPolicy } from "./replay-policy.ts";
import { sending } from "./tools.fixture.ts";
import { scope, testWorld } from "./world.fixture.ts";

afterAll(closePools);

test("a draft says what it would have held and blocked of what really happened, with the way there, and changes nothing", async () => {
  const off = builtInPolicies.map((policy) => ({ ...policy, enabled: false }));
  const world = testWorld({ tools: [sending], policiesOf: async () => off });
  const texts = ["A flat, no children please", "A flat with a garden", "{{steps.read.text}}"];
  const read = { id: "read", tool: "test.pass", params: { text: "Words of a tool" } };
  const steps = texts.map((text, at) => ({ id: `s${at}`, tool: "post.send", params: { text }, dependsOn: ["read"] }));
  const id = await world.start({ steps: [read, ...steps] }, { autonomy: "run" });
  await world.settle();
  const before = (await world.store.readAfter(scope, id, 0, 1_000)).length;
  const deps = { ...world, policies: { list: async () => keptPolicies([]) } };
  const at = { workspace: scope, days: 7 };

  const housing = await replayPolicy(deps, { ...at, name: "fair-housing", change: {} });
  expect(housing).toMatchObject({
    ok: true,
    value: { actions: 3, blocked: 1, held: 0, erased: 0, found: [{ executionId: id, step: "s0", verdict: "block" }] },
  });
  const own = { type: "security", severity: "high", meaning: "Nothing from tools.", when: "action.tainted" };
  const tainted = await replayPolicy(deps, { ...at, name: "nothing-from-tools", change: own });
  expect(tainted).toMatchObject({ ok: true, value: { held: 1, blocked: 0, found: [{ step: "s2" }] } });

  expect(await replayPolicy(deps, { ...at, name: "broken-one", change: { ...own, when: "1 +" } })).toMatchObject({ ok: false });
  expect(await replayPolicy(deps, { ...at, workspace: { id: "ws_other" }, name: "fair-housing", change: {} })).toMatchObject({
    ok: true,
    value: { actions: 0 },
  });
  await world.sqlFor(scope).query("delete from payloads where execution_id = $1", [id]);
  expect(await replayPolicy(deps, { ...at, name: "fair-housing", change: {} })).toMatchObject({
    ok: true,
    value: { erased: 3, blocked: 0 },
  });
  expect((await world.store.readAfter(scope, id, 0, 1_000)).length).toBe(before);
});
