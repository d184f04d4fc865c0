import { serve } from "inngest/next";
import { inngest } from "#inngest/client.ts";
import { functions } from "#inngest/functions.ts";
import { whenDistributed } from "#lib/http/distributed.next.ts";

type Verb = "GET" | "POST" | "PUT";
let handlers: ReturnType<typeof serve> | undefined;

/** Inngest calls the functions here, signed, by these three verbs and no other. */
const verb = (name: Verb) =>
  whenDistributed((request, context) => {
    handlers ??= serve({ client: inngest, functions });
    return handlers[name](request as never, context);
  });

export const GET = verb("GET");
export const POST = verb("POST");
export const PUT = verb("PUT");
