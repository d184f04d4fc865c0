import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * The far side of every effect, in a process of its own: it keeps each POST with its idempotency key, says by the key whether one
 * arrived, and may take its time. `/deliveries` gives everything that ever arrived, repeats included.
 *   POST /effects/<name>?delay=ms   keeps it at once, answers after the delay; with drop=1 it closes the connection instead of answering
 *   GET  /effects/<key>             200 with the first delivery, or 404
 */
export type Delivery = { key: string; name: string; body: string; at: number };

const deliveries: Delivery[] = [];

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://sink");
  const last = decodeURIComponent(pathname.split("/").at(-1) ?? "");
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  if (pathname === "/deliveries") return answer(200, deliveries);
  if (request.method !== "POST") {
    const found = deliveries.find(({ key }) => key === last);
    return found ? answer(200, { ok: true, name: found.name }) : answer(404, { ok: false });
  }
  const body = await read(request);
  deliveries.push({ key: String(request.headers["idempotency-key"] ?? ""), name: last, body, at: Date.now() });
  const end = () => (searchParams.has("drop") ? request.socket.destroy() : answer(200, { ok: true, name: last }));
  setTimeout(end, Number(searchParams.get("delay") ?? 0));
});

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("disconnect", () => process.exit(0));
