import type { Workspace } from "#lib/tenancy/workspace.ts";

/** What a lock gave: a token that is greater than every one before it, so that a write under an older one can be told and refused. */
export type Grant = { taken: true; fence: number } | { taken: false; holder: string; waitMs: number };

/** Named locks of a workspace, one holder each among all processes, for as long as the lease is renewed. */
export type Locks = {
  /** Who holds it already takes it again, with a new token: what began under the old one is over. */
  take(scope: Workspace, name: string, owner: string, leaseMs: number): Promise<Grant>;
  /** False: it is somebody else's by now, or nobody's. */
  renew(scope: Workspace, name: string, fence: number, leaseMs: number): Promise<boolean>;
  release(scope: Workspace, name: string, fence: number): Promise<boolean>;
};
