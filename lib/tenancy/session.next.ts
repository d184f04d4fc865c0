import type { NextAuthOptions, User } from "next-auth";
import { decode } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { env } from "#lib/env.ts";
import { hashText } from "#lib/kernel/hash.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import type { Person } from "./access.ts";
import { type Account, accountOf } from "./accounts.postgres.ts";
import { isPassword } from "./password.argon2.ts";
import { type Attempts, giveBack, limitsOf, take } from "./throttle.ts";

const maxAgeSeconds = 7 * 24 * 3_600;

/** What the cookie says, sealed: who signed in, in which session, and with which password it was. */
const Token = z.object({ sub: z.string(), email: z.string(), session: z.string(), password: z.string() });

const isSecure = () => env().NEXTAUTH_URL?.startsWith("https:") ?? false;
const cookieName = () => (isSecure() ? "__Host-next-auth.session-token" : "next-auth.session-token");

// In this process: a restart forgets both. On globalThis, since Next loads a module once for each of its bundles.
type Kept = { attempts: Attempts; ended: Map<string, number> };
const kept = globalThis as typeof globalThis & { fermataSessions?: Kept };
const sessions = (): Kept => {
  kept.fermataSessions ??= { attempts: new Map(), ended: new Map() };
  return kept.fermataSessions;
};

export function authOptions(): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET ?? "",
    session: { strategy: "jwt", maxAge: maxAgeSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: isSecure(),
    cookies: { sessionToken: { name: cookieName(), options: { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() } } },
    providers: [
      Credentials({
        credentials: { email: { label: "E-mail", type: "email" }, password: { label: "Password", type: "password" } },
        authorize: (given, request) => signIn(given, addressOf(request.headers)),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...token, ...(user as SignedIn).token, session: newId("ses") } : token),
      session: ({ session }) => session,
      redirect: ({ url, baseUrl }) => (url.startsWith("/") && !url.startsWith("//") ? `${baseUrl}${url}` : baseUrl),
    },
    events: { signOut: ({ token }) => endSession(token) },
    logger: { error() {}, warn() {}, debug() {} },
  };
}

type SignedIn = User & { token: { password: string } };

async function signIn(given: unknown, address: string): Promise<SignedIn | null> {
  const read = z.object({ email: z.string().max(320), password: z.string().min(1).max(1_000) }).safeParse(given);
  if (!read.success) return null;
  const email = read.data.email.trim().toLowerCase();
  const limits = limitsOf(email, address);
  const { attempts } = sessions();
  if (!take(attempts, limits, Date.now())) throw new Error("throttled");
  const account = await accountOf(email);
  if (!(await isPassword(read.data.password, account?.passwordHash)) || !account) return null;
  giveBack(attempts, limits);
  return { id: account.id, email: account.email, name: account.name, token: { password: markOf(account) } };
}

/** Without a proxy in front, Next itself writes the address of the socket here. */
function addressOf(headers: Record<string, unknown> | undefined): string {
  const forwarded = headers?.["x-forwarded-for"];
  return typeof forwarded === "string" ? (forwarded.split(",").at(-1)?.trim() ?? "") : "";
}

/** Changes with the password, so that a new one ends every other session. */
const markOf = ({ passwordHash }: Account) => hashText(passwordHash ?? "").slice(0, 16);

function endSession(token: unknown): void {
  const read = Token.safeParse(token);
  if (!read.success) return;
  const { ended } = sessions();
  const now = Date.now();
  for (const [id, until] of ended) if (until < now) ended.delete(id);
  ended.set(read.data.session, now + maxAgeSeconds * 1_000);
}

/** Who is signed in, with the memberships of this moment; nothing for a session that was ended, forged or has expired. */
export async function personOf(cookie: (name: string) => string | undefined): Promise<Person | undefined> {
  const sealed = cookie(cookieName());
  if (!sealed) return undefined;
  const token = Token.safeParse(await decode({ token: sealed, secret: env().NEXTAUTH_SECRET ?? "" }).catch(() => undefined));
  if (!token.success || sessions().ended.has(token.data.session)) return undefined;
  const account = await accountOf(token.data.email);
  if (!account || account.id !== token.data.sub || markOf(account) !== token.data.password) return undefined;
  return { id: account.id, name: account.name, email: account.email, memberships: account.members };
}
