import { randomBytes } from "node:crypto";
import { z } from "zod";
import { appPool, withWorkspace } from "#lib/db.ts";
import type { Letter } from "#lib/tenancy/letter.ts";
import { hashOfToken, tokenBytes, tokenFrom } from "#lib/tenancy/one-time.ts";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { markMessageUsed, messageLinkOf } from "./channels.postgres.ts";
import type { HeldLink } from "./decide-by-link.ts";
import { requesterOf } from "./seats.ts";
import type { LetterAbout } from "./tell-approvers.ts";
import type { QuestionAbout } from "./tell-requester.ts";

const linkHours = 24;
/** A letter that was claimed and not sent within this may be sent by another. */
const claimSeconds = 60;

type Deps = { address: string | undefined; sendLetter: (letter: Letter) => Promise<boolean> };

type Person = { id: string; name: string; email: string };

/** Writes to one who may decide, once for an occasion, with a link that is theirs. */
export function approverLetters({ address = "", sendLetter }: Deps) {
  return (scope: Workspace, to: Person, about: LetterAbout): Promise<boolean> =>
    writeOnce(scope, to, about, (token) =>
      sendLetter(letterTo(to, about, `${address}/decide#${token}`, `${address}/${scope.id}/approvals`)),
    );
}

/** Writes to who asked for the execution, once for a question. It is answered in the thread, by who is signed in: the letter has no right of its own. */
export function requesterLetters({ address = "", sendLetter }: Deps) {
  return (scope: Workspace, to: Person, { head, approval, question }: QuestionAbout): Promise<boolean> =>
    writeOnce(scope, to, { head, approval, occasion: `asked:${question.id}` }, () =>
      sendLetter({
        to,
        subject: `A question about: ${approval.summary}`.slice(0, 200),
        text: `${question.from} asks about “${approval.summary}”:\n\n${question.text}\n\nIt is part of “${head.title}”, and waits for a decision until ${approval.expiresAt}. Answer in its thread:\n${address}/${scope.id}/executions/${head.id}\n`,
      }),
    );
}

/** The row is claimed before the letter goes, and marked after. */
async function writeOnce(
  scope: Workspace,
  to: Person,
  { head, approval, occasion }: Pick<LetterAbout, "head" | "approval"> & { occasion: string },
  send: (token: string) => Promise<boolean>,
): Promise<boolean> {
  const { token, hash } = tokenFrom(randomBytes(tokenBytes));
  const key = [scope.id, approval.id, to.id, occasion];
  const claimed = await withWorkspace(scope.id, (client) =>
    client.query(
      `insert into approval_letters as l (workspace_id, approval_id, user_id, occasion, execution_id, hash, payload_hash, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, least($8::timestamptz, now() + make_interval(hours => $9)))
       on conflict (workspace_id, approval_id, user_id, occasion) do update
         set hash = excluded.hash, payload_hash = excluded.payload_hash, expires_at = excluded.expires_at, created_at = now()
         where l.sent_at is null and l.created_at < now() - make_interval(secs => $10)`,
      [...key, head.id, hash, approval.payloadHash, approval.expiresAt, linkHours, claimSeconds],
    ),
  );
  if (claimed.rowCount !== 1 || !(await send(token))) return false;
  await withWorkspace(scope.id, (client) =>
    client.query(
      "update approval_letters set sent_at = now() where workspace_id = $1 and approval_id = $2 and user_id = $3 and occasion = $4 and hash = $5",
      [...key, hash],
    ),
  );
  return true;
}

const openings = {
  requested: "waits for your decision",
  reminded: "still waits, and its time is nearly over",
  escalated: "was not decided in time, and comes to you",
};

/** The payload stays where it is: mail is read by others than those it is for. */
function letterTo(to: { name: string; email: string }, { head, approval, occasion }: LetterAbout, link: string, inbox: string): Letter {
  return {
    to,
    subject: `${occasion === "requested" ? "Decide" : "Still to decide"}: ${approval.summary}`.slice(0, 200),
    text: `${approval.summary}\n\nThis ${openings[occasion]}, until ${approval.expiresAt}. It is part of “${head.title}”, asked for by ${requesterOf(approval, head).name}.\n\nLook at it and decide. The link is yours alone and works for one decision:\n${link}\n\nAll that waits: ${inbox}\n`,
  };
}

const Held = z
  .object({
    workspaceId: z.string(),
    approvalId: z.string(),
    userId: z.string(),
    name: z.string(),
    payloadHash: z.string(),
    isUsed: z.boolean(),
  })
  .transform(({ userId: id, name, ...held }): HeldLink => ({ ...held, person: { id, name } }));

/** Whose link this is; nothing when it is over or was never one. */
export async function letterOf(token: string): Promise<HeldLink | undefined> {
  const hash = hashOfToken(token);
  if (hash === undefined) return undefined;
  const { rows } = await appPool().query<{ held: unknown }>("select approval_letter_of($1) as held", [hash]);
  return rows[0]?.held ? Held.parse(rows[0].held) : messageLinkOf(hash);
}

/** After the decision: a link that is stopped between the two finds the decision itself, which is made once. */
export async function markUsed({ workspaceId, person }: HeldLink, token: string): Promise<void> {
  const hash = hashOfToken(token);
  if (hash !== undefined && !person) return markMessageUsed(workspaceId, hash);
  await withWorkspace(workspaceId, (client) =>
    client.query("update approval_letters set used_at = now() where workspace_id = $1 and hash = $2 and used_at is null", [
      workspaceId,
      hash,
    ]),
  );
}
