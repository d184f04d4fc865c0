import { expect, test } from "vitest";
import { faultsOf, isSecretHeader, openedOf, originFrom } from "./connections.ts";

test.each([
  ["api.example.org", "https://api.example.org"],
  ["https://API.example.org/", "https://api.example.org"],
  ["api.example.org:8443", "https://api.example.org:8443"],
  ["http://127.0.0.1:4010", "http://127.0.0.1:4010"],
])("%s is the host %s", (text, origin) => {
  expect(originFrom(text)).toBe(origin);
});

test.each([
  "",
  "https://a.example/path",
  "a.example?x=1",
  "a.example#x",
  "a.example?",
  "https://me:pw@a.example",
  "ftp://a.example",
  "a b",
])("“%s” is no host alone", (text) => {
  expect(originFrom(text)).toBeUndefined();
});

test("what is missing, too short to be hidden, foreign or unfit for a header is named, and never repeated", () => {
  const paths = (...given: Parameters<typeof faultsOf>) => faultsOf(...given).map(({ path }) => path);
  expect(paths("bearer", { token: "abcdefgh" })).toEqual([]);
  expect(paths("basic", { username: "d", password: "söße-pass" })).toEqual([]);
  expect(paths("bearer", {})).toEqual(["secret.token"]);
  expect(paths("bearer", { token: "short" })).toEqual(["secret.token"]);
  expect(paths("bearer", { token: "abcdefgh\r\nx-evil: 1" })).toEqual(["secret.token"]);
  expect(paths("header", { token: "abcdefgh" })).toEqual(["secret.token", "secret.value"]);
  expect(paths("basic", { username: "a:b", password: "long enough" })).toEqual(["secret.username"]);
  expect(JSON.stringify(faultsOf("bearer", { token: "שלום-abcdef" }))).not.toContain("abcdef");
});

test("a name and password of any letters are sent as UTF-8", () => {
  const { headers, hidden } = openedOf(
    { kind: "basic", origin: "https://a.example", header: null },
    { username: "דנה", password: "סוד-גדול" },
  );
  const [, pair = ""] = /^Basic (.+)$/.exec(headers["authorization"] ?? "") ?? [];
  expect(Buffer.from(pair, "base64").toString("utf8")).toBe("דנה:סוד-גדול");
  expect(hidden).toContain("סוד-גדול");
});

test("a header that frames the request carries no secret", () => {
  for (const name of ["host", "Content-Length", "transfer-encoding", "x y", "", "x\r\ny"])
    expect([name, isSecretHeader(name)]).toEqual([name, false]);
  for (const name of ["x-api-key", "Authorization", "cookie"]) expect(isSecretHeader(name)).toBe(true);
});
