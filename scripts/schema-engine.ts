import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as wasm from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

export type SchemaEngine = wasm.SchemaEngine;

/** Prisma's schema engine as WASM, over pg: the same migrations and history table as `prisma migrate`, and no download. */
export async function openSchemaEngine(url: string, datamodels: [string, string][] | undefined): Promise<SchemaEngine> {
  await load();
  return wasm.SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(factoryFor(url)));
}

let loaded: Promise<void> | undefined;
function load(): Promise<void> {
  loaded ??= (async () => {
    const file = new URL("schema_engine_bg.wasm", import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
    const { instance } = await WebAssembly.instantiate(readFileSync(file), {
      "./schema_engine_bg.js": wasm as unknown as WebAssembly.ModuleImports,
    });
    wasm.__wbg_set_wasm(instance.exports);
    (instance.exports["__wbindgen_start"] as () => void)();
    Object.assign(globalThis, {
      PRISMA_WASM_PANIC_REGISTRY: {
        set_message: (message: string) => {
          throw new Error(`schema engine: ${message}`);
        },
      },
    });
  })();
  return loaded;
}

const factoryFor = (url: string): SqlMigrationAwareDriverAdapterFactory => ({
  provider: "postgres",
  adapterName: "@prisma/adapter-pg",
  connect: () => connect(url),
  // PrismaPg's own connectToShadowDb connects to the application's database, and drops it before its pool is closed.
  connectToShadowDb: async () => {
    const name = `shadow_${randomUUID().replaceAll("-", "")}`;
    await run(url, `create database ${name}`);
    const shadow = new URL(url);
    shadow.pathname = `/${name}`;
    const adapter = await connect(shadow.href);
    const dispose = adapter.dispose.bind(adapter);
    return Object.assign(adapter, {
      dispose: async () => {
        await dispose();
        await run(url, `drop database if exists ${name} with (force)`);
      },
    });
  },
});

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

type Result = { fields?: { dataTypeID: number }[] };
const charOid = 18; // the catalogue's "char", which adapter-pg does not know and the engine wants as Character
const bpcharOid = 1042;

async function connect(url: string): Promise<SqlDriverAdapter> {
  let chars: number[] = [];
  const noting = <R extends Result>(result: R): R => {
    chars = (result?.fields ?? []).flatMap((field, index) => {
      if (field.dataTypeID !== charOid) return [];
      field.dataTypeID = bpcharOid;
      return [index];
    });
    return result;
  };
  const client = new Proxy(pg.Client, {
    construct(Client, args) {
      const made = new Client(...(args as [pg.ClientConfig]));
      const query = made.query.bind(made) as (...given: unknown[]) => unknown;
      const watched = (...given: unknown[]) => {
        const callback = given.at(-1);
        if (typeof callback === "function") {
          given[given.length - 1] = (error: unknown, result: Result) => callback(error, noting(result));
          return query(...given);
        }
        const answer = query(...given);
        return answer instanceof Promise ? answer.then(noting) : answer;
      };
      return Object.assign(made, { query: watched });
    },
  });
  const pool = new pg.Pool({ connectionString: url, Client: client as never, max: 1 });
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  const queryRaw = adapter.queryRaw.bind(adapter);
  return Object.assign(adapter, {
    // The adapter's own cuts a script at every semicolon, also inside a function's body.
    executeScript: async (script: string) => {
      await pool.query(script);
    },
    queryRaw: async (query: Parameters<typeof queryRaw>[0]) => {
      chars = [];
      const result = await queryRaw(query);
      for (const index of chars) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    },
  });
}
