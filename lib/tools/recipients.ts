import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { isOptIn, isOptOut } from "#lib/safety/guardrails/opt-out.ts";
import type { Sql } from "./tool.ts";

/** What is known of somebody at the moment of sending: as the rules about contacting people ask for it. */
export type RecipientFacts = {
  recipient: { timezone?: string; consent: string; optedOutAt?: string };
  history: { at: string; direction: "in" | "out"; channel: string; kind: string | null; text: string }[];
};

const daysOfHistory = 31;
const longestHistory = 500;
const time = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Of somebody whom nobody knows, nothing is known: what counts against a solicitation. */
export async function recipientFacts(sql: Sql, email: string): Promise<RecipientFacts> {
  const [contact] = await sql.query<{ timezone: string; consent: string; consentAt: string | null; optedOutAt: string | null }>(
    `select time_zone as timezone, consent, ${time("consent_at")} as "consentAt", ${time("opted_out_at")} as "optedOutAt"
     from contacts where lower(email) = lower($1) order by opted_out_at nulls last, id limit 1`,
    [email],
  );
  const history = await sql.query<RecipientFacts["history"][number]>(
    `select ${time("coalesce(sent_at, created_at)")} as at, direction, channel, kind, left(body, 4000) as text from messages
     where created_at > now() - make_interval(days => $2) and status <> 'cancelled'
       and ((direction = 'in' and lower(sender) = lower($1)) or (direction = 'out' and recipients @> jsonb_build_array(jsonb_build_object('email', $1::text))))
     order by created_at desc limit $3`,
    [email, daysOfHistory, longestHistory],
  );
  const known = contact ?? { timezone: "", consent: "unknown", optedOutAt: null };
  return {
    recipient: {
      ...(known.timezone !== "" && { timezone: known.timezone }),
      consent: known.consent,
      ...(known.optedOutAt !== null && { optedOutAt: known.optedOutAt }),
    },
    // A message of before there was a kind was none that solicits.
    history: history.map((entry) => ({ ...entry, kind: entry.kind ?? (entry.direction === "out" ? "service" : null) })),
  };
}

/** What an incoming message says about being written to: recorded on whoever wrote it. */
export async function recordWish(
  sql: Sql,
  { email, text, at }: { email: string; text: string; at: Date },
): Promise<"out" | "in" | undefined> {
  if (isOptOut(text)) {
    await sql.query("update contacts set opted_out_at = coalesce(opted_out_at, $2), consent = 'none' where lower(email) = lower($1)", [
      email,
      at,
    ]);
    return "out";
  }
  if (!isOptIn(text)) return;
  await sql.query(
    "update contacts set opted_out_at = null, consent = 'express', consent_at = $2 where lower(email) = lower($1) and (opted_out_at is null or opted_out_at < $2)",
    [email, at],
  );
  return "in";
}

/** What a person records of a contact. */
export async function setConsent(
  sql: Sql,
  { id, consent, optedOut, at }: { id: string; consent: string; optedOut: boolean; at: Date },
): Promise<Outcome<{ id: string; consent: string; optedOutAt: string | null }>> {
  const [row] = await sql.query<{ id: string; consent: string; optedOutAt: string | null }>(
    `update contacts set consent_at = case when consent = $2 then consent_at else $4 end, consent = $2, opted_out_at = case when $3 then coalesce(opted_out_at, $4) end
     where id = $1 returning id, consent, ${time("opted_out_at")} as "optedOutAt"`,
    [id, consent, optedOut, at],
  );
  return row ? accept(row) : refuse({ code: "not_found", because: "there is nothing at this address" });
}
