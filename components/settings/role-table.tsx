import { Check } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import { type HeldRole, permits, roleId, roleName, saysOf } from "#lib/tenancy/permissions.ts";
import type { Offered } from "./permission-boxes.tsx";

/** The one table of roles and permissions, drawn, with what the workspace made of it. */
export function RoleTable({ roles, permissions, own }: { roles: HeldRole[]; permissions: Offered[]; own: HeldRole }) {
  const columns = roles.map((role) => ({
    id: roleId(role),
    name: roleName(role),
    says: saysOf(role),
    isOwn: roleId(role) === roleId(own),
    may: new Set(permissions.filter(({ grant }) => permits({ role }, grant)).map(({ grant }) => grant)),
  }));
  return (
    <>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_minmax(0,1fr)]">
        {columns.map(({ id, name, says, isOwn }) => (
          <div key={id} className="grid gap-x-6 sm:col-span-2 sm:grid-cols-subgrid">
            <dt className={cn("max-w-60 truncate font-medium", isOwn && "text-accent")}>
              <bdi>{name}</bdi>
            </dt>
            <dd className="text-quiet">
              <bdi>{says}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <section
        aria-label="Permissions of each role"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
        tabIndex={0}
        className="relative min-w-0 overflow-x-auto rounded-lg border border-line bg-raised shadow-card"
      >
        <table className="w-full min-w-max border-collapse text-sm">
          <thead>
            <tr className="border-b border-line text-quiet">
              <th scope="col" className="px-4 py-2.5 text-start font-medium">
                Permission
              </th>
              {columns.map(({ id, name, isOwn }) => (
                <th
                  key={id}
                  scope="col"
                  className={cn("max-w-32 px-2 py-2.5 text-center font-medium whitespace-normal", isOwn && "text-accent")}
                >
                  <bdi>{name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {permissions.map(({ grant, says }) => (
              <tr key={grant}>
                <th scope="row" className="px-4 py-2 text-start font-normal">
                  <span className="grid max-w-40 whitespace-normal sm:max-w-72">
                    {says}
                    <span dir="ltr" className="w-fit font-mono text-xs text-quiet">
                      {grant}
                    </span>
                  </span>
                </th>
                {columns.map(({ id, may }) => (
                  <td key={id} className="px-2 py-2 text-center">
                    {may.has(grant) ? (
                      <>
                        <Check aria-hidden className="mx-auto size-4 text-tone-done" />
                        <span className="sr-only">yes</span>
                      </>
                    ) : (
                      <span className="sr-only">no</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
