import { afterAll, expect, test } from "vitest";
import { closePools } from "#lib/db.ts";
import { writeOffline } from "#lib/models/offline-text.ts";
import { textSummarise } from "#lib/tools/text-summarise.ts";
import { textWrite } from "#lib/tools/text-write.ts";
import { fold } from "./reduce.ts";
import { scope, testWorld } from "./world.fixture.ts";

afterAll(closePools);

const material = "Zarhava grew by 12 percent in December. The decision was to open a second office in Haifa.";

test("a tool that the product ships stands in for another of its capability, and what hangs on the step reads on", {
  timeout: 30_000,
}, async () => {
  const asked: string[] = [];
  const world = testWorld({
    tools: [textSummarise, textWrite],
    complete: async (ask) => {
      asked.push(ask.task);
      if (ask.task === "summarise") throw new Error("the model refuses to summarise");
      return writeOffline(ask);
    },
  });
  const id = await world.start({
    steps: [
      { id: "sum", tool: "text.summarise", params: { sources: material, focus: "growth", maxWords: 60 } },
      { id: "after", tool: "test.pass", dependsOn: ["sum"], params: { text: "{{ steps.sum.text }}", of: "{{ steps.sum.sources }}" } },
    ],
  });
  await world.settle();
  const events = await world.store.readAfter(scope, id, 0, 1_000);
  const state = fold(null, events);
  expect(state?.head.status).toBe("completed");
  expect(events.filter(({ type }) => type === "recovery.chosen")).toMatchObject([
    { rung: "another component", kind: "component-replacement", from: "capability", tool: "text.write" },
  ]);
  expect(state?.steps["sum"]?.recovery?.tried.at(-1)).toMatchObject({ name: "another component", outcome: "recovered" });
  expect(asked).toEqual(["summarise", "write"]);
  const outputs = await world.store.outputs(scope, id, ["after"]);
  expect(outputs.get("after")).toMatchObject({ of: 1, text: expect.stringContaining("Zarhava") });
});
