/** What was done, in words; an action that is not listed says its name. */
const words: Record<string, string> = {
  "approval.approve": "approved",
  "approval.reject": "rejected",
  "approval.edit": "approved with changes",
  "approval.ask": "asked about an approval",
  "audit.exported": "exported the audit",
  "connection.changed": "changed a connection",
  "connection.created": "made a connection",
  "connection.removed": "removed a connection",
  "execution.cancelled": "cancelled an execution",
  "execution.paused": "paused an execution",
  "execution.resumed": "resumed an execution",
  "invitation.made": "invited somebody",
  "invitation.revoked": "took back an invitation",
  "key.created": "made an API key",
  "key.revoked": "revoked an API key",
  "key.rotated": "rotated an API key",
  "member.changed": "changed a member",
  "member.joined": "joined",
  "member.removed": "removed a member",
  "password.changed": "changed their password",
  "password.link_made": "made a link to a new password",
  "plan.drafted": "had a plan drafted",
  "profile.renamed": "changed their name",
  "second_factor.added": "added a second factor",
  "second_factor.removed": "removed their second factor",
  "settings.changed": "changed settings",
  "session.ended": "ended a session",
  "session.opened": "signed in",
  "session.refused": "was refused at sign-in",
  "vault.rotated": "changed the keys of the vault",
  "workflow.archived": "put a workflow away",
  "workflow.created": "kept a workflow",
  "workflow.revised": "changed a workflow",
  "workspace.created": "made the workspace",
};

export const sentenceOf = (action: string): string => words[action] ?? action;

/** What can be looked for, by the first word of its actions. */
export const auditRooms = [...new Set(Object.keys(words).map((action) => action.split(".")[0] ?? ""))].sort();
