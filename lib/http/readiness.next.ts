import { appPool } from "#lib/db.ts";
import { accept, type Outcome } from "#lib/kernel/outcome.ts";
import type { Reply } from "./answer.ts";

type Component = { name: string; status: "ok" | "down"; ms: number };

const patienceMs = 2_000;

type Ready = { status: "ready" | "not_ready"; components: Component[] };

/** Whether a request sent now could be carried out, by each thing that it needs. */
export async function readyNow(): Promise<Ready> {
  const components = [await probe("database", () => appPool().query("select 1"))];
  const isReady = components.every(({ status }) => status === "ok");
  return { status: isReady ? "ready" : "not_ready", components };
}

export async function readiness(): Promise<Outcome<Reply>> {
  const ready = await readyNow();
  return accept({ status: ready.status === "ready" ? 200 : 503, body: ready });
}

async function probe(name: string, ask: () => Promise<unknown>): Promise<Component> {
  const begun = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), patienceMs);
  });
  const status = await Promise.race([ask(), late]).then(
    () => "ok" as const,
    () => "down" as const,
  );
  clearTimeout(timer);
  return { name, status, ms: Math.round(performance.now() - begun) };
}
