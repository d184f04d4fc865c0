import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, type IncomingMessage, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnv } from "#lib/env.ts";
import { runToEnd } from "../scripts/run-to-end.ts";
import { supervise } from "../scripts/supervise.ts";
import { type Usage, usageOf } from "./processes.proc.ts";

export type Product = Awaited<ReturnType<typeof openProduct>>;

/** The real thing, on a data folder of its own: database with fsync, web and worker, spoken to as any program would. */
export async function openProduct({ say, signal }: { say: (line: string) => void; signal: AbortSignal }) {
  const folder = mkdtempSync(join(tmpdir(), "fermata-bench-"));
  chmodSync(folder, 0o755); // as root the database runs as another user, who has to get in
  const settings = readEnv({ FERMATA_HOME: folder });
  const supervised = await supervise({ say, env: settings, signal }).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const { url, home, env } = supervised;
  const token = await runToEnd(
    "making an API key",
    ["scripts/fermata.ts", "key", "create", "--workspace", "demo", "--role", "owner", "--name", "bench"],
    env,
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const headers = { authorization: `Bearer ${token.trim()}`, "content-type": "application/json" };
  const call = (method: string, path: string, body?: string, more: Record<string, string> = {}) =>
    new Promise<IncomingMessage>((done, failed) => {
      const sent = request(new URL(path, url), { method, agent, headers: { ...headers, ...more } }, done);
      sent.on("error", failed);
      sent.end(body);
    });

  return {
    ownerUrl: home.ownerUrl,
    post: async (path: string, body: string): Promise<{ status: number; text: string }> => {
      const answer = await call("POST", path, body, { "idempotency-key": randomUUID() });
      return { status: answer.statusCode ?? 0, text: await textOf(answer) };
    },
    /** Resolves when the stream says that the execution is over. */
    async ended(id: string): Promise<void> {
      const answer = await call("GET", `/api/orchestrate/stream/${id}`, undefined, { accept: "text/event-stream" });
      if (answer.statusCode !== 200) throw new Error(`the stream answered ${answer.statusCode}: ${await textOf(answer)}`);
      let tail = "";
      for await (const chunk of answer.setEncoding("utf8")) {
        const text = tail + chunk;
        if (text.includes("\nevent: complete\n")) return void answer.destroy();
        tail = text.slice(-32);
      }
      throw new Error(`the stream of ${id} ended before its execution`);
    },
    usage: (): Usage | undefined => usageOf(process.pid, home.postgresPid()),
    async close() {
      agent.destroy();
      await supervised.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of answer.setEncoding("utf8")) text += chunk;
  return text;
}
