import { z } from "zod";
import { appPool } from "#lib/db.ts";
import { Role } from "./permissions.ts";

const Account = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  passwordHash: z.string().nullable(),
  members: z
    .array(z.object({ workspaceId: z.string(), workspaceName: z.string(), role: Role }))
    .nullable()
    .transform((members) => members ?? []),
});
export type Account = z.infer<typeof Account>;

/** One call by index: cheap enough to be asked on every request, so that a changed role acts at once. */
export async function accountOf(email: string): Promise<Account | undefined> {
  const { rows } = await appPool().query<{ account: unknown }>({
    name: "sign-in-of",
    text: "select sign_in_of($1) as account",
    values: [email],
  });
  return rows[0]?.account ? Account.parse(rows[0].account) : undefined;
}
