import type { Dispatch, Memo } from "./journal.ts";
import type { Reply } from "./reply.ts";
import { requestBody } from "./request.ts";

export type Handler = (request: Request) => Promise<Response>;

const origin = "http://executor.invalid/api/inngest";

/** One request to the SDK's own handler, without a socket. */
export async function callFunction(handler: Handler, dispatch: Dispatch, maxAttempts: number, memos: Memo[]): Promise<Reply> {
  const stepId = dispatch.kind === "step" ? dispatch.hash : "step";
  const response = await handler(
    new Request(`${origin}?fnId=${encodeURIComponent(dispatch.fn)}&stepId=${stepId}`, {
      method: "POST",
      headers: {
        // The adapter builds its base URL from it and answers 500 without.
        host: "executor.invalid",
        "content-type": "application/json",
        "x-run-id": dispatch.run,
        "x-request-id": `${dispatch.run}.${dispatch.fence}`,
        "x-inngest-generation-id": dispatch.fence,
        "x-inngest-job-id": dispatch.hash,
      },
      body: requestBody(dispatch, maxAttempts, memos),
    }),
  );
  return {
    status: response.status,
    noRetry: response.headers.get("x-inngest-no-retry"),
    retryAfter: response.headers.get("retry-after"),
    body: await response.text(),
  };
}

/** Asks the SDK which functions it serves; with this header it answers in the same breath and calls nobody. */
export async function askRegistration(handler: Handler): Promise<unknown> {
  const response = await handler(
    new Request(origin, {
      method: "PUT",
      headers: { host: "executor.invalid", "content-type": "application/json", "x-inngest-sync-kind": "in_band" },
      body: JSON.stringify({ url: origin }),
    }),
  );
  const text = await response.text();
  if (response.status !== 200) throw new Error(`the SDK refused to register: ${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
