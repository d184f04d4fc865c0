import { expect, test } from "vitest";
import { endOf } from "./announce-approval.ts";
import { isPassing, messageFor, mostAttempts, waitAfter } from "./approval-message.ts";

const about = {
  occasion: "requested" as const,
  approval: {
    id: "apr_1",
    kind: "step" as const,
    summary: "Send <b>“Report”</b> & tell <!channel>",
    tool: "message.send",
    effect: "send",
    why: ["It sends something to people outside."],
    requestedAt: "2026-01-01T10:00:00.000Z",
    expiresAt: "2026-01-02T10:00:00.000Z",
  },
  head: { id: "exe_1", title: "The week", by: { kind: "member" as const, id: "dana", name: "Dana" } },
  link: "https://fermata.example/decide#token",
};

test("a message says what waits, for whom, until when and where to decide, and not what will be sent", () => {
  expect(messageFor("webhook", about)).toEqual({
    type: "approval.requested",
    timestamp: "2026-01-01T10:00:00.000Z",
    data: {
      approvalId: "apr_1",
      kind: "step",
      summary: about.approval.summary,
      tool: "message.send",
      effect: "send",
      why: about.approval.why,
      expiresAt: "2026-01-02T10:00:00.000Z",
      execution: { id: "exe_1", title: "The week" },
      requestedBy: "Dana",
      url: about.link,
    },
  });
});

test("in Slack's format there is a button that leads to the page, and nobody is addressed by a summary", () => {
  const message = messageFor("slack", about) as { text: string; blocks: { type: string; elements?: { type: string; url?: string }[] }[] };
  expect(message.blocks.find(({ type }) => type === "actions")?.elements).toEqual([
    { type: "button", text: { type: "plain_text", text: "Look and decide" }, url: about.link },
  ]);
  expect(JSON.stringify(message)).not.toContain("<!channel>");
  expect(message.text).toContain("&lt;!channel&gt;");
});

test("what is long is cut to what Slack takes, and no character is cut in two", () => {
  const long = { ...about, approval: { ...about.approval, summary: `${"x".repeat(498)}😀${"y".repeat(5_000)}` } };
  const { blocks } = messageFor("slack", long) as { blocks: { text?: { text: string } }[] };
  const said = blocks[0]?.text?.text ?? "";
  expect(said.length).toBeLessThan(3_000);
  expect(said.isWellFormed()).toBe(true);
});

test("what is busy or broken is tried again, ever later and not for ever; what refuses is not", () => {
  expect([408, 429, 500, 503].every(isPassing)).toBe(true);
  expect([301, 400, 401, 404, 410].some(isPassing)).toBe(false);
  const waits = Array.from({ length: mostAttempts }, (_, index) => waitAfter(index + 1));
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(endOf({ status: 204 }, 1)).toEqual({ status: "sent" });
  expect(endOf({ status: 404 }, 1)).toEqual({ status: "failed", because: "it answered 404" });
  expect(endOf({ status: 503 }, 1).status).toBe("pending");
  expect(endOf({ status: 503 }, mostAttempts).status).toBe("failed");
  expect(endOf({ because: "a private address", isFinal: true }, 1)).toEqual({ status: "failed", because: "a private address" });
});
