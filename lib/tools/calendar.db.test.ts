import { beforeEach, expect, test } from "vitest";
import { withWorkspace } from "#lib/db.ts";
import { calendarCreate } from "./calendar-create.ts";
import { calendarSearch } from "./calendar-search.ts";
import { call, contextOf, makeContacts, makeWorkspace, outputOf, sqlOf } from "./context.fixture.ts";
import { relativeLink } from "./links.ts";

const create = calendarCreate({ linkTo: relativeLink, mailFrom: "office@demo.example" });
const search = calendarSearch(relativeLink);

type Meeting = {
  id: string;
  link: string;
  start: string;
  end: string;
  title: string;
  attendees: { name: string; email: string }[];
  ics: string;
};
const key = (name: string) => ({ idempotencyKey: name });
const zohar = { id: "c1", name: "Zohar Peled", email: "zohar@example.com", match: "part", ambiguous: false, asked: "Zohar" };

let workspace = "";
let made = 0;
beforeEach(async () => {
  workspace = `w${++made}`;
  await makeWorkspace(workspace, { name: "Sadot" });
});
const count = async (table: "calendar_events" | "messages" | "threads") =>
  (await sqlOf(workspace).query<{ count: number }>(`select count(*)::int as count from ${table}`))[0]?.count;
const take = (start: string, minutes: number, title = "Taken", status = "confirmed") =>
  sqlOf(workspace).query(
    "insert into calendar_events (workspace_id, id, title, starts_at, ends_at, status) values ($1, $2, $3, $4::timestamptz, $4::timestamptz + make_interval(mins => $5), $6)",
    [workspace, `e${Math.random()}`, title, start, minutes, status],
  );

test("a meeting takes the next free working time, stands in the calendar, and its invitation in the outbox", async () => {
  await take("2026-01-07T09:00:00Z", 60); // 11:00 in Jerusalem; now is 10:00
  const meeting = await outputOf<Meeting>(
    create,
    { title: "Zarhava", attendees: [zohar], start: "auto", description: "Agenda" },
    workspace,
  );
  expect(meeting).toMatchObject({
    start: "2026-01-07T10:00:00.000Z",
    end: "2026-01-07T11:00:00.000Z",
    title: "Zarhava",
    attendees: [{ name: "Zohar Peled", email: "zohar@example.com" }],
  });
  expect(meeting.link).toBe(`/${workspace}/calendar/${meeting.id}`);
  expect(meeting.ics).toContain("METHOD:REQUEST");
  const [row] = await sqlOf(workspace).query("select title, attendees, ics, execution_id as execution from calendar_events where id = $1", [
    meeting.id,
  ]);
  expect(row).toEqual({ title: "Zarhava", attendees: meeting.attendees, ics: meeting.ics, execution: "exe_1" });
  const [message] = await sqlOf(workspace).query<{ body: string }>(
    "select direction, status, recipients, subject, body, sender from messages",
  );
  expect(message).toMatchObject({
    direction: "out",
    status: "queued",
    recipients: meeting.attendees,
    subject: "Zarhava",
    sender: "office@demo.example",
  });
  expect(message?.body).toContain("Wed 7 Jan 2026, 12:00");
  expect(message?.body).toContain("BEGIN:VCALENDAR");
});

test("the same call again adds nothing and has the same answer", async () => {
  const first = await outputOf<Meeting>(create, { title: "Zarhava", attendees: [zohar], start: "2026-01-08T10:00" }, workspace);
  await sqlOf(workspace).query("update calendar_events set status = 'cancelled'");
  const again = await outputOf<Meeting>(create, { title: "Zarhava", attendees: [zohar], start: "2026-01-08T10:00" }, workspace);
  expect(again.id).toBe(first.id);
  expect([await count("calendar_events"), await count("messages"), await count("threads")]).toEqual([1, 1, 1]);
});

test("a time that is given is kept, or refused with what stands there and the next free one", async () => {
  await take("2026-01-08T08:00:00Z", 90, "Board");
  expect(await call(create, { title: "A", start: "2026-01-08T10:30" }, workspace)).toMatchObject({
    ok: false,
    kind: "final",
    code: "conflict",
    because: "“Board” stands in the calendar at Thu 8 Jan 2026, 10:00; the next free time is Thu 8 Jan 2026, 09:00",
  });
  expect(await call(create, { title: "A", start: "2026-01-08T11:30" }, workspace, key("b"))).toMatchObject({ ok: true });
  expect(await call(create, { title: "A", start: "2026-01-08T10:30:00-05:00", durationMinutes: 30 }, workspace, key("c"))).toMatchObject({
    ok: true,
    output: { start: "2026-01-08T15:30:00.000Z", end: "2026-01-08T16:00:00.000Z" },
  });
  expect(await call(create, { title: "A", start: "2020-01-08T10:30" }, workspace)).toMatchObject({ ok: false, code: "in_the_past" });
});

test("a cancelled meeting is in nobody's way", async () => {
  await take("2026-01-08T08:00:00Z", 60, "Off", "cancelled");
  expect(await call(create, { title: "A", start: "2026-01-08T10:00" }, workspace)).toMatchObject({ ok: true });
});

test("the free time lies in the days that are wanted, or there is none", async () => {
  expect(await outputOf(create, { title: "A", window: { from: "2026-01-12", to: "2026-01-13" } }, workspace)).toMatchObject({
    start: "2026-01-12T07:00:00.000Z",
  });
  await take("2026-01-13T00:00:00Z", 1440);
  expect(await call(create, { title: "A", window: { from: "2026-01-13", to: "2026-01-13" } }, workspace, key("b"))).toMatchObject({
    ok: false,
    kind: "final",
    code: "no_free_time",
  });
});

test.each([
  ["nobody was found", { attendees: [] }, "no_recipient"],
  [
    "a name may be two people",
    {
      attendees: [
        { name: "Ella N", email: "a@x.example", ambiguous: true, asked: "Ella" },
        { name: "Ella B", email: "b@x.example", ambiguous: true, asked: "Ella" },
      ],
    },
    "ambiguous_recipient",
  ],
  ["only somebody with a similar name was found", { attendees: [{ ...zohar, match: "similar", asked: "Zehor" }] }, "ambiguous_recipient"],
  ["a contact has no address", { attendees: [{ name: "Zohar Peled", email: "" }] }, "no_address"],
])("when %s nothing is set and nobody is written to", async (_says, params, code) => {
  expect(await call(create, { title: "A", ...params }, workspace)).toMatchObject({ ok: false, kind: "final", code });
  expect([await count("calendar_events"), await count("messages")]).toEqual([0, 0]);
});

test("without guests it is an entry of our own and no message", async () => {
  await outputOf(create, { title: "Deep work" }, workspace);
  expect([await count("calendar_events"), await count("messages")]).toEqual([1, 0]);
});

test("meetings that are set at the same moment get different times", async () => {
  const all = await Promise.all(
    Array.from({ length: 6 }, (_, at) => outputOf<Meeting>(create, { title: `M${at}` }, workspace, key(`k${at}`))),
  );
  expect(new Set(all.map(({ start }) => start)).size).toBe(6);
});

test("when the settlement is rolled back, so is the meeting", async () => {
  const rolledBack = withWorkspace(workspace, async (client) => {
    await create.commit?.(
      create.input.parse({ title: "A", attendees: [zohar] }),
      contextOf({ query: async (text, values = []) => (await client.query(text, values)).rows }, workspace),
      undefined,
    );
    throw new Error("the settlement failed");
  });
  await expect(rolledBack).rejects.toThrow("the settlement failed");
  expect([await count("calendar_events"), await count("messages")]).toEqual([0, 0]);
});

test("what it is depends on whom it calls", () => {
  const effect = create.effect as (input: unknown) => string;
  expect([
    effect({ title: "A" }),
    effect({ title: "A", attendees: [] }),
    effect({ title: "A", attendees: [zohar] }),
    effect({ title: "A", attendees: "{{ steps.find.results }}" }),
  ]).toEqual(["write", "write", "send", "send"]);
  expect(create.countOf?.(create.input.parse({ title: "A", attendees: [zohar, "b@x.example"] }))).toBe(2);
  expect(create.describe(create.input.parse({ title: "A", attendees: [zohar] }))).toBe(
    "Set a meeting “A” with Zohar Peled at the next free working time (60 minutes), and send the invitation",
  );
});

test.each([
  [{}],
  [{ title: "" }],
  [{ title: "A", start: "soon" }],
  [{ title: "A", durationMinutes: 0 }],
  [{ title: "A", durationMinutes: 481 }],
  [{ title: "A", attendees: "Zohar" }],
  [{ title: "A", attendees: [{ name: "Zohar", email: "nope" }] }],
  [{ title: "A", window: { from: "2026-01-02", to: "2026-01-01" } }],
  [{ title: "A", timeZone: "Mars" }],
  [{ title: "A\u0000" }],
  [{ title: "A", colour: "red" }],
])("input %j is refused", (params) => {
  expect(create.input.safeParse(params).success).toBe(false);
});

test("the calendar is searched by days, people in either script, and words", async () => {
  await makeContacts(workspace, [{ id: "c1", name: "Zohar Peled", aliases: ["זוהר פלד"], email: "zohar@example.com" }]);
  await outputOf(create, { title: "Zarhava strategy", attendees: [zohar], start: "2026-01-08T10:00" }, workspace, key("a"));
  await outputOf(create, { title: "סיכום רבעון", start: "2026-01-11T10:00" }, workspace, key("b"));
  await outputOf(create, { title: "Far away", start: "2026-05-11T10:00" }, workspace, key("c"));
  const titles = async (params: object) =>
    (await outputOf<{ results: { title: string }[] }>(search, params, workspace)).results.map(({ title }) => title);
  expect(await titles({})).toEqual(["Zarhava strategy", "סיכום רבעון"]);
  expect(await titles({ from: "2026-01-11", to: "2026-01-11" })).toEqual(["סיכום רבעון"]);
  expect(await titles({ attendee: "Zohar" })).toEqual(["Zarhava strategy"]);
  expect(await titles({ attendee: "זוהר" })).toEqual(["Zarhava strategy"]);
  expect(await titles({ attendee: "%" })).toEqual([]);
  expect(await titles({ query: "strategy" })).toEqual(["Zarhava strategy"]);
  expect(await titles({ query: "רבעון" })).toEqual(["סיכום רבעון"]);
  expect(await titles({ from: "2026-01-01" })).toHaveLength(3);
  expect(await titles({ query: "%" })).toEqual([]);
});
