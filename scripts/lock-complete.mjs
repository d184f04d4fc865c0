// npm leaves optional packages of other platforms out of the lock when the registry at hand lacks them, and `npm ci`
// then refuses that lock. This adds the missing entries, so that one lock serves every machine. `--check` only looks.
import { readFileSync, writeFileSync } from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const packages = lock.packages;
const added = [];

for (const [folder, entry] of Object.entries({ ...packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isPresent(folder, name) || !/^\d+\.\d+\.\d+/.test(version)) continue;
    packages[`node_modules/${name}`] = { version, ...(entry.dev && { dev: true }), ...platformOf(name), optional: true };
    added.push(name);
  }
}

if (added.length > 0 && !process.argv.includes("--check")) {
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(
  added.length === 0 ? "package-lock.json is complete" : `${process.argv.includes("--check") ? "missing" : "added"} ${added.join(", ")}`,
);
if (added.length > 0 && process.argv.includes("--check")) process.exitCode = 1;

/** Found as Node would: in the folder's own node_modules, or in one above it. */
function isPresent(folder, name) {
  for (let from = folder; ; from = from.slice(0, Math.max(0, from.lastIndexOf("node_modules") - 1))) {
    if (packages[`${from ? `${from}/` : ""}node_modules/${name}`]) return true;
    if (from === "") return false;
  }
}

function platformOf(name) {
  const words = name.split(/[/@-]/);
  const os = {
    darwin: "darwin",
    macos: "darwin",
    linux: "linux",
    linuxmusl: "linux",
    win32: "win32",
    windows: "win32",
    win: "win32",
    freebsd: "freebsd",
    android: "android",
    openbsd: "openbsd",
    netbsd: "netbsd",
    sunos: "sunos",
    aix: "aix",
    openharmony: "openharmony",
  };
  const cpu = {
    x64: "x64",
    amd64: "x64",
    arm64: "arm64",
    arm: "arm",
    ia32: "ia32",
    ppc64: "ppc64",
    ppc64le: "ppc64",
    s390x: "s390x",
    riscv64: "riscv64",
    loong64: "loong64",
    wasm32: "wasm32",
    mips64el: "mips64el",
  };
  const found = (table) => words.map((word) => table[word]).find(Boolean);
  return { ...(found(cpu) && { cpu: [found(cpu)] }), ...(found(os) && { os: [found(os)] }), ...(/musl/.test(name) && { libc: ["musl"] }) };
}
