import { z } from "zod";
import { Json } from "#lib/kernel/json.ts";
import { ContextKey } from "#lib/tools/context-share.ts";
import { ExecutionParams } from "./executions.ts";
import type { Operation } from "./operations.ts";

export const sharedContext = {
  write: {
    params: ExecutionParams,
    /** `expected`: the version that was seen, 0 for a new key. */
    body: z.strictObject({ key: ContextKey, value: Json, expected: z.int().min(0) }),
  },
};

export const contextOperations: Operation[] = [
  {
    method: "put",
    path: "/api/orchestrate/{id}/context",
    allow: "execution:control",
    summary: "Changes a value that the steps of a paused execution share, if it is still at the version that was seen",
    ...sharedContext.write,
    status: 200,
    answer: z.object({ key: z.string(), version: z.int() }),
  },
];
