import { expect, test } from "vitest";
import { createHub, type Place } from "./hub.ts";

type Read = { workspaceId: string; places: Place[]; limit: number };

function setting(length = 3) {
  const reads: Read[] = [];
  let act: (() => void) | undefined;
  let release: (() => void) | undefined;
  let held = false;
  const hub = createHub<{ seq: number }>({
    async readMany(workspaceId, places, limit) {
      reads.push({ workspaceId, places, limit });
      if (held) await new Promise<void>((resolve) => (release = resolve));
      return places.map(({ seq }) =>
        Array.from({ length }, (_, index) => ({ seq: index + 1 }))
          .filter((entry) => entry.seq > seq)
          .slice(0, limit),
      );
    },
    tick(next) {
      act = next;
      return () => {
        act = undefined;
      };
    },
  });
  return { hub, reads, tick: () => act?.(), isTicking: () => act !== undefined, hold: () => (held = true), release: () => release?.() };
}

test("readers that ask together are read together, and those at one place share their rows", async () => {
  const { hub, reads } = setting();
  const readers = [..."aabc"].map((executionId) => hub.reader({ workspaceId: "w", executionId }));
  const entries = await Promise.all(readers.map((reader) => reader.readAfter(1)));
  expect(entries.map((list) => list.map(({ seq }) => seq))).toEqual([
    [2, 3],
    [2, 3],
    [2, 3],
    [2, 3],
  ]);
  expect(reads).toHaveLength(1);
  expect(reads[0]?.places.map(({ executionId }) => executionId)).toEqual(["a", "b", "c"]);
});

test("one read never asks for two workspaces", async () => {
  const { hub, reads } = setting();
  await Promise.all(["w1", "w2"].map((workspaceId) => hub.reader({ workspaceId, executionId: "a" }).readAfter(0)));
  expect(reads.map(({ workspaceId, places }) => [workspaceId, places.every((place) => place.workspaceId === workspaceId)])).toEqual([
    ["w1", true],
    ["w2", true],
  ]);
});

test("what is appended while a read is under way wakes the wait that follows", async () => {
  const { hub, hold, release } = setting();
  hold();
  const reader = hub.reader({ workspaceId: "w", executionId: "a" });
  const read = reader.readAfter(3);
  await Promise.resolve();
  await Promise.resolve();
  hub.wake(["a"]);
  release();
  await read;
  expect(await reader.wait()).toBe(true);
});

test("a wait ends by a wake of its own execution, by the tick, or by leaving", async () => {
  const { hub, tick, isTicking } = setting();
  const reader = hub.reader({ workspaceId: "w", executionId: "a" });
  const states: string[] = [];
  const wait = async (name: string) => states.push(`${name} ${await reader.wait()}`);
  await reader.readAfter(3);

  const first = wait("woken");
  hub.wake(["b"]);
  await Promise.resolve();
  expect(states).toEqual([]);
  hub.wake(["a"]);
  await first;
  await reader.readAfter(3);

  const second = wait("ticked");
  tick();
  await second;
  await reader.readAfter(3);

  const third = wait("left");
  reader.leave();
  await third;
  expect(states).toEqual(["woken true", "ticked true", "left false"]);
  expect(isTicking()).toBe(false);
});

test("many readers share the rows of one read, and one with more to come does not wait", async () => {
  const { hub, reads } = setting(100);
  const readers = Array.from({ length: 100 }, (_, index) => hub.reader({ workspaceId: "w", executionId: `e${index}` }));
  const [first] = await Promise.all(readers.map((reader) => reader.readAfter(0)));
  expect(first).toHaveLength(20);
  expect(reads[0]?.limit).toBe(20);
  expect(await readers[0]?.wait()).toBe(true);
});

test("a read that fails fails its readers, and the next one is read again", async () => {
  let fails = true;
  const hub = createHub<{ seq: number }>({
    readMany: async (_workspace, places) => {
      if (fails) throw new Error("down");
      return places.map(() => [{ seq: 1 }]);
    },
    tick: () => () => {},
  });
  const reader = hub.reader({ workspaceId: "w", executionId: "a" });
  await expect(reader.readAfter(0)).rejects.toThrow("down");
  fails = false;
  expect(await reader.readAfter(0)).toEqual([{ seq: 1 }]);
});
