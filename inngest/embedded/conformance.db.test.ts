import type { Inngest } from "inngest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { executorPool } from "#lib/db.ts";
import { cases, type Notes } from "./conformance.testing.ts";
import { atServer, endedOf, inProcess, overHttp, type World } from "./conformance-world.testing.ts";

/** The same functions by every way there is to run them: what the SDK's user sees must not tell which one it was. */
// biome-ignore lint/style/noProcessEnv: a setting of this suite alone
const server = process.env.CONFORMANCE_INNGEST_URL;
type Define = (inngest: Inngest) => ReturnType<(typeof cases)[number]["functions"]>;
const ways: { name: string; open(define: Define): Promise<World> }[] = [
  { name: "in process", open: (define) => inProcess(executorPool(), define) },
  { name: "in process, without checkpoints", open: (define) => inProcess(executorPool(), define, { checkpointing: false }) },
  { name: "over HTTP", open: (define) => overHttp(executorPool(), define) },
  ...(server ? [{ name: `at ${server}`, open: (define: Define) => atServer(server, define) }] : []),
];

const unnamed = "CONFORMANCE_INNGEST_URL names no server to compare with";
if (!server) process.stdout.write(`conformance: a real server is skipped, ${unnamed}\n`);
test.skipIf(Boolean(server))("the same at a real Inngest server", ({ skip }) => skip(unnamed));

describe.each(ways)("$name", ({ open }) => {
  let world: World;
  const notes = new Map<string, Notes>(cases.map(({ id }) => [id, []]));
  const notesOf = (id: string): Notes => notes.get(id) ?? [];

  beforeAll(async () => {
    world = await open((inngest) => cases.flatMap(({ id, functions }) => functions(inngest, notesOf(id))));
  });
  afterAll(() => world?.close());

  test.each(cases.map((one) => ({ ...one, title: `${one.holds} (conformance ${one.numbers.join(", ")})` })))(
    "$title",
    async ({ id, play }) => {
      await play({
        world,
        notes: notesOf(id),
        async send(data = {}, { name = `conf/${id}`, ...more } = {}) {
          const { ids } = await world.inngest.send({ name, data, ...more });
          return ids[0] ?? "";
        },
        async output(event, count = 1) {
          const [run] = await endedOf(world, event, count);
          expect(run?.status).toBe("Completed");
          return run?.output;
        },
      });
    },
    60_000,
  );
});
