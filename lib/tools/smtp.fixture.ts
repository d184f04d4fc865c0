import { type AddressInfo, createServer, type Socket } from "node:net";

export type Delivery = { from: string; to: string[]; text: string };
type Script = {
  /** What the server answers to a command; undefined: as a well-meaning server would. `drop` ends the connection instead. */
  reply?: (command: string) => string | "drop" | undefined;
  /** What becomes of a message whose text has come: its answer, or `drop`. */
  accept?: (delivery: Delivery) => string | "drop";
};

/** A mail server on loopback that speaks as much SMTP as a sender needs. */
export async function serveSmtp({ reply = () => undefined, accept = () => "250 2.0.0 taken" }: Script = {}) {
  const deliveries: Delivery[] = [];
  const commands: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    const current: Delivery = { from: "", to: [], text: "" };
    let held = "";
    let inText = false;
    const say = (line: string | "drop") => (line === "drop" ? socket.destroy() : socket.write(`${line}\r\n`));
    const take = (line: string) => {
      commands.push(line);
      const scripted = reply(line);
      if (scripted !== undefined) return say(scripted);
      if (/^EHLO|^HELO/i.test(line)) return say("250 double");
      if (/^MAIL FROM/i.test(line)) current.from = /<(.*?)>/.exec(line)?.[1] ?? "";
      if (/^RCPT TO/i.test(line)) current.to.push(/<(.*?)>/.exec(line)?.[1] ?? "");
      if (/^DATA/i.test(line)) {
        inText = true;
        return say("354 go on");
      }
      say(/^QUIT/i.test(line) ? "221 bye" : "250 ok");
    };
    socket.on("data", (bytes) => {
      held += bytes.toString("utf8");
      for (;;) {
        const end = inText ? held.indexOf("\r\n.\r\n") : held.indexOf("\r\n");
        if (end < 0) return;
        const part = held.slice(0, end);
        held = held.slice(end + (inText ? 5 : 2));
        if (!inText) take(part);
        else {
          inText = false;
          current.text = part;
          deliveries.push({ ...current, to: [...current.to] });
          say(accept(current));
        }
      }
    });
    say("220 double");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}?ignoreTLS=true`,
    deliveries,
    commands,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
