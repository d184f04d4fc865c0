/** Addresses that no request of any kind may reach: what every feature that calls outside is held against. */
// biome-ignore format: a table
export const refusedUrls = [
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
