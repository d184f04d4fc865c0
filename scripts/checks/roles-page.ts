import { writeFileSync } from "node:fs";
import path from "node:path";
import { Permission, permissionsOf, permissionWords, Role, roleWords } from "#lib/tenancy/permissions.ts";
import { shippedTools } from "#lib/tools/registry.ts";

export const rolesPage = path.join(import.meta.dirname, "../../docs/roles.md");

/** The page of roles, as the table in the code has it. */
export function rolesText(): string {
  const may = new Map(Role.options.map((role) => [role, new Set(permissionsOf(role))]));
  const roles = Role.options.map((role) => `| ${role} | ${roleWords[role]} |`);
  const permissions = Permission.options.map(
    (permission) =>
      `| \`${permission}\` | ${permissionWords[permission]} | ${Role.options.map((role) => (may.get(role)?.has(permission) ? "✓" : "")).join(" | ")} |`,
  );
  const tools = shippedTools({
    egress: () => Promise.reject(new Error("nothing is called here")),
    executionsBetween: async () => [],
  }).all();
  const groups = [...new Set(tools.flatMap(({ group }) => (group === undefined ? [] : [`\`${group}\``])))].sort().join(", ");
  return [
    "# Roles and permissions",
    "",
    "Made from `lib/tenancy/permissions.ts` by `node scripts/checks/roles-page.ts`; a test compares the two.",
    "",
    "| role | may |",
    "|---|---|",
    ...roles,
    "",
    "A key has some of these permissions, and none that its maker has not; `profile:read` and `profile:write` are a person's own. Nobody changes, removes or invites somebody who may do more than they, and the last owner stays.",
    "",
    "A workspace can make roles of its own of these permissions (`POST /api/roles`, or the page of roles). Nobody puts more into one than they may do themselves, and nobody changes their own or one that may do more. A change acts at once on everybody who has the role; a role that a member, an open invitation or a living key has cannot be deleted. `profile:read` and `profile:write` are in every role.",
    "",
    `\`*:execute\` holds every group of tools and workflows. Each names its group where it is declared, and whoever has it run needs \`<group>:execute\`, such as \`lead-generation:execute\`; roles of a workspace and keys are made of single ones too. The tools of the product are of ${groups}.`,
    "",
    `| permission | lets one | ${Role.options.join(" | ")} |`,
    `|---|---|${Role.options.map(() => "---|").join("")}`,
    ...permissions,
    "",
  ].join("\n");
}

if (import.meta.main) writeFileSync(rolesPage, rolesText());
