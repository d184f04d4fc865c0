import { demoPassword, demoPeople } from "#lib/tenancy/demo.ts";
import type { Role } from "#lib/tenancy/permissions.ts";

export type Account = { id: string; name: string; email: string; role: Role };

/** One person for each role; those of the sign-in page first. */
export const demoAccounts: Account[] = [
  ...demoPeople,
  ...(
    [
      { id: "usr_demo_admin", name: "Adi Shoham", email: "adi@demo.example", role: "admin" },
      { id: "usr_demo_builder", name: "Lior Amsalem", email: "lior@demo.example", role: "builder" },
      { id: "usr_demo_auditor", name: "Pnina Gabay", email: "pnina@demo.example", role: "auditor" },
    ] satisfies Account[]
  ).filter(({ id, role }) => !demoPeople.some((known) => known.id === id || known.role === role)),
];

export const otherAccounts: Account[] = [
  { id: "usr_other_owner", name: "Olive Harper", email: "olive@other.example", role: "owner" },
  { id: "usr_other_viewer", name: "Hugh Cartwright", email: "hugh@other.example", role: "viewer" },
];

export const seedPassword = demoPassword;
