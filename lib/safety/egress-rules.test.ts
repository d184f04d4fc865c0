import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { egressThrough } from "./egress.undici.ts";
import { type EgressRules, judgeByRules, noRules, patternFrom } from "./egress-rules.ts";

const judge = (address: string, rules: Partial<EgressRules>) =>
  judgeByRules(new URL(address), { ...noRules, ...rules }, "the workspace").allowed;

test.each([
  ["https://api.example.org/", ["api.example.org"], true],
  ["https://API.example.org./x", ["api.example.org"], true],
  ["https://a.b.example.org/", ["*.example.org"], true],
  ["https://example.org/", ["*.example.org"], false],
  ["https://evilexample.org/", ["*.example.org"], false],
  ["https://example.org.evil.test/", ["example.org", "*.example.org"], false],
  ["https://api.example.org:8443/", ["api.example.org:8443"], true],
  ["https://api.example.org/", ["api.example.org:8443"], false],
  ["https://api.example.org/", ["api.example.org:443"], true],
  ["https://xn--9dbne9b.example/", ["xn--9dbne9b.example"], true],
  ["https://api.example.org@evil.test/", ["api.example.org"], false],
])("with a list, %s of %j may be asked: %s", (address, only, isAllowed) => {
  expect(judge(address, { only })).toBe(isAllowed);
  expect(judge(address, { never: only })).toBe(!isAllowed);
});

test("without lists everything passes, and what is never asked is refused also where a list has it", () => {
  expect(judge("https://example.org/", {})).toBe(true);
  expect(judge("https://api.example.org/", { only: ["*.example.org"], never: ["api.example.org"] })).toBe(false);
});

test.each([
  ["Example.ORG", "example.org"],
  ["*.example.org:8443", "*.example.org:8443"],
  ["תבואות.example", "xn--4dbbmb5he.example"],
  ["2130706433", "127.0.0.1"],
  ["example.org.", "example.org"],
])("%s is kept as %s", (text, kept) => {
  expect(patternFrom(text)).toBe(kept);
});

test.each(["", "*", "*.", "a b", "https://a.example", "a.example/x", "a..b", "user@a.example", "*.*.example", "a.example:x"])(
  "“%s” is no pattern",
  (text) => {
    expect(patternFrom(text)).toBeUndefined();
  },
);

const open: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});
const serve = async (location?: string) => {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    response.writeHead(location === undefined ? 200 : 302, location === undefined ? {} : { location }).end();
  });
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
};

test("a workspace's lists narrow what the operator lets through, also after a redirect, and never widen it", async () => {
  const there = await serve();
  const first = await serve(`http://${there.host}/`);
  const rules: Record<string, EgressRules> = {
    narrow: { only: [first.host], never: [] },
    wide: { only: ["127.0.0.1", "169.254.169.254", "localhost"], never: [] },
  };
  const egress = egressThrough({ allow: [first.host, there.host], rulesOf: async (id) => rules[id] ?? noRules });
  expect(await egress({ url: `http://${first.host}/` })).toMatchObject({ ok: true });
  expect(await egress({ url: `http://${first.host}/`, workspace: "other" })).toMatchObject({ ok: true });
  const before = there.asked();
  expect(await egress({ url: `http://${first.host}/`, workspace: "narrow" })).toMatchObject({ ok: false, reason: "refused", sent: true });
  expect(await egress({ url: `http://${there.host}/`, workspace: "narrow" })).toMatchObject({ ok: false, reason: "refused", sent: false });
  expect(there.asked()).toBe(before);
  for (const url of ["http://127.0.0.1:9/", "http://169.254.169.254/latest/", "http://localhost:1/"])
    expect(await egress({ url, workspace: "wide" })).toMatchObject({ ok: false, reason: "refused", sent: false });
});

test("what the operator rules out no workspace lets back in", async () => {
  const there = await serve();
  const rulesOf = async () => ({ only: [there.host], never: [] });
  const egress = egressThrough({ allow: [there.host], rules: { only: [], never: ["127.0.0.1"] }, rulesOf });
  expect(await egress({ url: `http://${there.host}/`, workspace: "w" })).toMatchObject({
    ok: false,
    because: expect.stringContaining("operator"),
  });
  expect(there.asked()).toBe(0);
});
