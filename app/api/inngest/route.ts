import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { inngest } from "#inngest/client.ts";
import { functions } from "#inngest/functions.ts";
import { isDistributed } from "#lib/env.ts";
import { closed } from "#lib/http/closed.next.ts";

type Handlers = ReturnType<typeof serve>;
let handlers: Handlers | undefined;

/** Inngest calls the functions here, signed, by these three verbs and no other. In the embedded form nobody does. */
const answer = (verb: "GET" | "POST" | "PUT") => async (request: NextRequest, context: unknown) => {
  if (!isDistributed()) return closed(request);
  handlers ??= serve({ client: inngest, functions });
  return handlers[verb](request, context);
};

export const GET = answer("GET");
export const POST = answer("POST");
export const PUT = answer("PUT");
