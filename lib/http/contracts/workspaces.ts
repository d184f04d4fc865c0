import { z } from "zod";
import { faultOfId } from "#lib/tenancy/workspace-id.ts";
import type { Operation } from "./operations.ts";
import { Email, Name, Password } from "./people.ts";
import { Joined } from "./people-answers.ts";

const NewWorkspace = {
  id: z
    .string()
    .trim()
    .superRefine((id, context) => {
      const message = faultOfId(id);
      if (message !== undefined) context.addIssue({ code: "custom", message });
    }),
  name: Name,
  timeZone: z.string().min(1).max(60).default("UTC"),
};

export const workspaces = {
  make: { body: z.strictObject(NewWorkspace) },
  setUp: {
    body: z.strictObject({
      token: z.string().min(1).max(200),
      name: Name,
      email: Email,
      password: Password,
      workspace: z.strictObject(NewWorkspace),
    }),
  },
};

/** Workspaces and their beginning. */
export const workspaceOperations: Operation[] = [
  {
    method: "post",
    path: "/api/workspaces",
    allow: "workspace:create",
    summary: "Makes a workspace whose owner is the person who asks",
    ...workspaces.make,
    status: 201,
    answer: Joined,
  },
  {
    method: "post",
    path: "/api/set-up",
    summary: "Makes the first workspace and its owner, once, with the token that the start of an empty installation printed",
    ...workspaces.setUp,
    status: 200,
    answer: Joined,
  },
];
