import { BadEvent, type SentEvent, storedEvent } from "./event-body.ts";
import type { Hold, Memo, StoredEvent } from "./journal.ts";
import { dataMemo, errorMemo, type Op } from "./reply.ts";
import { ulid, ulidOf } from "./ulid.ts";

export type Answers = {
  send(events: StoredEvent[]): Promise<void>;
  /** False tells the SDK to stop: its dispatch was taken over, or the worker is leaving. */
  checkpoint(hold: Hold, memos: Memo[]): Promise<boolean>;
  sendSignal(signal: string, body: string): Promise<string | undefined>;
  cancel(run: string): Promise<boolean>;
  /** Absent when nobody could hear it. */
  publish?: ((message: RealtimeMessage) => void | Promise<void>) | undefined;
};

/** What a function publishes to whoever follows it. */
export type RealtimeMessage = { channel: string; topic: string; data: unknown; runId?: string; createdAt: string; kind: "data" };

/** Answers in process what the SDK would send to a server. */
export function createAnswer(answers: Answers): typeof fetch {
  return async (input, init) => {
    const { pathname, searchParams } = input instanceof URL ? input : new URL(typeof input === "string" ? input : input.url);
    const body = typeof init?.body === "string" ? init.body : "";
    const [, first, second, third, fourth] = pathname.split("/");
    try {
      if (second === "checkpoint" && fourth === "async") return await answerCheckpoint(answers, JSON.parse(body));
      if (first === "e") return await answerEvents(answers, JSON.parse(body), new Headers(init?.headers).get("x-inngest-event-id-seed"));
      if (second === "realtime" && third === "publish" && !fourth && answers.publish)
        return await answerPublish(answers.publish, searchParams, body);
      if (second === "signals") return await answerSignal(answers, JSON.parse(body));
      if (second === "runs" && init?.method === "DELETE")
        return (await answers.cancel(third ?? "")) ? json(200, {}) : json(404, { error: "no such open run", status: 404 });
    } catch (error) {
      if (error instanceof BadEvent) return json(400, { error: error.message, status: 400, ids: [] });
      if (error instanceof SyntaxError) return json(400, { error: "the body is not JSON", status: 400 });
      return json(500, { error: String(error), status: 500 });
    }
    return json(501, { error: `the embedded executor does not answer ${pathname}`, status: 501 });
  };
}

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

type CheckpointBody = { run_id: string; qi_id: string; generation_id: number; steps: Op[] };

async function answerCheckpoint(answers: Answers, { run_id, qi_id, generation_id, steps }: CheckpointBody): Promise<Response> {
  const memos = steps.map((op) => (op.op === "StepFailed" ? errorMemo(op.id, op.error) : dataMemo(op)));
  const strange = steps.find(({ op }) => op !== "StepRun" && op !== "Step" && op !== "StepFailed");
  if (strange) return json(400, { error: `${strange.op} cannot be checkpointed`, status: 400 });
  const kept = await answers.checkpoint({ run: run_id, hash: qi_id, fence: String(generation_id) }, memos);
  return new Response(null, { status: kept ? 200 : 409 });
}

async function answerEvents(answers: Answers, body: unknown, seed: string | null): Promise<Response> {
  const now = Date.now();
  const events = (Array.isArray(body) ? body : [body]).map((sent: SentEvent, i) => storedEvent(sent, seededId(seed, i), now));
  await answers.send(events);
  return json(200, { ids: events.map(({ id }) => id), status: 200 });
}

function seededId(seed: string | null, place: number): string {
  const [ms, entropy] = seed?.split(",") ?? [];
  if (!ms || !entropy) return ulid();
  const bytes = Buffer.from(entropy, "base64");
  const tail = Math.max(0, bytes.length - 4);
  bytes.writeUInt32BE((bytes.readUInt32BE(tail) + place) >>> 0, tail);
  return ulidOf(Number(ms), bytes);
}

async function answerPublish(publish: NonNullable<Answers["publish"]>, about: URLSearchParams, body: string): Promise<Response> {
  const runId = about.get("run_id");
  const told = { channel: about.get("channel") ?? "", ...(runId && { runId }), createdAt: new Date().toISOString(), kind: "data" as const };
  const data = published(body);
  for (const topic of about.getAll("topic")) await publish({ ...told, topic, data });
  return new Response(null, { status: 200 });
}

/** The SDK sends a text as it is, and everything else as JSON. */
function published(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

async function answerSignal(answers: Answers, { signal, data }: { signal: string; data?: unknown }): Promise<Response> {
  const run = await answers.sendSignal(signal, JSON.stringify({ data: { signal, data: data ?? null } }));
  return run ? json(200, { data: { run_id: run } }) : json(404, { error: "no run waits for this signal", status: 404 });
}
