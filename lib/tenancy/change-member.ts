import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import { covers, type HeldRole, type Rights, roleName } from "./permissions.ts";

export type MemberState = { role: HeldRole; isDisabled: boolean };
/** `none`: is to be a member no longer. */
export type MemberChange = { role?: HeldRole | undefined; disabled?: boolean | undefined } | "none";

type Around = {
  /** Who asks. */
  rights: Rights;
  /** Owners who are not disabled, this one among them. */
  owners: number;
};

/** Whether a member may be changed so, and what the member is then. Whoever could do more than the asker is out of reach, and so is any role that could. */
export function changeMember(was: MemberState, change: MemberChange, { rights, owners }: Around): Outcome<MemberState | "none"> {
  if (!covers(rights, was.role))
    return refuse({ code: "forbidden", because: `a member with the role ${roleName(was.role)} may do more than you` });
  const next = change === "none" ? change : { role: change.role ?? was.role, isDisabled: change.disabled ?? was.isDisabled };
  if (next !== "none" && !covers(rights, next.role))
    return refuse({ code: "forbidden", because: `the role ${roleName(next.role)} may do more than you` });
  const isOwner = was.role === "owner" && !was.isDisabled;
  const staysOwner = next !== "none" && next.role === "owner" && !next.isDisabled;
  if (isOwner && !staysOwner && owners <= 1)
    return refuse({ code: "conflict", because: "the last owner stays: make somebody else an owner first" });
  return accept(next);
}
