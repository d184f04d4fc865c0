import fc from "fast-check";
import { expect, test } from "vitest";
import { PlanStep } from "./plan.ts";
import { derivedReceivers, originOf, sayDerived, taintFacts, taintOf } from "./taint.ts";

const step = (id: string, tool: string, params: object = {}, more: object = {}) => PlanStep.parse({ id, tool, params, ...more });
const saidOf = (steps: PlanStep[], id: string, trigger?: string) => (taintOf(steps, trigger).get(id) ?? []).map(sayDerived);

test("a parameter that is made of what was read says so, and one that the plan wrote does not", () => {
  const steps = [
    step("find", "documents.read", { id: "d1" }),
    step("send", "message.send", { to: "noa@demo.example", subject: "Hello", body: "As it says: {{steps.find.text}}" }),
  ];
  expect(saidOf(steps, "send")).toEqual(["body comes from a document (find)"]);
  expect(saidOf(steps, "find")).toEqual([]);
});

test("what was made of a page is still the page's word, through any number of steps and in any order of the plan", () => {
  const steps = [
    step("send", "message.send", { to: ["{{steps.write.title}}"], body: "{{steps.write.text}}" }),
    step("write", "text.write", { sources: "{{steps.pass}}" }),
    step("pass", "flow.pass", { value: { deep: ["{{steps.page.body}}"] } }),
    step("page", "http.request", { url: "https://example.org" }),
  ];
  expect(saidOf(steps, "send")).toEqual([
    "to[0] comes from a page (page) and a model's text (write)",
    "body comes from a page (page) and a model's text (write)",
  ]);
});

test("items of a list carry what the list was made of, a webhook's input is its word, and a member's is not", () => {
  const each = [
    step("find", "calendar.search"),
    step("each", "message.send", { to: "{{item.email}}", body: "Hi" }, { forEach: "steps.find.events" }),
  ];
  expect(saidOf(each, "each")).toEqual(["to comes from the calendar (find)", "how often it runs comes from the calendar (find)"]);
  const asked = [step("s", "message.send", { to: "a@b.example", body: "{{input.text}}" })];
  expect(saidOf(asked, "s", "webhook")).toEqual(["body comes from a webhook"]);
  expect(saidOf(asked, "s", "api")).toEqual([]);
});

test("what decides whether a step runs is told, and does not make its words somebody else's", () => {
  const steps = [
    step("page", "http.request", { url: "https://example.org" }),
    step("send", "message.send", { to: "noa@demo.example", body: "Go" }, { when: "steps.page.body.go == true" }),
    step("after", "message.send", { to: "noa@demo.example", body: "{{steps.send.id}}" }),
  ];
  expect(saidOf(steps, "send")).toEqual(["whether it runs comes from a page (page)"]);
  expect(saidOf(steps, "after")).toEqual([]);
  expect(taintFacts(taintOf(steps).get("send") ?? [])).toEqual({ tainted: false, derived: [], derivedFrom: [], controlledFrom: ["page"] });
});

test("a fallback's parameters count like the step's own", () => {
  const fallbacks = [{ type: "parameter-adjustment", params: { to: "{{steps.read.author}}" } }];
  const steps = [step("read", "documents.read"), step("send", "message.send", { to: "a@b.example", body: "x" }, { fallbacks })];
  expect(saidOf(steps, "send")).toEqual(["to comes from a document (read)"]);
});

test("the workspace's own people are no outsiders; an unknown tool is", () => {
  expect(originOf("contacts.search")).toBeUndefined();
  expect(originOf("crm.lookup")).toBe("tool_result");
  const steps = [
    step("who", "contacts.search", { name: "Noa" }),
    step("send", "message.send", { to: "{{steps.who.contacts}}", body: "Hi" }),
  ];
  expect(taintOf(steps).size).toBe(0);
});

test("receivers are told by what a parameter means, and a model's words alone are not from outside", () => {
  const derived = [
    { param: "to[0]", from: [{ origin: "model" as const, step: "w" }] },
    { param: "body", from: [{ origin: "model" as const, step: "w" }] },
  ];
  expect(derivedReceivers(derived, { to: "contacts", body: "text" }).map(({ param }) => param)).toEqual(["to[0]"]);
  expect(taintFacts(derived)).toEqual({ tainted: false, derived: ["to[0]", "body"], derivedFrom: ["model"], controlledFrom: [] });
});

test("a step that is made of many pages names a few of them, and every kind of origin", () => {
  const pages = Array.from({ length: 3_000 }, (_, at) =>
    step(`p${at}`, "http.request", { url: at === 0 ? "x" : `{{steps.p${at - 1}.next}}` }),
  );
  const steps = [...pages, step("doc", "documents.read"), step("out", "flow.pass", { value: "{{steps.p2999}} {{steps.doc.text}}" })];
  const [said] = saidOf(steps, "out");
  expect(said).toContain("a page (p0)");
  expect(said).toContain("a document (doc)");
  expect(said).toMatch(/, and others$/);
  expect(said?.length).toBeLessThan(200);
});

test("a long chain is walked without recursion, and whatever is referred to is never forgotten", () => {
  const chain = Array.from({ length: 20_000 }, (_, at) =>
    at === 0 ? step("s0", "documents.read") : step(`s${at}`, "flow.pass", { value: `{{steps.s${at - 1}}}` }),
  );
  expect(saidOf(chain.toReversed(), "s19999")).toEqual(["value comes from a document (s0)"]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.infiniteStream(fc.nat()), (count, picks) => {
      const pick = (below: number) => (picks.next().value as number) % below;
      const steps = Array.from({ length: count }, (_, at) =>
        at === 0 ? step("s0", "documents.read") : step(`s${at}`, "flow.pass", { value: `{{steps.s${pick(at)}}}` }),
      );
      const taint = taintOf(steps.toSorted(() => pick(3) - 1));
      for (const { id } of steps.slice(1)) expect(taint.get(id)).toEqual([{ param: "value", from: [{ origin: "file", step: "s0" }] }]);
    }),
  );
});
