import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeAddress, judgeUrl } from "./egress.ts";
import { refusedUrls } from "./egress-targets.fixture.ts";

test.each(refusedUrls)("%s is refused", (url) => {
  expect(judgeUrl(url).allowed).toBe(false);
});

test.each([
  "http://example.com/",
  "https://example.com:8443/a?b=c#d",
  "http://8.8.8.8/",
  "https://1.1.1.1/",
  "http://172.15.255.255/",
  "http://172.32.0.1/",
  "http://192.167.1.1/",
  "http://11.0.0.1/",
  "http://100.63.255.255/",
  "http://100.128.0.1/",
  "http://[2606:4700:4700::1111]/",
  "http://[2a00:1450:4001:82f::200e]/",
  "https://localhost.example.com/",
  "https://xn--9dbne9b.example/",
  "https://תבואות.example/",
  "http://example.com:8080/",
])("%s is let through", (url) => {
  expect(judgeUrl(url)).toMatchObject({ allowed: true, exempt: false });
});

test("a listed host and port are let through although private, another port is not", () => {
  const allow = ["127.0.0.1:4010", "[::1]:4010", "Intranet:80"];
  for (const url of ["http://127.0.0.1:4010/x", "http://2130706433:4010/", "http://[::1]:4010/", "http://intranet/"])
    expect(judgeUrl(url, allow)).toMatchObject({ allowed: true, exempt: true });
  for (const url of ["http://127.0.0.1:4011/", "http://127.0.0.2:4010/", "https://intranet/", "ftp://intranet:80/"])
    expect(judgeUrl(url, allow).allowed).toBe(false);
});

test("an address with a zone, or none at all, is refused", () => {
  for (const address of ["fe80::1%eth0", "::1%lo", "", "localhost", "999.1.1.1", "not an address"]) {
    const { allowed } = judgeAddress(address);
    expect([address, allowed]).toEqual([address, false]);
  }
});

test("no IPv4 address wrapped in IPv6 gets through, public or private", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom("::ffff:", "::", "64:ff9b::", "::ffff:0:"), (inner, prefix) => {
      expect(judgeAddress(prefix + inner).allowed).toBe(false);
    }),
  );
});

test("any text is judged without throwing", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.ipV6(),
        fc.string().map((text) => `http://${text}/`),
      ),
      (text) => {
        expect(typeof judgeUrl(text, [text]).allowed).toBe("boolean");
        expect(typeof judgeAddress(text).allowed).toBe("boolean");
      },
    ),
  );
});
