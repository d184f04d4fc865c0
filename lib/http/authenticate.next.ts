import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { type Access, accessOf, membershipOf, type Person } from "#lib/tenancy/access.ts";
import { authenticateKey } from "#lib/tenancy/keys.postgres.ts";
import { personOf } from "#lib/tenancy/session.next.ts";

/** A key says its workspace; a person's request names one of theirs, in a header or (for a stream) in the query. */
export async function authenticate(request: Request): Promise<Outcome<Access>> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const [, token] = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization) ?? [];
    const access = token === undefined ? undefined : await authenticateKey(token);
    return access ? accept(access) : refuse({ code: "unauthorized", because: "the API key is not valid" });
  }
  const person = await personAsking(request);
  if (!person) return refuse({ code: "unauthorized", because: "sign in, or send an API key" });
  const named = request.headers.get("x-fermata-workspace") ?? new URL(request.url).searchParams.get("workspace") ?? undefined;
  const membership = membershipOf(person, named);
  return membership ? accept(accessOf(person, membership)) : refuse({ code: "not_found", because: "there is nothing at this address" });
}

/** Who is signed in with the request's cookie, if anybody. */
export const personAsking = (request: Request): Promise<Person | undefined> =>
  personOf((name) => cookieOf(request.headers.get("cookie") ?? "", name));

function cookieOf(header: string, name: string): string | undefined {
  for (const pair of header.split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
