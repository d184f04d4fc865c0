/** Where a person opens a thing of the workspace. The higher rooms know the addresses; a tool is given this. */
export type LinkTo = (workspaceId: string, kind: "documents" | "contacts" | "calendar" | "messages", id: string) => string;

export const relativeLink: LinkTo = (workspaceId, kind, id) => `/${encodeURIComponent(workspaceId)}/${kind}/${encodeURIComponent(id)}`;
