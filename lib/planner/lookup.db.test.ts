import { beforeAll, expect, test } from "vitest";
import { makeContacts, makeDocuments, makeWorkspace, sqlOf } from "#lib/tools/context.fixture.ts";
import { lookupIn } from "./lookup.postgres.ts";

const lookup = lookupIn(sqlOf("w1"));

beforeAll(async () => {
  await makeWorkspace("w1");
  await makeWorkspace("w2");
  await makeContacts("w1", [
    { id: "c1", name: "Nadav Oren", email: "nadav@zarhava.example", organisation: "Zarhava" },
    { id: "c2", name: "תמר גל", email: "tamar@kelmoor.example", organisation: "Kelmoor" },
    { id: "c3", name: "Tamar Stein", email: "stein@kelmoor.example", organisation: "Kelmoor" },
  ]);
  await makeContacts("w2", [{ id: "x1", name: "Nadav Secret", email: "secret@w2.example", organisation: "Hidden" }]);
  await makeDocuments("w1", [
    { id: "d1", title: "Plan", body: "…", tags: ["irrigation", "Zarhava"] },
    { id: "d2", title: "Notes", body: "…", tags: ["irrigation"] },
  ]);
});

test("a person is found by a part of the name, in the other script too, and nobody of another workspace", async () => {
  expect((await lookup.people("Nadav")).map(({ id, match }) => [id, match])).toEqual([["c1", "exact"]]);
  expect((await lookup.people("נדב")).filter(({ match }) => match === "exact").map(({ id }) => id)).toEqual(["c1"]);
  expect(
    (await lookup.people("Tamar"))
      .filter(({ match }) => match === "exact")
      .map(({ id }) => id)
      .sort(),
  ).toEqual(["c2", "c3"]);
});

test("a name that is only like one is near, not found", async () => {
  expect((await lookup.people("Nadaav Orren")).every(({ match }) => match === "near")).toBe(true);
});

test("organisations and topics are found in either script", async () => {
  const names = async (asked: string) => (await lookup.organisations(asked)).map(({ name }) => name);
  expect(await names("Zarhava")).toEqual(["Zarhava"]);
  expect(await names("זרהבה")).toEqual(["Zarhava"]);
  expect(await lookup.organisations("Hidden")).toEqual([]);
  expect((await lookup.topics(["irrigation"])).map(({ topic, count }) => [topic, count])).toEqual([["irrigation", 2]]);
  expect(await lookup.topics(["nothing"])).toEqual([]);
});

test("what is under way, what waits for people, and what was asked before in much the same words", async () => {
  const rows: [workspace: string, id: string, status: string, title: string][] = [
    ["w1", "e1", "completed", "Summarise the reports of the year"],
    ["w1", "e2", "failed", "Summarise the reports of the year, please"],
    ["w1", "e3", "running", "Set a meeting with Tamar"],
    ["w2", "e4", "running", "Summarise the reports of the year"],
  ];
  for (const [workspace, id, status, title] of rows)
    await sqlOf(workspace).query(
      `insert into executions (workspace_id, id, seq, status, title, trigger, requested_by, state, created_at, updated_at)
       values ($1, $2, 1, $3, $4, 'web', 'Dana', '{}', now() + $5 * interval '1 s', now())`,
      [workspace, id, status, title, Number(id.slice(1))],
    );
  expect(await lookup.workload?.("summarise the reports of the year")).toEqual({
    underWay: 1,
    openApprovals: 0,
    similar: [
      { id: "e2", title: "Summarise the reports of the year, please", status: "failed" },
      { id: "e1", title: "Summarise the reports of the year", status: "completed" },
    ],
  });
  expect((await lookup.workload?.("write a poem"))?.similar).toEqual([]);
  expect((await lookup.workload?.("!!!"))?.similar).toEqual([]);
});
