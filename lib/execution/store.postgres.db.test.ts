import pg from "pg";
import { afterAll } from "vitest";
import { closePools, roleUrl } from "#lib/db.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { sealWith } from "./seal.node.ts";
import { storeConformance } from "./store.conformance.ts";
import { postgresStore } from "./store.postgres.ts";

/** Two pools: what two processes have. */
const pools = [0, 1].map(() => new pg.Pool({ connectionString: roleUrl("app"), max: 5 }));
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await closePools();
});

const stores = pools.map((pool) =>
  postgresStore({ pool, seal: sealWith("a secret of the tests"), now: () => new Date(), appended: () => {} }),
);

storeConformance("Postgres", async () => {
  const [one, two] = stores;
  if (!one || !two) throw new Error("two stores are needed");
  return { one, two, newId };
});
