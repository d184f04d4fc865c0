import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Asked = { path: string; headers: IncomingHttpHeaders; body: Record<string, unknown> };
export type CloudDouble = { url: string; asked: Asked[]; close: () => Promise<void> };

/** The three clouds on one socket, each in its own wire format, with scripted replies. */
export async function serveClouds({ reply = (_: Asked): string => "Hello", status = 200 } = {}): Promise<CloudDouble> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    const one: Asked = { path: request.url ?? "", headers: request.headers, body: JSON.parse(text || "{}") };
    asked.push(one);
    if (status !== 200) {
      const error = { type: "api_error", message: "the model is overloaded", code: status, status: "UNAVAILABLE" };
      return void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ type: "error", error }));
    }
    if (one.path === "/responses") return openAi(one, response, reply(one));
    if (one.path === "/messages") return anthropic(one, response, reply(one));
    if (one.path.startsWith("/models/")) return google(one, response, reply(one));
    response.writeHead(404).end();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

const words = (text: string) => text.split(/(?<= )/);

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function events(response: ServerResponse, list: object[]): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of list) response.write(`${"type" in event ? `event: ${event.type}\n` : ""}data: ${JSON.stringify(event)}\n\n`);
  response.end();
}

function openAi({ body }: Asked, response: ServerResponse, text: string): void {
  const item = {
    type: "message",
    id: "msg_1",
    role: "assistant",
    status: "completed",
    content: [{ type: "output_text", text, annotations: [] }],
  };
  const whole = {
    id: "resp_1",
    object: "response",
    created_at: 1_790_000_000,
    status: "completed",
    model: body["model"],
    output: [item],
    usage: { input_tokens: 7, output_tokens: 5, total_tokens: 12 },
  };
  if (body["stream"] !== true) return json(response, whole);
  events(response, [
    { type: "response.created", response: { ...whole, status: "in_progress", output: [] } },
    { type: "response.output_item.added", output_index: 0, item: { ...item, status: "in_progress", content: [] } },
    ...words(text).map((delta) => ({ type: "response.output_text.delta", item_id: "msg_1", output_index: 0, content_index: 0, delta })),
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response: whole },
  ]);
}

function anthropic({ body }: Asked, response: ServerResponse, text: string): void {
  const usage = { input_tokens: 7, output_tokens: 5 };
  const head = { id: "msg_1", type: "message", role: "assistant", model: body["model"], stop_sequence: null };
  if (body["stream"] !== true) return json(response, { ...head, content: [{ type: "text", text }], stop_reason: "end_turn", usage });
  events(response, [
    { type: "message_start", message: { ...head, content: [], stop_reason: null, usage } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    ...words(text).map((delta) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: delta } })),
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage },
    { type: "message_stop" },
  ]);
}

function google({ path }: Asked, response: ServerResponse, text: string): void {
  const part = (said: string, rest: object) => ({
    candidates: [{ content: { role: "model", parts: [{ text: said }] }, index: 0, ...rest }],
  });
  const usageMetadata = { promptTokenCount: 7, candidatesTokenCount: 5, totalTokenCount: 12 };
  if (!path.includes(":streamGenerateContent")) return json(response, { ...part(text, { finishReason: "STOP" }), usageMetadata });
  events(response, [...words(text).map((said) => part(said, {})), { ...part("", { finishReason: "STOP" }), usageMetadata }]);
}
