import type { Role } from "./permissions.ts";

/** The workspace that the seed fills, for a first look. Whoever can open the sign-in page of it may know how to enter it. */
export const demoWorkspaceId = "demo";
export const demoPassword = "hold-until-released";

export const demoPeople: { id: string; name: string; email: string; role: Role }[] = [
  { id: "usr_demo_owner", name: "Dana Mizrahi", email: "dana@demo.example", role: "owner" },
  { id: "usr_demo_operator", name: "Omer Katz", email: "omer@demo.example", role: "operator" },
  { id: "usr_demo_approver", name: "Noa Levi", email: "noa@demo.example", role: "approver" },
  { id: "usr_demo_viewer", name: "Victor Stein", email: "victor@demo.example", role: "viewer" },
];
