import { z } from "zod";
import { appPool } from "#lib/db.ts";
import type { Person } from "./access.ts";
import { Members } from "./accounts.postgres.ts";

/** However busy it is, a session ends after so long; one that nobody uses ends after seven days. */
const longestDays = 30;

export async function openSession({
  id,
  userId,
  address,
  agent,
}: {
  id: string;
  userId: string;
  address: string;
  agent: string;
}): Promise<void> {
  await appPool().query("select session_open($1, $2, $3, $4, $5)", [id, userId, address, agent, longestDays]);
}

const Row = z.object({ id: z.string(), name: z.string(), email: z.string(), members: Members, isStale: z.boolean() });

/** Whose session this is, with the memberships of this moment: one call by index, asked on every request. */
export async function personOfSession(session: string): Promise<Person | undefined> {
  const { rows } = await appPool().query<{ person: unknown }>({
    name: "session-of",
    text: "select session_of($1) as person",
    values: [session],
  });
  if (!rows[0]?.person) return undefined;
  const { members, isStale, ...person } = Row.parse(rows[0].person);
  // Kept to the minute, so that a busy page does not write a row for each request.
  if (isStale)
    void appPool()
      .query("select session_seen($1)", [session])
      .catch(() => {});
  return { ...person, session, memberships: members };
}

export type Session = { id: string; createdAt: Date; seenAt: Date; expiresAt: Date; address: string; agent: string };

/** A person's open sessions, the last used first. */
export async function sessionsOf(userId: string): Promise<Session[]> {
  const { rows } = await appPool().query<Session>("select * from sessions_of($1)", [userId]);
  return rows;
}

/** False: the person has no such session. */
export async function endSession(userId: string, session: string): Promise<boolean> {
  const { rows } = await appPool().query<{ ended: boolean }>("select session_end($1, $2) as ended", [userId, session]);
  return rows[0]?.ended ?? false;
}

/** Ends every session of a person but one; how many there were. */
export async function endOtherSessions(userId: string, keep: string | null): Promise<number> {
  const { rows } = await appPool().query<{ ended: number }>("select sessions_end_but($1, $2) as ended", [userId, keep]);
  return rows[0]?.ended ?? 0;
}
