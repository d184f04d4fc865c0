import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "#prisma/generated/client.ts";
import { type Role, roleUrlFrom } from "./db-roles.ts";
import { env } from "./env.ts";

type Open = { pools: Map<Role, pg.Pool>; prisma: PrismaClient | undefined };

// On globalThis, since a dev server loads this module again after each edit.
const kept = globalThis as typeof globalThis & { fermataDb?: Open };
const open = (): Open => {
  kept.fermataDb ??= { pools: new Map(), prisma: undefined };
  return kept.fermataDb;
};

/** The role's own address, from the owner's DATABASE_URL and the password that migrate gave the role. */
export function roleUrl(role: Role): string {
  const { DATABASE_URL, NEXTAUTH_SECRET } = env();
  if (!DATABASE_URL || !NEXTAUTH_SECRET) throw new Error("DATABASE_URL and NEXTAUTH_SECRET must be set: npm run up sets both");
  return roleUrlFrom(DATABASE_URL, role, NEXTAUTH_SECRET);
}

export const appPool = (): pg.Pool => poolOf("app");
export const executorPool = (): pg.Pool => poolOf("executor");

function poolOf(role: Role): pg.Pool {
  const { pools } = open();
  const known = pools.get(role);
  if (known) return known;
  const pool = new pg.Pool({
    connectionString: roleUrl(role),
    max: env().FERMATA_POOL_SIZE,
    application_name: `fermata ${role}`,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
  });
  // An idle connection that breaks is replaced by the next query; without a listener it would end the process.
  pool.on("error", () => {});
  // The same for one that breaks while somebody holds it: whoever does learns it from the next statement.
  pool.on("connect", (client) => client.on("error", () => {}));
  pools.set(role, pool);
  return pool;
}

/** The client of the app role. Row-level security shows it nothing outside `inWorkspace`. */
export function prisma(): PrismaClient {
  const now = open();
  now.prisma ??= new PrismaClient({ adapter: new PrismaPg(appPool()) });
  return now.prisma;
}

export type Tx = Prisma.TransactionClient;
type TxOptions = { timeoutMs?: number; isolation?: Prisma.TransactionIsolationLevel };

/** One transaction that sees this workspace and no other. */
export function inWorkspace<T>(
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
  { timeoutMs = 10_000, isolation }: TxOptions = {},
): Promise<T> {
  return prisma().$transaction(
    async (tx) => {
      await tx.$queryRaw`select set_config('app.workspace_id', ${workspaceId}, true)`;
      return work(tx);
    },
    { maxWait: 10_000, timeout: timeoutMs, ...(isolation && { isolationLevel: isolation }) },
  );
}

/** The same on plain pg, for the statements that must be one round trip. */
export async function withWorkspace<T>(
  workspaceId: string,
  work: (client: pg.PoolClient) => Promise<T>,
  { oneMoment = false } = {},
): Promise<T> {
  const client = await appPool().connect();
  let broken: Error | undefined;
  try {
    // Several reads of one moment see one snapshot, and write nothing.
    await client.query(oneMoment ? "begin isolation level repeatable read read only" : "begin");
    await client.query({ name: "set-workspace", text: "select set_config('app.workspace_id', $1, true)", values: [workspaceId] });
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((cause: Error) => {
      broken = cause;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Ends every connection of this process; the next use opens them again. */
export async function closePools(): Promise<void> {
  const { pools, prisma: client } = open();
  delete kept.fermataDb;
  await client?.$disconnect();
  await Promise.all([...pools.values()].map((pool) => pool.end()));
}
