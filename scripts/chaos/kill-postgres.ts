import { setTimeout as sleep } from "node:timers/promises";
import { type Postgres, type PostgresOptions, startPostgres } from "../postgres.ts";
import { type Round, roundOf } from "./round.ts";
import type { World } from "./world.ts";

const patienceMs = 90_000;
const together = 3;

/** Executions under way, and a kill of the whole database at a random moment of theirs; it comes back after a random while. */
export async function killPostgres(
  { world, postgres, options }: { world: World; postgres: Postgres; options: PostgresOptions },
  { index, random, downMs: longest }: { index: number; random: () => number; downMs: number },
): Promise<{ rounds: Round[]; postgres: Postgres }> {
  const scenario = { confirm: index % 3 !== 2, delayMs: 40 };
  const afterMs = Math.round(random() * 700);
  const downMs = Math.round(random() * longest);
  const started = await Promise.all(Array.from({ length: together }, () => world.start(scenario)));
  const following = Promise.all(
    started.map(async (one) => ({ one, followed: await world.follow(one, { patienceMs: patienceMs + downMs }), over: performance.now() })),
  );
  following.catch(() => {}); // it is awaited below
  await sleep(afterMs);
  process.kill(postgres.pid, "SIGKILL");
  const killedAt = performance.now();
  await sleep(downMs);
  const again = await startPostgres(options);
  const backAt = performance.now();
  const where = `postgres after ${afterMs} ms, down for ${Math.round(backAt - killedAt)} ms`;
  const rounds: Round[] = [];
  for (const { one, followed, over } of await following)
    rounds.push(
      await roundOf({ world, started: one, where, scenario, kills: rounds.length === 0 ? 1 : 0, recoveryMs: over - backAt, followed }),
    );
  return { rounds, postgres: again };
}
