import { describe, expect, test } from "vitest";
import { contradictions, doubleBooked, merged, rankOf, resolveConflict, type Side } from "./conflict.ts";

const side = (value: Side["value"], who = "step:a", rank = rankOf(who)): Side => ({ value, who, rank });

describe("two that want different things of the same", () => {
  const [there, coming] = [side({ price: 5, to: ["a"] }), side({ price: 6, to: ["b"] }, "step:b")];
  test("last-write: the later one counts", () => {
    expect(resolveConflict("last-write", there, coming)).toEqual({ do: "write", value: coming.value, how: "written" });
  });
  test("priority: whose word weighs more, whichever comes later; where neither does, a person says", () => {
    expect(resolveConflict("priority", side(1, "planner:offline"), side(2))).toMatchObject({ do: "write", value: 2 });
    expect(resolveConflict("priority", side(1, "Dana"), side(2))).toEqual({
      do: "keep",
      because: "Dana and step:a disagree, and the word of Dana weighs more",
    });
    expect(resolveConflict("priority", there, coming)).toMatchObject({ do: "ask", because: expect.stringContaining("about price") });
  });
  test("merge: both, where they do not contradict each other; else a person says, about what", () => {
    expect(resolveConflict("merge", side({ a: 1, to: ["x"] }), side({ b: 2, to: ["x", "y"] }))).toEqual({
      do: "write",
      value: { a: 1, b: 2, to: ["x", "y"] },
      how: "merged",
    });
    expect(resolveConflict("merge", there, coming)).toMatchObject({ do: "ask", because: "step:a and step:b disagree about price" });
  });
  test("ask: a person says", () => {
    expect(resolveConflict("ask", there, coming)).toMatchObject({ do: "ask" });
  });
  test("what agrees is no conflict, whatever the policy", () => {
    for (const policy of ["last-write", "priority", "merge", "ask"] as const)
      expect(resolveConflict(policy, side({ a: 1, b: 2 }), side({ b: 2, a: 1 }, "step:b"))).toMatchObject({ do: "write" });
  });
});

test("contradictory outputs are named by their places, and what only one of them says is none", () => {
  expect(contradictions({ a: { price: 1, name: "x" }, only: 1 }, { a: { price: 2, name: "x" }, other: 2 })).toEqual(["a.price"]);
  expect(contradictions({ a: 1 }, { a: { deep: 1 } })).toEqual(["a"]);
  expect(merged({ a: 1 }, { a: 1, b: [1] })).toEqual({ a: 1, b: [1] });
});

test("two meetings at one time are a double booking by the people or the room that they share", () => {
  const at = (from: number, to: number, people: string[], room = "") => ({
    title: "m",
    start: new Date(from * 60_000),
    end: new Date(to * 60_000),
    people,
    room,
  });
  expect(doubleBooked(at(0, 60, ["dana@x.example"]), at(30, 90, ["DANA@x.example", "noa@x.example"]))).toEqual(["dana@x.example"]);
  expect(doubleBooked(at(0, 60, ["a"], "Room 1"), at(0, 60, ["b"], " room 1"))).toEqual(["Room 1"]);
  expect(doubleBooked(at(0, 60, ["a"], "Room 1"), at(60, 90, ["a"], "Room 1"))).toEqual([]);
  expect(doubleBooked(at(0, 60, ["a"]), at(0, 60, ["b"]))).toEqual([]);
});
