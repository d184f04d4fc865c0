import type { NextAuthOptions, User } from "next-auth";
import { decode } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { env } from "#lib/env.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import type { Person } from "./access.ts";
import { accountOf } from "./accounts.postgres.ts";
import { noteOfPerson } from "./audit.postgres.ts";
import { passesFactor } from "./factors.postgres.ts";
import { oidcOf, oidcProvider, signInByIssuer } from "./oidc.next.ts";
import { type Origin, originOf } from "./origin.ts";
import { isPassword } from "./password.argon2.ts";
import { endSession, openSession, personOfSession } from "./sessions.postgres.ts";
import { giveBack, take } from "./throttle.postgres.ts";
import { limitsOf } from "./throttle.ts";

const maxAgeSeconds = 7 * 24 * 3_600;

/** What the cookie says, sealed: in which session who signed in. The session itself is a row. */
const Token = z.object({ sub: z.string(), session: z.string() });

const isSecure = () => env().NEXTAUTH_URL?.startsWith("https:") ?? false;
const cookieName = () => (isSecure() ? "__Host-next-auth.session-token" : "next-auth.session-token");

/** `headers`: of the request that asks, so that a session knows where it was opened. */
export function authOptions(headers = new Headers()): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET ?? "",
    session: { strategy: "jwt", maxAge: maxAgeSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: isSecure(),
    cookies: { sessionToken: { name: cookieName(), options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } } },
    providers: [
      Credentials({
        credentials: {
          email: { label: "E-mail", type: "email" },
          password: { label: "Password", type: "password" },
          code: { label: "Code", type: "text" },
        },
        authorize: (given, request) => signIn(given, originOf(new Headers(plainHeaders(request.headers)), newId("req"))),
      }),
      ...oidcOf(),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== oidcProvider) return true;
        const signedIn = await signInByIssuer(profile, originOf(headers, newId("req")));
        if (!signedIn) return "/sign-in?error=oidc_unknown";
        Object.assign(user, signedIn);
        return true;
      },
      jwt: ({ token, user }) => (user ? { ...token, sub: user.id, session: (user as SignedIn).session } : token),
      session: ({ session }) => session,
      redirect: ({ url, baseUrl }) => (url.startsWith("/") && !url.startsWith("//") ? `${baseUrl}${url}` : baseUrl),
    },
    events: { signOut: ({ token }) => signOut(token) },
    logger: { error() {}, warn() {}, debug() {} },
  };
}

const plainHeaders = (headers: Record<string, unknown> | undefined): [string, string][] =>
  Object.entries(headers ?? {}).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));

type SignedIn = User & { session: string };

const Given = z.object({ email: z.string().max(320), password: z.string().min(1).max(1_000), code: z.string().max(50).optional() });

/** Nothing for a wrong e-mail and for a wrong password alike. Whether a code is needed is told to who has the password. */
async function signIn(given: unknown, origin: Origin): Promise<SignedIn | null> {
  const read = Given.safeParse(given);
  if (!read.success) return null;
  const { password, code = "" } = read.data;
  const email = read.data.email.trim().toLowerCase();
  const { address, agent } = origin;
  const account = await accountOf(email, address);
  const limits = limitsOf(email, address, { knowsAddress: account?.knowsAddress ?? false });
  if (!(await take(limits))) throw new Error("throttled");
  if (!(await isPassword(password, account?.passwordHash)) || !account) {
    // Nobody waits for this, so that it takes no longer than for an account that is not there.
    if (account) told(noteOfPerson(account.id, { action: "session.refused", because: "a wrong password" }, origin));
    return null;
  }
  await giveBack(limits);
  if (account.hasFactor) {
    if (code.trim() === "") throw new Error("code_needed");
    const passed = await passesFactor(account.id, code, new Date());
    if (passed === "throttled") throw new Error("throttled");
    if (passed === "wrong") {
      await noteOfPerson(account.id, { action: "session.refused", because: "a wrong code" }, origin);
      throw new Error("code_wrong");
    }
  }
  const session = newId("ses");
  await openSession({ id: session, userId: account.id, address, agent });
  await noteOfPerson(
    account.id,
    { action: "session.opened", detail: { session, by: account.hasFactor ? "password and code" : "password" } },
    origin,
  );
  return { id: account.id, email: account.email, name: account.name, session };
}

/** The audit of what was refused holds up nobody. */
function told(work: Promise<void>): void {
  work.catch(() => {});
}

async function signOut(token: unknown): Promise<void> {
  const read = Token.safeParse(token);
  if (!read.success) return;
  const { sub, session } = read.data;
  if (await endSession(sub, session)) await noteOfPerson(sub, { action: "session.ended", because: "signed out", detail: { session } });
}

/** Who is signed in, with the memberships of this moment; nothing for a session that was ended, forged or has expired. */
export async function personOf(cookie: (name: string) => string | undefined): Promise<Person | undefined> {
  const sealed = cookie(cookieName());
  if (!sealed) return undefined;
  const token = Token.safeParse(await decode({ token: sealed, secret: env().NEXTAUTH_SECRET ?? "" }).catch(() => undefined));
  if (!token.success) return undefined;
  const person = await personOfSession(token.data.session);
  return person?.id === token.data.sub ? person : undefined;
}
