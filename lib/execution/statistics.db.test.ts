import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { closePools } from "#lib/db.ts";
import { defineTool } from "#lib/tools/tool.ts";
import { statisticsBy } from "./statistics.ts";
import { scope, testWorld } from "./world.fixture.ts";

const broken = defineTool({
  name: "test.broken",
  title: "Broken",
  description: "Never goes well.",
  input: z.object({}),
  output: z.object({}),
  effect: "read",
  takes: {},
  gives: {},
  describe: () => "Break",
  run: async () => ({ ok: false as const, kind: "final" as const, because: "it never does", code: "validation" }),
});

afterAll(closePools);

test("an estimate rests on what ran, tool by tool, and reads no more of a long history than of a short one", async () => {
  const world = testWorld({ tools: [broken] });
  const queries: string[] = [];
  const statistics = statisticsBy((of) => ({
    query: (text, values) => {
      queries.push(text);
      return world.sqlFor(of).query(text, values);
    },
  }));
  expect(await statistics(scope, ["test.pass"])).toEqual({});
  for (const size of [3, 400]) {
    await world.start({ steps: Array.from({ length: size }, (_, n) => ({ id: `s${n}`, tool: "test.pass" })) });
    await world.settle({ atOnce: 64 });
  }
  const known = await statistics(scope, ["test.pass", "no.such"]);
  expect(Object.keys(known)).toEqual(["test.pass"]);
  expect(known["test.pass"]?.runs).toBe(200);
  expect(known["test.pass"]?.p95Ms).toBeGreaterThanOrEqual(known["test.pass"]?.p50Ms ?? Number.POSITIVE_INFINITY);
  const plan = await world
    .sqlFor(scope)
    .query<{ "QUERY PLAN": [{ Plan: Node }] }>(`explain (analyze, format json) ${queries.at(-1)}`, [["test.pass"], 200]);
  // 3 of the short one, and at the most 200 of the other.
  expect(mostRows(plan[0]?.["QUERY PLAN"][0].Plan)).toBeLessThanOrEqual(203);
  await world.start({ steps: [{ id: "broken", tool: "test.broken" }] });
  await world.settle();
  expect(await statistics(scope, ["test.broken"])).toEqual({ "test.broken": { runs: 0, failed: 1, p50Ms: 0, p95Ms: 0 } });
});

type Node = { "Relation Name"?: string; "Actual Rows": number; "Actual Loops": number; Plans?: Node[] };

function mostRows(node: Node | undefined): number {
  if (!node) throw new Error("there is no plan");
  const own = node["Relation Name"] === "execution_steps" ? node["Actual Rows"] * node["Actual Loops"] : 0;
  return Math.max(own, ...(node.Plans ?? []).map(mostRows));
}
