import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeAddress, judgeUrl } from "./egress.ts";

// biome-ignore format: a table
const refusedUrls = [
  // loopback, in every notation that browsers read
  "http://127.0.0.1/", "http://127.0.0.1:8080/a", "http://127.1/", "http://127.0.1/", "http://2130706433/", "http://017700000001/", "http://0x7f000001/", "http://0x7f.0x0.0x0.0x1/",
  "http://0177.0.0.1/", "http://0177.0.0.01/", "http://127.0.0.1./", "http://127.255.255.254/", "http://①②⑦.⓪.⓪.①/", "http://１２７.０.０.１/", "http://127。0。0。1/", "http://%31%32%37.0.0.1/",
  "http://0/", "http://0.0.0.0/", "http://0.1.2.3/", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[0000::0001]:80/", "http://[::]/",
  // private
  "http://10.0.0.1/", "http://10.255.255.255/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.0.1/", "http://192.168.255.255/", "http://0xc0a80001/", "http://3232235521/", "http://0xa.1/", "http://012.1.2.3/",
  // metadata and link-local
  "http://169.254.169.254/latest/meta-data/", "http://169.254.170.2/", "http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/", "http://0xA9.254.0251.254/", "http://[fd00:ec2::254]/",
  "http://[fe80::a9fe:a9fe]/", "http://168.63.129.16/", "http://100.100.100.200/", "http://192.0.0.192/", "http://metadata.google.internal/", "http://METADATA.google.internal./",
  // shared, multicast, reserved, documentation
  "http://100.64.0.1/", "http://100.127.255.255/", "http://224.0.0.1/", "http://239.255.255.250/", "http://240.0.0.1/", "http://255.255.255.255/", "http://198.18.0.1/", "http://198.19.255.255/",
  "http://192.0.2.1/", "http://198.51.100.1/", "http://203.0.113.1/", "http://192.88.99.1/",
  // IPv6: local, multicast, special
  "http://[fe80::1]/", "http://[febf::1]/", "http://[fc00::1]/", "http://[fdff::1]/", "http://[fec0::1]/", "http://[ff02::1]/", "http://[2001:db8::1]/", "http://[100::1]/", "http://[3fff::1]/", "http://[4000::1]/",
  "http://[2001:2::1]/", "http://[2001:10::1]/",
  // IPv4 inside IPv6
  "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:a9fe:a9fe]/", "http://[::ffff:8.8.8.8]/", "http://[::127.0.0.1]/", "http://[::a00:1]/", "http://[64:ff9b::127.0.0.1]/", "http://[64:ff9b::808:808]/",
  "http://[64:ff9b:1::a00:1]/", "http://[2002:7f00:1::]/", "http://[2002:a9fe:a9fe::1]/", "http://[2001:0:7f00:1::]/", "http://[::ffff:0:127.0.0.1]/", "http://[2600:1f00::5efe:a00:1]/", "http://[2600:1f00::200:5efe:7f00:1]/",
  // names of the private network
  "http://localhost/", "http://LOCALHOST:3000/", "http://localhost./", "http://a.localhost/", "http://db.local/", "http://jenkins.internal/", "http://router.lan/", "http://intranet/", "http://postgres:80/", "http://kubernetes.default.svc.cluster.local/",
  // not the web, or not only an address
  "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "data:text/plain,hi", "javascript:alert(1)", "ws://example.com/", "//example.com", "example.com", "", "http://", "http://user:pw@example.com/", "http://example.com@127.0.0.1/", "http://127.0.0.1#@example.com/",
  // ports of other protocols
  "http://example.com:25/", "http://example.com:22/", "http://example.com:6379/", "https://example.com:5432/",
];

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
