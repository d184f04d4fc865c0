import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How an undoing goes wrong; `left`: how often. */
type Wrong = { how: "drops after it" | "drops before it" | "503" | "hangs" | "422"; left: number };

/** A far side that books and unbooks over real sockets, each once for a key, and can be asked what became of a key. */
export async function bookingServer() {
  const bookings = new Map<string, { what: string }>();
  const byKey = new Map<string, string>();
  const undone = new Map<string, string>();
  const calls: { method: string; path: string; key: string; body: unknown }[] = [];
  const wrong = new Map<string, Wrong>();
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { method = "", url = "" } = request;
    const [, room = "", id = ""] = url.split("/");
    const key = String(request.headers["idempotency-key"]);
    if (room === "undone") return answer(response, undone.has(id) ? 200 : 404, {});
    const body = text === "" ? null : (JSON.parse(text) as { what?: string; booking?: string });
    calls.push({ method, path: url, key, body });
    if (room === "book") {
      const made = byKey.get(key) ?? `b${byKey.size + 1}`;
      byKey.set(key, made);
      bookings.set(made, { what: body?.what ?? "" });
      return answer(response, 201, { id: made });
    }
    const target = room === "cancel" ? (body?.booking ?? "") : id;
    const fault = wrong.get(bookings.get(target)?.what ?? undone.get(key) ?? "");
    const goesWrong = fault !== undefined && fault.left > 0;
    if (goesWrong) fault.left -= 1;
    if (goesWrong && fault.how === "422") return answer(response, 422, { detail: "too late" });
    if (goesWrong && fault.how === "503") return void response.writeHead(503, { "retry-after": "1" }).end();
    if (goesWrong && fault.how === "drops before it") return void response.socket?.resetAndDestroy();
    if (!bookings.has(target)) return answer(response, undone.has(key) ? 200 : 404, {});
    undone.set(key, bookings.get(target)?.what ?? "");
    bookings.delete(target);
    if (goesWrong && fault.how === "hangs") return;
    if (goesWrong) return void response.socket?.resetAndDestroy();
    answer(response, 200, {});
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    bookings,
    wrong,
    undoings: () => calls.filter(({ path }) => path !== "/book"),
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const answer = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
