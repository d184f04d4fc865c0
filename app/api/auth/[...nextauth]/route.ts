import NextAuth from "next-auth";
import { authOptions } from "#lib/tenancy/session.next.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

/** The library answers here itself: sign-in, sign-out and its token against forged requests. */
const answer = (request: Request, context: Context): Promise<Response> =>
  NextAuth(request as never, context as never, authOptions(request.headers));

export const GET = answer;
export const POST = answer;
