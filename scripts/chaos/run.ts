import { setTimeout as sleep } from "node:timers/promises";
import { seamNames } from "#lib/execution/seam.ts";
import type { DieAt } from "../../inngest/worker.chaos.ts";
import { freePort, type PostgresOptions, startPostgres } from "../postgres.ts";
import { runMain } from "../run-main.ts";
import { type EffectRound, figuresOf, isWrong, killEffect, wrongOf } from "./kill-effects.ts";
import { killPostgres } from "./kill-postgres.ts";
import { killWeb, overHttp, type Tokens } from "./kill-web.ts";
import { type Kill, killWorker } from "./kill-worker.ts";
import { leftOver } from "./left-over.ts";
import { type KeptWorker, keepWeb, keepWorker, type Sink, startSink } from "./processes.ts";
import { randomFrom } from "./random.ts";
import { faultsOf, isFaulty, tableOf } from "./report.ts";
import type { Round } from "./round.ts";
import { openWorld, type World } from "./world.ts";

/** What `scripts/chaos.ts` hands over, with the database already there and in the environment. */
export type ChaosOptions = {
  seed: number;
  /** Kills between an intent and what came of it. */
  effects: number;
  worker: number;
  web: number;
  postgres: number;
  /** How long the database stays away at the most. */
  downMs: number;
  server: PostgresOptions;
  ownerUrl: string;
  tokens: Tokens;
  build: string | undefined;
};

const say = (line: string) => console.log(line);

runMain(async ([given = "{}"]) => {
  const options = JSON.parse(given) as ChaosOptions;
  const sink = await startSink();
  const env = { FERMATA_EGRESS_ALLOW: sink.host };
  const world = openWorld(sink);
  const worker = keepWorker({ env });
  const kinds: { kind: string; rounds: Round[] }[] = [];
  const run = async (kind: string, rounds: AsyncGenerator<Round[]>) => {
    const kept: Round[] = [];
    kinds.push({ kind, rounds: kept });
    for await (const some of rounds) {
      kept.push(...some);
      for (const round of some) if (isFaulty(round)) say(faultsOf(round));
    }
    say(`${kind}: ${kept.length} executions`);
  };
  const effects: EffectRound[] = [];
  try {
    await killingEffects({ world, worker, sink }, options, effects);
    if (effects.length > 0) say(`\n${figuresOf(effects)}\n`);
    await run("worker", killingWorkers({ world, worker, sink }, options));
    await worker.ready();
    if (options.build !== undefined) await run("web", killingWeb(sink, { ...env, FERMATA_BUILD: options.build }, options));
    const workers = worker.deaths.length;
    await run("postgres", killingPostgres(world, options));
    // Only what cuts the connections could leave it without ears.
    const slow = options.postgres > 0 ? await isSlow(world) : [];
    await sleep(2_000);
    const late = await world.deliveries();
    const all = kinds.flatMap(({ rounds }) => rounds);
    const repeated = all
      .filter(({ tag }) => late.filter(({ name }) => name === tag).length > 1)
      .map(({ id }) => `${id}: its call arrived again in the end`);
    const ended = worker.deaths.length > workers ? ["the worker did not survive the loss of its database"] : [];
    const faults = [...repeated, ...ended, ...slow, ...worker.told, ...(await leftOver(options.ownerUrl))];
    say(`\n${tableOf(kinds)}\n`);
    for (const fault of faults) say(`at the end: ${fault}`);
    const wrong = all.filter(isFaulty).length + effects.filter(isWrong).length;
    const failed = wrong + faults.length;
    say(`seed ${options.seed}; ${all.length + effects.length - wrong} passed, ${failed} failed`);
    return failed === 0 ? 0 : 1;
  } finally {
    await worker.stop();
    await world.close();
    await sink.stop();
  }
});

/** Calls outside, until so many workers were killed between the intent and what came of it. */
async function killingEffects(
  at: { world: World; worker: KeptWorker; sink: Sink },
  { seed, effects: most }: ChaosOptions,
  rounds: EffectRound[],
): Promise<void> {
  const random = randomFrom(seed + 3);
  for (let killed = 0, index = 0; killed < most; index++) {
    const round = await killEffect(at, { index, random });
    rounds.push(round);
    killed += round.kills;
    if (isWrong(round)) say(wrongOf(round));
  }
}

/** Whether workers are woken as before: without ears an execution waits for a beat, of seconds, at each of its steps. */
async function isSlow(world: World): Promise<string[]> {
  const times: number[] = [];
  for (let tries = 0; tries < 3; tries++) {
    const began = performance.now();
    await world.follow(await world.start({ confirm: true }), { patienceMs: 60_000 });
    times.push(performance.now() - began);
  }
  const quickest = Math.min(...times);
  return quickest > 2_500 ? [`an execution that nobody disturbs takes ${Math.round(quickest)} ms: the worker is not woken`] : [];
}

/** Every number of the log, before and after it is written; every named moment at every passage; a spread of the moments of statements. */
async function* killingWorkers(
  at: { world: World; worker: KeptWorker; sink: Sink },
  { seed, worker: most }: ChaosOptions,
): AsyncGenerator<Round[]> {
  if (most === 0) return;
  const random = randomFrom(seed);
  const { length, passed } = await rehearse(at);
  const seqs: DieAt[] = Array.from({ length }, (_, index) => index + 1).flatMap((seq) => [
    { seq, when: "before" as const },
    { seq, when: "after" as const },
  ]);
  const seams: DieAt[] = seamNames.flatMap((seam) =>
    Array.from({ length: passed.get(seam) ?? 0 }, (_, index) => ({ seam, passage: index + 1 })),
  );
  const statements: DieAt[] = [...passed]
    .filter(([name]) => name.startsWith("sql "))
    .map(([seam, count]) => ({ seam, passage: 1 + Math.floor(random() * count) }));
  const doubles: Kill[] = (["ask.before", "ask.after", "settle.before", "append.after"] as const).map((seam) => ({
    deaths: [
      { seam: "call.after", passage: 1 },
      { seam, passage: 1 },
    ],
    scenario: { confirm: true },
  }));
  const blind: Kill[] = [...seams, ...seqs]
    .filter(() => random() < 0.2)
    .map((dieAt) => ({ deaths: [dieAt], scenario: { confirm: false } }));
  const kills: Kill[] = [
    ...[...seqs, ...seams, ...statements].map((dieAt): Kill => ({ deaths: [dieAt], scenario: { confirm: true } })),
    ...doubles,
    ...blind,
  ];
  const chosen = kills.length <= most ? kills : shuffled(kills, random);
  say(`the execution's log is ${length} long; ${kills.length} moments, ${Math.min(most, kills.length)} kills`);
  // Not every execution passes every moment: it goes on until so many were killed.
  let killed = 0;
  for (const kill of chosen) {
    if (killed >= most) return;
    const round = await killWorker(at, kill);
    if (round.kills > 0) killed++;
    yield [round];
  }
}

/** An execution that nobody disturbs, to know what there is to die at. */
async function rehearse({ world, worker }: { world: World; worker: KeptWorker }): Promise<{ length: number; passed: Map<string, number> }> {
  await worker.ready();
  const passed = worker.count();
  const { end } = await world.follow(await world.start({ confirm: true }), { patienceMs: 60_000 });
  if (end === "stuck") throw new Error(`the execution does not end even when nobody is killed: ${worker.now().said()}`);
  await sleep(500);
  return { length: end.head.seq, passed: new Map(passed) };
}

async function* killingWeb(
  sink: Sink,
  env: { [name: string]: string },
  { seed, web: count, tokens }: ChaosOptions,
): AsyncGenerator<Round[]> {
  if (count === 0) return;
  const random = randomFrom(seed + 1);
  const web = keepWeb({ port: await freePort(), env });
  try {
    await web.ready();
    await overHttp({ url: web.url, tokens }).start({ steps: [{ id: "warm", tool: "flow.pass" }] });
    for (let index = 0; index < count; index++)
      yield [await killWeb({ worldOver: (speak) => openWorld(sink, speak), web }, { index, random, tokens })];
  } finally {
    await web.stop();
  }
}

async function* killingPostgres(world: World, { seed, postgres: count, server, downMs }: ChaosOptions): AsyncGenerator<Round[]> {
  const random = randomFrom(seed + 2);
  let postgres = await startPostgres(server);
  for (let index = 0; index < count; index++) {
    const round = await killPostgres({ world, postgres, options: server }, { index, random, downMs });
    postgres = round.postgres;
    yield round.rounds;
  }
}

function shuffled<T>(items: T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
