import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { framesOf } from "./read-events.ts";

const Started = z.looseObject({ id: z.string(), status: z.string() });

/** What the demo reads of an execution; the rest of the snapshot passes through. */
export const Snapshot = z.looseObject({
  id: z.string().optional(),
  status: z.string().optional(),
  url: z.string().optional(),
  plan: z
    .looseObject({
      steps: z.array(z.looseObject({ id: z.string(), name: z.string().optional(), tool: z.string().optional() })).optional(),
      batches: z.array(z.array(z.string())).optional(),
    })
    .nullish(),
  result: z.unknown().optional(),
  metrics: z.unknown().optional(),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const LiveEvent = z.looseObject({
  type: z.string(),
  step: z.string().nullish(),
  status: z.string().optional(),
  message: z.string().optional(),
  name: z.string().optional(),
  tool: z.string().optional(),
  approvalId: z.string().optional(),
  preview: z.string().optional(),
  because: z.string().optional(),
  ms: z.number().optional(),
});
export type LiveEvent = z.infer<typeof LiveEvent>;

export const Approval = z.looseObject({
  id: z.string(),
  summary: z.string().default(""),
  tool: z.string().optional(),
  effect: z.string().optional(),
  why: z.array(z.string()).default([]),
  payload: z.unknown().optional(),
  payloadHash: z.string(),
});
export type Approval = z.infer<typeof Approval>;

export type Api = ReturnType<typeof apiAt>;

/** The product's own HTTP contract, as any program would use it. */
export function apiAt(url: string, key: string) {
  const call = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...init.headers },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${init.method ?? "GET"} ${path} answered ${answer.status}: ${problemOf(text)}`);
    return JSON.parse(text) as unknown;
  };
  const post = (path: string, body: unknown) =>
    call(path, { method: "POST", body: JSON.stringify(body), headers: { "idempotency-key": randomUUID() } });

  return {
    start: async (request: string) => Started.parse(await post("/api/orchestrate", { request })),
    read: async (id: string) => Snapshot.parse(await call(`/api/orchestrate/${id}`)),
    openApprovals: async (id: string) =>
      z.object({ data: z.array(Approval) }).parse(await call(`/api/approvals?execution=${encodeURIComponent(id)}&status=open`)).data,
    decide: (approval: Approval, decision: "approve" | "reject") =>
      post(`/api/approvals/${approval.id}/decide`, { decision, payloadHash: approval.payloadHash }),
    follow: (id: string, signal: AbortSignal) => follow(url, key, id, signal),
  };
}

/** Every event once, in order, over as many connections as it takes; ends after the one that ends the execution. */
async function* follow(url: string, key: string, id: string, signal: AbortSignal): AsyncGenerator<LiveEvent> {
  for (let last = "0"; !signal.aborted; await sleep(1_000, undefined, { signal }).catch(() => {})) {
    const headers = { authorization: `Bearer ${key}`, accept: "text/event-stream", "last-event-id": last };
    const answer = await fetch(`${url}/api/orchestrate/stream/${id}`, { headers, signal }).catch(() => undefined);
    if (answer?.status === 204) return;
    if (answer && !answer.ok && answer.status < 500)
      throw new Error(`the stream answered ${answer.status}: ${problemOf(await answer.text())}`);
    if (!answer?.ok || !answer.body) continue;
    try {
      for await (const frame of framesOf(answer.body)) {
        if (frame.id) last = frame.id;
        yield LiveEvent.parse(JSON.parse(frame.data));
        if (frame.event === "complete") return;
      }
    } catch (error) {
      if (error instanceof z.ZodError || error instanceof SyntaxError) throw error;
      // The connection broke: the next one goes on after the last event.
    }
  }
}

function problemOf(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { detail?: string; title?: string };
    return detail ?? title ?? text;
  } catch {
    return text.slice(0, 200);
  }
}
