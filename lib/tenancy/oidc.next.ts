import type { User } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { appPool } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { newId } from "#lib/kernel/ids.node.ts";
import { noteOfPerson } from "./audit.postgres.ts";
import type { Origin } from "./origin.ts";
import { openSession } from "./sessions.postgres.ts";

export const oidcProvider = "oidc";

/** What an issuer says of who signs in. */
const Claims = z.object({ sub: z.string().min(1).max(255), email: z.string().max(320), email_verified: z.literal(true) });
type Claims = z.infer<typeof Claims>;

/** An issuer of OpenID Connect, when the operator has named one: by code, with state, nonce and PKCE, and a signed ID token. */
export function oidcOf({ OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME } = env()): OAuthConfig<Claims>[] {
  if (OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined || OIDC_CLIENT_SECRET === undefined) return [];
  return [
    {
      id: oidcProvider,
      name: OIDC_NAME,
      type: "oauth",
      issuer: OIDC_ISSUER,
      wellKnown: `${OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      authorization: { params: { scope: "openid email profile" } },
      checks: ["pkce", "state", "nonce"],
      idToken: true,
      httpOptions: { timeout: 10_000 },
      profile: ({ sub }) => ({ id: sub }),
    },
  ];
}

/** The name on the button, when there is one. */
export const oidcName = (): string | undefined => oidcOf()[0]?.name;

const Account = z.object({ id: z.string(), email: z.string(), name: z.string() });

/**
 * Opens a session for whom the issuer vouches: somebody who has an account of this address, which the issuer has verified. Nobody gets an
 * account by it, and nobody takes over that of another who had the address before.
 */
export async function signInByIssuer(claims: unknown, { address, agent }: Origin): Promise<(User & { session: string }) | undefined> {
  const read = Claims.safeParse(claims);
  const issuer = env().OIDC_ISSUER;
  if (!read.success || issuer === undefined) return undefined;
  const { sub, email } = read.data;
  const { rows } = await appPool().query<{ account: unknown }>("select login_of($1, $2, $3) as account", [
    issuer,
    sub,
    email.trim().toLowerCase(),
  ]);
  if (!rows[0]?.account) return undefined;
  const account = Account.parse(rows[0].account);
  const session = newId("ses");
  await openSession({ id: session, userId: account.id, address, agent });
  await noteOfPerson(account.id, { action: "session.opened", detail: { session, by: issuer } }, { address, agent, requestId: "" });
  return { ...account, session };
}
