import { afterEach, expect, test } from "vitest";
import type { CompleteAsk } from "#lib/kernel/complete.ts";
import { builtInPolicies } from "#lib/safety/guardrails/built-in.ts";
import { maskBy } from "#lib/safety/guardrails/mask.ts";
import type { Policy } from "#lib/safety/guardrails/policy.ts";
import { type CloudDouble, serveClouds } from "./clouds.fixture.ts";
import { completeWith } from "./complete.aisdk.ts";
import { heardWhole } from "./masking.ts";
import { openAiSource } from "./sources.aisdk.ts";

const open: CloudDouble[] = [];
afterEach(() => Promise.all(open.splice(0).map((double) => double.close())));

const card = "4111 1111 1111 1111";
const mail = "dana@example.org";
const other = "yoav@example.org";

const ask = (over: Partial<CompleteAsk> = {}): CompleteAsk => ({
  task: "write",
  instructions: `Write to ${mail} about the payment`,
  topic: "The payment",
  sources: [
    { title: `Letter of ${other}`, url: "/l", text: `The card ${card} was charged twice. Ask ${mail} or ${other}.` },
    { title: "Note", url: "/n", text: `Nobody else knows ${mail}.` },
  ],
  language: "en",
  signal: new AbortController().signal,
  mask: maskBy(builtInPolicies),
  ...over,
});

async function serve(reply: (sent: string) => string) {
  const cloud = await serveClouds({ reply: ({ body }) => reply(JSON.stringify(body)) });
  open.push(cloud);
  return { cloud, complete: completeWith([openAiSource({ apiKey: "k", baseUrl: cloud.url })]) };
}

test("no model sees a personal value, the same value has one mark in all of the texts, and the answer has the values back", async () => {
  const { cloud, complete } = await serve((sent) => {
    const marks = [...new Set(sent.match(/\[[A-Z_]+_\d+\]/g))];
    return `Dear ${marks.find((mark) => mark.includes("MAIL"))}, the card ${marks.find((mark) => mark.includes("CARD"))} was charged twice [1].`;
  });
  const heard: string[] = [];
  const made = await complete(ask({ onText: (delta) => heard.push(delta) }));
  const sent = JSON.stringify(cloud.asked[0]?.body);
  for (const value of [card, mail, other]) expect(sent).not.toContain(value);
  expect(sent.match(/\[MAIL_ADDRESS_1\]/g)).toHaveLength(3);
  expect(made.text).toBe(`Dear ${mail}, the card ${card} was charged twice [1].`);
  expect(heard.join("").trim()).toBe(made.text);
  expect(made.citations[0]?.quote).toContain(card);
  expect(made.note).toContain("3 personal values were kept from the model");
});

test("texts without such values go as they are, and nothing is said of it", async () => {
  const { complete } = await serve(() => "All is well [1].");
  const made = await complete(ask({ instructions: "Say how it went", sources: [{ title: "N", url: "", text: "It went well." }] }));
  expect(made.note).toBeUndefined();
});

test("a workspace that turned these policies off keeps nothing back", async () => {
  const off = builtInPolicies.map((policy): Policy => ({ ...policy, enabled: false }));
  const { cloud, complete } = await serve(() => "Done.");
  await complete(ask({ mask: maskBy(off) }));
  expect(JSON.stringify(cloud.asked[0]?.body)).toContain(mail);
});

test("a guard that breaks stops the call: nothing is sent that nobody looked at", async () => {
  const broken = builtInPolicies.map((policy): Policy => (policy.name === "data-privacy" ? { ...policy, when: "1 +" } : policy));
  const { cloud, complete } = await serve(() => "Done.");
  await expect(complete(ask({ mask: maskBy(broken) }))).rejects.toThrow("data-privacy");
  expect(cloud.asked).toEqual([]);
});

test("a mark that comes in pieces is heard whole, and a bracket that is none is not waited for", () => {
  const heard: string[] = [];
  const hear = heardWhole(
    (text) => text.replaceAll("[MAIL_ADDRESS_1]", mail),
    (delta) => heard.push(delta),
  );
  for (const delta of ["To [MA", "IL_ADDR", "ESS_1]", ", see [2] and [", "x".repeat(70), " end"]) hear(delta);
  expect(heard.join("")).toBe(`To ${mail}, see [2] and [${"x".repeat(70)} end`);
});
