import { expect, test } from "vitest";
import { Compensation, undoOf } from "./http-undo.ts";

const keys = { key: "k 1", undo: "u1" };
const call = {
  url: "https://shop.example/orders?x=1",
  method: "POST",
  headers: { "x-team": "a", "content-type": "text/csv" },
  body: { n: 3 },
};
const answer = { status: 201, headers: { location: "/orders/7" }, body: { id: 7, lines: [{ id: "l/1" }] } };
const undo = (compensation: object, input: object = {}) =>
  undoOf({ input: { ...call, ...input, compensation: Compensation.parse(compensation) }, output: answer, ...keys });

test.each([
  [{ url: "https://shop.example/orders/{output.body.id}" }, "https://shop.example/orders/7"],
  [{ url: "https://shop.example/lines/{output.body.lines.0.id}" }, "https://shop.example/lines/l%2F1"],
  [{ url: "https://shop.example/by?key={key}&undo={undo}" }, "https://shop.example/by?key=k%201&undo=u1"],
  [{ url: "{output.headers.location}" }, "https://shop.example/orders/7"],
])("%j goes to %s", (compensation, url) => {
  expect(undo(compensation)).toMatchObject({ tool: "http.request", params: { url, method: "DELETE" } });
});

test("a body takes values as they are, and texts within texts", () => {
  expect(
    undo({
      method: "post",
      url: "https://shop.example/back",
      body: { of: "{output.body.id}", all: ["{input.body}"], note: "order {output.body.id}" },
    }),
  ).toMatchObject({
    params: { method: "POST", body: { of: 7, all: [{ n: 3 }], note: "order 7" } },
  });
});

test("what let the call in goes along to its own host, and to no other", () => {
  const own = undo({ url: "https://shop.example/o" }, { connection: "Shop" });
  expect(own).toMatchObject({ params: { connection: "Shop", headers: { "x-team": "a" } } });
  const other = undo({ url: "https://other.example/o" }, { connection: "Shop" }) as { params: object };
  expect(Object.keys(other.params)).toEqual(["url", "method"]);
});

test.each([
  [{ url: "https://shop.example/{output.body.nothing}" }, {}, /output\.body\.nothing is needed/],
  [{ url: "https://shop.example/{output.body}" }, {}, /is no single value/],
  [{ url: "{output.headers.location}" }, { url: "https://[bad" }, /is no address/],
])("%j cannot be made, and says why", (compensation, input, says) => {
  expect(undo(compensation, input)).toMatchObject({ because: expect.stringMatching(says) });
});

test("an answer never chooses the host", () => {
  const made = undoOf({
    input: { ...call, compensation: Compensation.parse({ url: "{output.headers.location}" }) },
    output: { headers: { location: "https://evil.example/x" } },
    ...keys,
  });
  expect(made).toMatchObject({ because: expect.stringContaining("leads to another host") });
  for (const url of [
    "https://{output.body.host}/x",
    "https://shop.example{output.body.rest}/x",
    "ftp://x/{key}",
    "/orders/{output.body.id}",
    "{other.body}",
  ])
    expect(Compensation.safeParse({ url }).success, url).toBe(false);
  expect(Compensation.safeParse({ url: "https://shop.example/x", method: "GET" }).success).toBe(false);
});
