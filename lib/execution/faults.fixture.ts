import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { PlanStep } from "#lib/planner/plan.ts";

/** What a far side does wrong, for as often as a case says; then it answers as it should. */
export const faults = [
  "hangs",
  "resets",
  "resets in the answer",
  "drips",
  "cuts the answer short",
  "breaks the encoding",
  "says 408",
  "says 429 with Retry-After",
  "says 500",
  "says 502",
  "says 503 with Retry-After",
  "says 504",
  "answers with a page",
  "answers with another shape",
] as const;
export type Fault = (typeof faults)[number];

/** `after`: the far side did what it was asked before it went wrong. */
export type FaultCase = { id: string; fault: Fault; times: number; calls: "reads" | "writes"; after: boolean };

/** Every fault, once and twice in a row, on reads, and on keyed writes before and after they took effect. */
export function faultCases(rounds: number): FaultCase[] {
  const kinds = [
    { calls: "reads" as const, after: false },
    { calls: "writes" as const, after: false },
    { calls: "writes" as const, after: true },
  ];
  return Array.from({ length: rounds }, (_, round) =>
    faults.flatMap((fault) =>
      kinds
        // A server that says it failed, or is not ready, has not done it.
        .filter(({ after }) => !after || !/408|429|500|503/.test(fault))
        // One that answers something else has been asked; before it did anything it is no answer to a write.
        .filter(({ calls, after }) => !(calls === "writes" && !after && /page|shape/.test(fault)))
        .map((kind) => ({ ...kind, fault, times: 1 + (round % 2), id: `${round}-${faults.indexOf(fault)}-${kind.calls}-${kind.after}` })),
    ),
  ).flat();
}

/** A far side over real sockets that keeps what was done by key, and can be asked. */
export async function faultyServer(cases: FaultCase[]) {
  const byId = new Map(cases.map((one) => [one.id, { ...one, left: one.times }]));
  const done = new Map<string, number>();
  const calls = new Map<string, number>();
  const dripping = new Set<NodeJS.Timeout>();
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const [, what = "", id = ""] = (request.url ?? "").split("/");
    const key = String(request.headers["idempotency-key"]);
    if (what === "asked") return void response.writeHead(done.has(key) ? 200 : 404, json).end('{"done":true}');
    const one = byId.get(id);
    calls.set(id, (calls.get(id) ?? 0) + 1);
    const goesWrong = one !== undefined && one.left > 0;
    if (goesWrong) one.left -= 1;
    if (request.method === "POST" && (!goesWrong || one.after)) done.set(key, Math.max(1, done.get(key) ?? 0));
    if (goesWrong) return goWrong(one.fault, response, dripping);
    response.writeHead(200, json).end('{"done":true}');
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    done,
    calls,
    async close() {
      for (const timer of dripping) clearInterval(timer);
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const json = { "content-type": "application/json" };

function goWrong(fault: Fault, response: ServerResponse, dripping: Set<NodeJS.Timeout>): void {
  switch (fault) {
    case "hangs":
      return;
    case "resets":
      response.socket?.resetAndDestroy();
      return;
    case "resets in the answer":
      response.writeHead(200, { ...json, "content-length": "1000" }).write('{"done":', () => response.socket?.resetAndDestroy());
      return;
    case "drips": {
      response.writeHead(200, json);
      const timer = setInterval(() => response.write(" "), 40);
      dripping.add(timer);
      response.on("close", () => clearInterval(timer));
      return;
    }
    case "cuts the answer short":
      response.writeHead(200, { ...json, "content-length": "1000" }).write('{"done":', () => response.socket?.destroy());
      return;
    case "breaks the encoding":
      response.socket?.end("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nnot a size\r\n{}\r\n");
      return;
    case "says 429 with Retry-After":
    case "says 503 with Retry-After":
      response.writeHead(Number(fault.slice(5, 8)), { "retry-after": "1" }).end();
      return;
    case "answers with a page":
      response.writeHead(200, { "content-type": "text/html" }).end("<title>Sign in to the network</title>");
      return;
    case "answers with another shape":
      response.writeHead(200, json).end('{"error":"none"}');
      return;
    default:
      response.writeHead(Number(fault.slice(5, 8))).end();
  }
}

/** The step that calls it: as a person would write it, with the retries that ship. */
export function faultStep(host: string, { id, calls }: Pick<FaultCase, "id" | "calls">, canBeAsked = true): Partial<PlanStep> & object {
  return {
    tool: "http.request",
    timeoutMs: 600,
    params: {
      url: `http://${host}/call/${id}`,
      expect: { fields: ["done"] },
      ...(calls === "writes" && { method: "POST", body: { id }, ...(canBeAsked && { confirm: { url: `http://${host}/asked/${id}` } }) }),
    },
  };
}
