import { z } from "zod";
import { appPool } from "#lib/db.ts";
import { HeldRole } from "./permissions.ts";

export const Members = z.array(z.object({ workspaceId: z.string(), workspaceName: z.string(), role: HeldRole }));

const Account = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  passwordHash: z.string().nullable(),
  members: Members,
  /** A session of theirs was opened from this address before. */
  knowsAddress: z.boolean(),
  hasFactor: z.boolean(),
});
export type Account = z.infer<typeof Account>;

/** What signing in needs to know; nothing for an e-mail that nobody has. */
export async function accountOf(email: string, address: string): Promise<Account | undefined> {
  const { rows } = await appPool().query<{ account: unknown }>({
    name: "sign-in-of",
    text: "select sign_in_of($1, $2) as account",
    values: [email, address],
  });
  return rows[0]?.account ? Account.parse(rows[0].account) : undefined;
}
