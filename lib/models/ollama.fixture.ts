import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

type ChatRequest = {
  model: string;
  messages: { role: string; content: string }[];
  options?: Record<string, unknown>;
  format?: unknown;
  stream?: boolean;
};
export type OllamaDouble = { url: string; asked: ChatRequest[]; close: () => Promise<void> };

/** A model server on Ollama's wire format, with scripted replies. */
export async function serveOllama({
  reply = () => "Hello",
  models = ["tiny:latest"],
  status = 200,
  silent = false,
  wrong,
}: {
  reply?: (request: ChatRequest) => string;
  models?: string[];
  status?: number;
  /** Takes calls and never answers; "chat": tells its models and then says nothing. */
  silent?: boolean | "chat";
  /** After the first word of a stream: says no more, hangs up, or talks nonsense. */
  wrong?: "drips" | "drops" | "garbles";
} = {}): Promise<OllamaDouble> {
  const asked: ChatRequest[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const send = (code: number, value: unknown) =>
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (silent === true) return;
    if (request.url === "/api/tags")
      return send(200, {
        models: models.map((name) => ({ name, model: name, modified_at: "2026-01-01T00:00:00Z", size: 1, digest: "0", details: {} })),
      });
    if (request.url !== "/api/chat") return send(404, { error: "not found" });
    const chat = JSON.parse(body) as ChatRequest;
    asked.push(chat);
    if (silent === "chat") return;
    if (status !== 200) return send(status, { error: `model "${chat.model}" not found, try pulling it first` });
    const counters = {
      done: true,
      done_reason: "stop",
      total_duration: 1,
      load_duration: 1,
      prompt_eval_count: 7,
      prompt_eval_duration: 1,
      eval_count: 5,
      eval_duration: 1,
    };
    const line = (content: string, rest: object) => ({
      model: chat.model,
      created_at: "2026-01-01T00:00:00Z",
      message: { role: "assistant", content },
      ...rest,
    });
    if (chat.stream) {
      response.writeHead(200, { "content-type": "application/x-ndjson" });
      if (wrong) response.write(`${JSON.stringify(line("First ", { done: false }))}\n`);
      if (wrong === "drips") return;
      if (wrong === "drops") return void setImmediate(() => response.socket?.destroy());
      if (wrong === "garbles") return void response.end("<title>Sign in to the network</title>\n");
      for (const word of reply(chat).split(/(?<= )/)) response.write(`${JSON.stringify(line(word, { done: false }))}\n`);
      return response.end(`${JSON.stringify(line("", counters))}\n`);
    }
    return send(200, line(reply(chat), counters));
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
