import { randomBytes } from "node:crypto";
import { z } from "zod";
import { appPool } from "#lib/db.ts";
import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Access, Person } from "./access.ts";
import { accountOf } from "./accounts.postgres.ts";
import { note, noteOfPerson } from "./audit.postgres.ts";
import { memberById } from "./members.postgres.ts";
import { hashOfToken, tokenBytes, tokenFrom } from "./one-time.ts";
import { hashPassword, isPassword } from "./password.argon2.ts";
import { faultOf } from "./password-policy.ts";
import { covers, roleName } from "./permissions.ts";
import { giveBack, take } from "./throttle.postgres.ts";
import { codeLimits, linkLimits } from "./throttle.ts";

const minutes = 60;
const tooMany = refuse({ code: "rate_limited", because: "too many attempts; wait five minutes" });

const refusedFor = (path: string, fault: string) =>
  refuse({ code: "unprocessable", because: `the new password ${fault}`, errors: [{ path, because: fault }] });

export type NewLink = { token: string; expiresAt: string };
const linked = (token: string): NewLink => ({ token, expiresAt: new Date(Date.now() + minutes * 60_000).toISOString() });

/** A link that an administrator hands to a member who has lost the password. */
export async function resetForMember({
  access,
  id,
  because = "",
}: {
  access: Access;
  id: string;
  because?: string;
}): Promise<Outcome<NewLink & { email: string; name: string }>> {
  const { workspace, actor } = access;
  const member = await memberById(workspace, id);
  if (!member) return refuse({ code: "not_found", because: "there is nothing at this address" });
  if (!covers(access, member.role))
    return refuse({ code: "forbidden", because: `a member with the role ${roleName(member.role)} may do more than you` });
  const { token, hash } = tokenFrom(randomBytes(tokenBytes));
  const { rows } = await appPool().query<{ made: string }>("select reset_create_for_member($1, $2, $3, $4) as made", [
    hash,
    workspace.id,
    id,
    minutes,
  ]);
  if (rows[0]?.made === "elsewhere")
    return refuse({
      code: "conflict",
      because: "this person belongs to other workspaces too: they ask for the link themselves, or the operator makes one",
    });
  if (rows[0]?.made !== "made") return refuse({ code: "conflict", because: "this member is disabled" });
  await note(workspace, actor, { action: "password.link_made", target: id, because, detail: { email: member.email } });
  return accept({ ...linked(token), email: member.email, name: member.name });
}

/** The operator's own, for whoever can be helped by no admin. Nothing for an e-mail that nobody has. */
export async function resetByOperator(email: string): Promise<NewLink | undefined> {
  const { token, hash } = tokenFrom(randomBytes(tokenBytes));
  const { rows } = await appPool().query<{ made: boolean }>("select reset_create($1, $2, $3) as made", [hash, email, minutes]);
  const account = rows[0]?.made ? await accountOf(email, "") : undefined;
  if (!account) return undefined;
  await noteOfPerson(account.id, { action: "password.link_made", because: "by the operator" });
  return linked(token);
}

/** A link for who asks by e-mail; nothing for an address that nobody has. Both take the same time and are counted alike. */
export async function resetForEmail({
  email,
  address,
}: {
  email: string;
  address: string;
}): Promise<Outcome<(NewLink & { name: string }) | undefined>> {
  if (!(await take(linkLimits(email, address)))) return tooMany;
  const account = await accountOf(email, address);
  const { token, hash } = tokenFrom(randomBytes(tokenBytes));
  const { rows } = await appPool().query<{ made: boolean }>("select reset_create($1, $2, $3) as made", [hash, email, minutes]);
  return accept(rows[0]?.made && account ? { ...linked(token), name: account.name } : undefined);
}

const Held = z.object({ email: z.string(), name: z.string() });

/** Whose link this is; nothing when it is over, used, or was never one. */
export async function resetOf(token: string): Promise<z.infer<typeof Held> | undefined> {
  const hash = hashOfToken(token);
  if (hash === undefined) return undefined;
  const { rows } = await appPool().query<{ held: unknown }>("select reset_of($1) as held", [hash]);
  return rows[0]?.held ? Held.parse(rows[0].held) : undefined;
}

/** Uses a link: the new password holds, and every session is over. */
export async function resetPassword({
  token,
  password,
  address,
}: {
  token: string;
  password: string;
  address: string;
}): Promise<Outcome<{ email: string }>> {
  const over = refuse({ code: "not_found", because: "this link is over or was used already: ask for a new one" });
  if (!(await take(linkLimits(`token ${address}`, address).slice(1)))) return tooMany;
  const hash = hashOfToken(token);
  const held = await resetOf(token);
  if (!held || hash === undefined) return over;
  const fault = faultOf(password, [held.email, held.name]);
  if (fault !== undefined) return refusedFor("password", fault);
  const { rows } = await appPool().query<{ who: string | null }>("select reset_use($1, $2) as who", [hash, await hashPassword(password)]);
  const who = rows[0]?.who;
  if (!who) return over;
  await noteOfPerson(who, { action: "password.changed", because: "by a link" });
  return accept({ email: held.email });
}

/** Whether it is the person's own password, counted like a code. */
export async function confirmPassword(person: Pick<Person, "id" | "email">, password: string): Promise<Outcome<true>> {
  const limits = codeLimits(person.id);
  if (!(await take(limits))) return tooMany;
  const account = await accountOf(person.email, "");
  if (!(await isPassword(password, account?.passwordHash)))
    return refuse({ code: "unprocessable", because: "the password is not right", errors: [{ path: "password", because: "is not right" }] });
  await giveBack(limits);
  return accept(true);
}

/** The session that asks goes on; every other one is over. */
export async function changePassword({
  person,
  password,
  next,
}: {
  person: Pick<Person, "id" | "email" | "name" | "session">;
  password: string;
  next: string;
}): Promise<Outcome<{ id: string }>> {
  const fault = faultOf(next, [person.email, person.name]);
  if (fault !== undefined) return refusedFor("next", fault);
  const confirmed = await confirmPassword(person, password);
  if (!confirmed.ok) return confirmed;
  await setPassword(person.id, next, person.session);
  await noteOfPerson(person.id, { action: "password.changed", because: "by the person" });
  return accept({ id: person.id });
}

export async function setPassword(userId: string, password: string, keepSession: string | null): Promise<void> {
  await appPool().query("select password_set($1, $2, $3)", [userId, await hashPassword(password), keepSession]);
}

export async function renamePerson(userId: string, name: string): Promise<void> {
  await appPool().query("select person_rename($1, $2)", [userId, name]);
}
