import { expect, test } from "vitest";
import { currentOrigin, within } from "./origin.node.ts";
import { addressOf, noOrigin, originOf } from "./origin.ts";

test("the address is what the nearest proxy saw, whatever the caller wrote before it", () => {
  expect(addressOf(new Headers({ "x-forwarded-for": "10.0.0.1, 203.0.113.9" }))).toBe("203.0.113.9");
});

test("what a stranger's browser calls itself is kept short and printable", () => {
  const { agent } = originOf(new Headers({ "user-agent": `a\u00e9${"x".repeat(1_000)}` }), "req_1");
  expect(agent).toHaveLength(300);
  expect(agent.startsWith("a?")).toBe(true);
});

test("each request's work has its own origin, and outside of requests there is none", async () => {
  const origin = (address: string) => ({ address, agent: "", requestId: "" });
  const seen = await Promise.all(
    ["a", "b"].map((address) =>
      within(origin(address), async () => {
        await Promise.resolve();
        return currentOrigin().address;
      }),
    ),
  );
  expect(seen).toEqual(["a", "b"]);
  expect(currentOrigin()).toBe(noOrigin);
});
