import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { KeptWeb } from "./processes.ts";
import { type Round, roundOf } from "./round.ts";
import type { Speak, World } from "./world.ts";

const patienceMs = 60_000;

/** Who asks does not decide. */
export type Tokens = { asks: string; decides: string };

/** Speaks over HTTP and, like a careful client, asks again under the same key until there is an answer. */
export function overHttp({ url, tokens, asking = () => {} }: { url: string; tokens: Tokens; asking?: (path: string) => void }): Speak {
  async function post<Answer>(token: string, path: string, body: unknown): Promise<Answer> {
    const key = randomUUID();
    for (const since = performance.now(); ; await sleep(100)) {
      asking(path);
      const answer = await fetch(`${url}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": key },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(10_000),
      }).catch(() => undefined);
      const text = await answer?.text().catch(() => undefined);
      if (answer?.ok && text !== undefined) return JSON.parse(text) as Answer;
      const passing = !answer || text === undefined || answer.status >= 500 || answer.status === 409;
      if (!passing || performance.now() - since > patienceMs) throw new Error(`${path} answered ${answer?.status}: ${text}`);
    }
  }
  return {
    start: async (plan) => (await post<{ id: string }>(tokens.asks, "/api/orchestrate", { plan })).id,
    decide: (id, decision) => post(tokens.decides, `/api/approvals/${id}/decide`, decision),
  };
}

/** An execution over HTTP, and a kill of the web process a random while after it was asked to start it, or to take a decision. */
export async function killWeb(
  { worldOver, web }: { worldOver: (speak: Speak) => World; web: KeptWeb },
  { index, random, tokens }: { index: number; random: () => number; tokens: Tokens },
): Promise<Round> {
  await web.ready();
  const before = web.deaths.length;
  const path = index % 2 === 0 ? "/api/orchestrate" : "/decide";
  const afterMs = Math.round(random() * 60);
  let aimed = false;
  const world = worldOver(
    overHttp({
      url: web.url,
      tokens,
      asking(asked) {
        if (aimed || !asked.endsWith(path)) return;
        aimed = true;
        setTimeout(web.kill, afterMs);
      },
    }),
  );
  const scenario = { confirm: true };
  const started = await world.start(scenario);
  const followed = await world.follow(started, { patienceMs });
  const over = performance.now();
  while (aimed && web.deaths.length === before) await sleep(10);
  const kills = web.deaths.length - before;
  const recoveryMs = kills > 0 ? over - (web.deaths.at(-1) ?? over) : undefined;
  return roundOf({ world, started, where: `web ${afterMs} ms after ${path}`, scenario, kills, recoveryMs, followed });
}
