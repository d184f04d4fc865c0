import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { GET, POST, PUT } from "../app/api/inngest/route.ts";
import { joinWeb } from "./web.ts";

/** The web process of the distributed form, as far as Inngest knows it: the very route, on a socket. Tells its parent where. */
const verbs: Record<string, typeof POST> = { GET, POST, PUT };

const server = createServer(async (incoming, outgoing) => {
  const answer = await verbs[incoming.method ?? ""]?.(await requestOf(incoming));
  if (!answer) return outgoing.writeHead(405).end();
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
  outgoing.end(Buffer.from(await answer.arrayBuffer()));
});

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === "string") headers.set(name, value);
  const { host, "user-agent": _ } = incoming.headers;
  const body = Buffer.concat(parts);
  return new Request(`http://${host}${incoming.url}`, {
    method: incoming.method ?? "GET",
    headers,
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
}

server.listen(0, "127.0.0.1", () => {
  joinWeb();
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/inngest` });
});
process.on("disconnect", () => process.exit(0));
