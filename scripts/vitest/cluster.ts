import { resolve } from "node:path";
import type { TestProject } from "vitest/node";
import { env } from "#lib/env.ts";
import { joinTestCluster } from "../test-cluster.ts";

declare module "vitest" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be added to
  export interface ProvidedContext {
    cluster: { adminUrl: string; secret: string; template: string; prefix: string };
  }
}

/** One server and one migrated template for the run; every file of tests clones it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await joinTestCluster(resolve(env().FERMATA_HOME, "test-postgres"));
  project.provide("cluster", { adminUrl: cluster.adminUrl, secret: cluster.secret, template: cluster.template, prefix: cluster.prefix });
  return cluster.leave;
}
