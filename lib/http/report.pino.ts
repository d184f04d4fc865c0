import pino from "pino";

const log = pino({ name: "fermata web" }, pino.destination({ fd: 2, sync: false }));

/** Where it broke, without what it broke on: the words of an error may repeat what a person sent. */
export function report(error: unknown, about: { requestId: string; method: string; path: string }): void {
  log.error({ ...about, causes: causesOf(error) }, "a request failed");
}

type Cause = { name: string; code?: string; stack: string[] };

function causesOf(error: unknown): Cause[] {
  const causes: Cause[] = [];
  for (let next = error; next instanceof Error && causes.length < 5; next = next.cause) {
    const { code } = next as { code?: unknown };
    const frames = (next.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
    causes.push({ name: next.name, ...(typeof code === "string" && { code }), stack: frames.slice(0, 8).map((line) => line.trim()) });
  }
  return causes;
}
