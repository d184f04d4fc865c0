import { Inngest } from "inngest";
import { env, isDistributed } from "#lib/env.ts";
import { createInProcessFetch } from "./embedded/in-process-fetch.ts";

/** In the embedded form the SDK's calls to its server are answered in this process, by the executor that binds this fetch. */
export const inProcess = createInProcessFetch();

const { INNGEST_BASE_URL: baseUrl } = env();

export const inngest = isDistributed()
  ? new Inngest({ id: "fermata", ...(baseUrl !== undefined && { baseUrl }) })
  : new Inngest({
      id: "fermata",
      isDev: true,
      baseUrl: "http://executor.invalid",
      fetch: inProcess.fetch,
      // No HTTP limit stands between the functions and their executor here.
      checkpointing: { maxRuntime: 0 },
    });
