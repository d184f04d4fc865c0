// The first thing every npm script runs. Needs nothing but Node 20: installs what the lock file says when it changed,
// generates the database client when the schema changed, and hands over to the Node 24 that was installed.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const modules = join(root, "node_modules");
const vitest = ["node_modules/vitest/vitest.mjs", "run"];

const commands = {
  demo: ["scripts/demo.ts"],
  test: ["scripts/test.ts"],
  up: ["scripts/up.ts"],
  web: ["scripts/web.ts"],
  dev: ["scripts/dev.ts"],
  check: ["scripts/check.ts"],
  build: ["scripts/build.ts"],
  "test:unit": [...vitest, "--project", "unit"],
  "test:db": [...vitest, "--project", "db"],
  "test:security": ["scripts/security.ts"],
  e2e: ["scripts/e2e.ts"],
  screenshots: ["scripts/screenshots.ts"],
  bench: ["bench/run.ts"],
  chaos: ["scripts/chaos.ts"],
  executor: ["scripts/executor.ts"],
  cli: ["scripts/with-home.ts", "scripts/fermata.ts"],
  migrate: ["scripts/migrate.ts"],
  seed: ["scripts/with-home.ts", "prisma/seed.ts"],
};

const [name = "", ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) fail(`usage: node scripts/bootstrap.mjs ${Object.keys(commands).join("|")} [arguments]`);

await alone(async () => {
  await install();
  generate();
});
run(nodeToUse(), [...command, ...args]);

async function install() {
  const lock = readFileSync(join(root, "package-lock.json"));
  const wanted = hash(lock);
  const stamp = join(modules, ".fermata-lock");
  if (read(stamp) === wanted) return;
  if (!isInstalled(JSON.parse(lock))) {
    await withProgress(
      "installing packages (once, about a minute)",
      npm("ci", "--no-audit", "--no-fund", "--loglevel=error", "--include=dev", "--include=optional"),
    );
  }
  writeFileSync(stamp, wanted);
}

/** npm lists what it put on the disk when it has finished; every package of the lock in it needs no second install. */
function isInstalled({ packages }) {
  const there = JSON.parse(read(join(modules, ".package-lock.json")) ?? "{}").packages ?? {};
  return Object.entries(packages).every(
    ([path, { version, optional }]) => path === "" || (there[path] ? there[path].version === version : optional),
  );
}

function npm(...argv) {
  const cli = process.env.npm_execpath;
  const own = cli && /\.c?js$/.test(cli);
  return { file: own ? process.execPath : "npm", argv: own ? [cli, ...argv] : argv, shell: !own && process.platform === "win32" };
}

function generate() {
  const schema = join(root, "prisma", "schema.prisma");
  if (!existsSync(schema)) return;
  const wanted = hash(readFileSync(schema), readFileSync(join(modules, "prisma", "package.json")));
  const stamp = join(root, "prisma", "generated", ".schema");
  if (read(stamp) === wanted) return;
  const node = nodeToUse();
  // Generating needs no engine, yet Prisma downloads one unless some executable is named here.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: node, PRISMA_HIDE_UPDATE_MESSAGE: "1", NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(node, [join(modules, "prisma", "build", "index.js"), "generate"], {
    cwd: root,
    env,
    encoding: "utf8",
  });
  if (status !== 0) fail(`the database client could not be generated:\n${stdout}${stderr}`);
  writeFileSync(stamp, wanted);
}

function nodeToUse() {
  const own = [
    join(
      modules,
      `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`,
      "bin",
      process.platform === "win32" ? "node.exe" : "node",
    ),
    join(modules, ".bin", "node"),
  ];
  const found = own.find((path) => existsSync(path) && spawnSync(path, ["--version"]).status === 0);
  if (found) return found;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  fail(`Node ${process.versions.node} is too old here: install Node 24`);
}

function run(node, argv) {
  const script = argv[0];
  if (!existsSync(join(root, script))) fail(`${script} is not there`);
  const env = { ...process.env, PATH: [join(modules, ".bin"), process.env.PATH].join(delimiter), NODE_NO_WARNINGS: "1" };
  const child = spawn(node, argv, { cwd: root, env, stdio: "inherit" });
  child.on("error", (error) => fail(error.message));
  child.on("exit", (code, signal) => {
    if (signal) process.removeAllListeners(signal);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
  // Ctrl-C in a terminal reaches the child by itself; a signal sent to this process alone does not.
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm dies of a signal without passing it on, which shows as another parent.
  const parents = ancestors();
  setInterval(() => ancestors() !== parents && child.kill("SIGTERM"), 1_000).unref();
}

/** The parent, and npm above it where npm put a shell between. */
function ancestors() {
  const [, name = "", fields = ""] = /^\d+ \((.*)\) (.*)$/.exec(read(`/proc/${process.ppid}/stat`)?.trim() ?? "") ?? [];
  return /^(da|ba)?sh$/.test(name) && process.env.npm_lifecycle_event ? `${process.ppid} ${fields.split(" ")[1]}` : `${process.ppid}`;
}

/** Two commands started together on a fresh checkout must not install over each other. */
async function alone(work) {
  const lock = join(root, ".cache", "bootstrap.lock");
  mkdirSync(join(root, ".cache"), { recursive: true });
  for (let waited = 0; ; waited++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const holder = Number(read(lock));
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (holder ? !isAlive(holder) : age > 2_000) rmSync(lock, { force: true });
      else if (waited === 5) say("waiting for another command that is installing");
      await new Promise((done) => setTimeout(done, 200));
    }
  }
  const release = () => read(lock) === String(process.pid) && rmSync(lock, { force: true });
  process.once("exit", release);
  await work();
  release();
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function withProgress(what, { file, argv, shell }) {
  say(`${what} …`);
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1_000);
  const ticking = setInterval(() => say(`${what}: ${seconds()} s, ${countOf(modules)} packages`), 10_000);
  return new Promise((done) => {
    const child = spawn(file, argv, { cwd: root, shell, stdio: ["ignore", "pipe", "pipe"] });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => said.push(data));
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => child.kill(signal));
    child.on("error", (error) => fail(`npm cannot be started: ${error.message}`));
    child.on("close", (code) => {
      clearInterval(ticking);
      if (code !== 0) fail(`npm ci failed:\n${Buffer.concat(said).toString().trim()}`);
      say(`packages installed in ${seconds()} s`);
      done();
    });
  });
}

function countOf(folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce((sum, name) => {
    const path = join(folder, name);
    return sum + (name.startsWith("@") ? countOf(path) : Number(existsSync(join(path, "package.json"))));
  }, 0);
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function hash(...parts) {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest("hex");
}

// Progress goes to stderr: what a command prints on stdout is its answer.
function say(line) {
  process.stderr.write(`${line}\n`);
}

function fail(line) {
  say(`fermata: ${line}`);
  process.exit(1);
}
