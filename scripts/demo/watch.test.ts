import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { apiAt } from "./api.ts";
import type { Answer } from "./ask.ts";
import { watch } from "./watch.ts";

const approval = {
  id: "apr_1",
  summary: "Send the invitation to Yoav",
  tool: "message.send",
  payload: { to: "yoav@example.org", body: "Shalom" },
  payloadHash: "h1",
};

/** A server whose stream breaks once, in the middle, and goes on after the decision. */
async function playing() {
  const asked: string[] = [];
  const decided = Promise.withResolvers<unknown>();
  const events = [
    { type: "execution.planned", message: "Planned" },
    { type: "step.started", step: "a", message: "reading" },
    { type: "step.completed", step: "a", ms: 100, preview: "12 documents" },
    { type: "approval.requested", step: "b", approvalId: "apr_1" },
    { type: "approval.decided", step: "b", approvalId: "apr_1" },
    { type: "execution.completed", message: "Done" },
  ];
  const stream = async (request: IncomingMessage, response: ServerResponse) => {
    const from = Number(request.headers["last-event-id"] ?? 0);
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const [at, event] of events.entries()) {
      if (at < from) continue;
      if (at === 2 && from < 2) return response.destroy();
      if (event.type === "approval.decided") await decided.promise;
      const name = event.type === "execution.completed" ? "complete" : "progress";
      await new Promise<unknown>((sent) => response.write(`id: ${at + 1}\nevent: ${name}\ndata: ${JSON.stringify(event)}\n\n`, sent));
    }
    response.end();
  };
  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const json = (body: unknown) => response.end(JSON.stringify(body));
    if (request.url?.startsWith("/api/orchestrate/stream/")) return stream(request, response);
    if (request.url?.startsWith("/api/approvals?")) return json({ data: [approval] });
    if (request.url === "/api/approvals/apr_1/decide") {
      decided.resolve(JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString()));
      return json({});
    }
    return json({
      id: "exe_1",
      status: "running",
      plan: {
        steps: [
          { id: "a", name: "Read December" },
          { id: "b", name: "Invite" },
        ],
        batches: [["a"], ["b"]],
      },
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const said: string[] = [];
  const screen = { isLive: false, say: (text: string) => said.push(text), draw: () => {}, settle: () => {} };
  const api = apiAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, "key");
  return {
    api,
    screen,
    said,
    asked,
    decided: decided.promise,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const options = { id: "exe_1", mayWait: false, logs: "logs", signal: new AbortController().signal };

test("it follows to the end over a broken connection, and approves exactly what it showed", async () => {
  using at = await playing();
  await watch({ ...options, ...at, ask: async () => "approve" });
  expect(await at.decided).toEqual({ decision: "approve", payloadHash: "h1" });
  const text = at.said.join("\n");
  expect(text).toContain("to: yoav@example.org");
  expect(text.match(/Read December: completed/g)).toHaveLength(1);
  expect(text.trimEnd().endsWith("Done")).toBe(true);
});

test("with nobody to ask it ends in one clear line instead of waiting for ever", async () => {
  using at = await playing();
  const nobody = async (): Promise<Answer> => "nobody";
  await expect(watch({ ...options, ...at, ask: nobody })).rejects.toThrow("run again with --yes");
});
