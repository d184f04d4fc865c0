import type { Nudge } from "./slice.ts";

/** A nudge on its way: an Inngest event whose id servers drop when it is repeated. */
export type Sent = Pick<Nudge, "id" | "name"> & { data: Nudge["data"] & { workspaceId: string } };

/** Sends nudges to the durable functions: the embedded executor in process, from another process through the database, or Inngest over HTTP. */
export type Dispatch = { send(nudges: Sent[]): Promise<void> };
