import { exportAudit, listAudit, note, noteOfPerson, tellFromLog, verifyAudit } from "./audit.postgres.ts";
import { beginFactor, confirmFactor, factorState, removeFactor } from "./factors.postgres.ts";
import { acceptInvitation, invite, listInvitations, lookAtInvitation, revokeInvitation } from "./invitations.postgres.ts";
import { listKeys, makeKey, revokeKey, rotateKey } from "./keys.postgres.ts";
import { listMembers, memberById, reviseMember, workspaceName } from "./members.postgres.ts";
import { changePassword, confirmPassword, renamePerson, resetForEmail, resetForMember, resetPassword } from "./passwords.postgres.ts";
import { roles } from "./roles.postgres.ts";
import { endOtherSessions, endSession, sessionsOf } from "./sessions.postgres.ts";
import { isEmpty, setUp } from "./set-up.postgres.ts";
import { changeSettings, settingsOf } from "./settings.postgres.ts";
import { makeOwned } from "./workspaces.postgres.ts";

/** What may be asked about people, keys and the audit, for whoever answers a request. */
export const people = {
  auditLog: { exportAudit, listAudit, note, noteOfPerson, tellFromLog, verifyAudit },
  factors: { beginFactor, confirmFactor, factorState, removeFactor },
  invitations: { acceptInvitation, invite, listInvitations, lookAtInvitation, revokeInvitation },
  keys: { listKeys, makeKey, revokeKey, rotateKey },
  members: { listMembers, memberById, reviseMember, workspaceName },
  passwords: { changePassword, confirmPassword, renamePerson, resetForEmail, resetForMember, resetPassword },
  roles,
  settings: { changeSettings, settingsOf },
  workspaces: { isEmpty, makeOwned, setUp },
  sessions: { endOtherSessions, endSession, sessionsOf },
};
