import { describe, expect, test } from "vitest";
import type { Json } from "#lib/kernel/json.ts";
import { type StandingRule, standingFor } from "./standing.ts";

const rule = (more: Partial<StandingRule> = {}): StandingRule => ({
  id: "sta_1",
  tool: "message.send",
  recipients: [],
  hosts: [],
  until: "2026-02-01T00:00:00.000Z",
  because: "",
  by: { id: "usr_1", name: "Rina" },
  ...more,
});
const goes = (given: StandingRule, params: Json, more: Partial<Parameters<typeof standingFor>[1]> = {}): boolean =>
  standingFor([given], { tool: "message.send", effect: "send", count: 1, params, at: "2026-01-15T00:00:00.000Z", ...more }) !== undefined;

describe("a standing approval for recipients", () => {
  const board = rule({ recipients: ["@board.test", "dana@example.test"] });
  test.each([
    ["an address of the domain", { to: "a@board.test" }],
    ["an address in other letters", { to: "A@Board.TEST" }],
    ["a contact with a name", { to: [{ name: "Dana", email: "dana@example.test" }] }],
    ["an address in angles", { to: "Dana <dana@example.test>" }],
  ])("lets %s go", (_what, params) => expect(goes(board, params)).toBe(true));

  test.each([
    ["nobody", { to: [] }],
    ["somebody else", { to: "x@elsewhere.test" }],
    ["somebody else among them", { to: ["a@board.test", "x@elsewhere.test"] }],
    ["somebody else in copy", { to: "a@board.test", cc: { list: ["x@elsewhere.test"] } }],
    ["a domain that only ends alike", { to: "a@notboard.test" }],
    ["a domain within another", { to: "a@board.test.elsewhere.test" }],
    ["a name without an address", { to: [{ name: "Dana" }] }],
  ])("asks about %s", (_what, params) => expect(goes(board, params)).toBe(false));

  test("asks when more are reached than it can read", () => {
    expect(goes(board, { to: ["a@board.test", { contact: "con_1" }] }, { count: 2 })).toBe(false);
    expect(goes(board, { to: ["a@board.test", "b@board.test"] }, { count: 2 })).toBe(true);
  });
});

describe("a standing approval for hosts", () => {
  const api = rule({ hosts: ["api.example.test"] });
  test.each([
    ["the host", { url: "https://api.example.test/a?b" }],
    ["the host in other letters and with a port", { url: "HTTPS://API.example.test:8443/" }],
  ])("lets %s go", (_what, params) => expect(goes(api, params)).toBe(true));

  test.each([
    ["another host", { url: "https://elsewhere.test/" }],
    ["a host that begins alike", { url: "https://api.example.test.elsewhere.test/" }],
    ["a name before the host", { url: "https://api.example.test@elsewhere.test/" }],
    ["an address with a tab, which a call leaves out", { url: "https://api.example.test\t.elsewhere.test/" }],
    ["an address with a line break", { url: "https://api.example.test\n.elsewhere.test/" }],
    ["backslashes", { url: "https:\\\\elsewhere.test\\api.example.test" }],
    ["another host beside it", { url: "https://api.example.test/", confirm: { url: "http://elsewhere.test/" } }],
    ["no host at all", { url: "api.example.test" }],
  ])("asks about %s", (_what, params) => expect(goes(api, params)).toBe(false));
});

test("without a scope it lets one at a time go, and no bulk", () => {
  expect(goes(rule(), { to: "anybody@example.test" })).toBe(true);
  expect(goes(rule(), { to: ["a@x.test", "b@x.test"] }, { count: 2 })).toBe(false);
});

test.each([
  ["another tool", { tool: "http.request" }],
  ["what spends", { effect: "spend" as const }],
  ["what deletes", { effect: "delete" as const }],
  ["its end", { at: "2026-02-01T00:00:00.000Z" }],
])("it does not reach %s", (_what, more) => expect(goes(rule(), { to: "a@x.test" }, more)).toBe(false));
