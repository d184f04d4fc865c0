import { Check } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import { Permission, permissionsOf, permissionWords, Role, roleWords } from "#lib/tenancy/permissions.ts";

/** The one table of roles and permissions, drawn. */
export function RoleTable({ own }: { own: Role }) {
  const may = new Map(Role.options.map((role) => [role, new Set(permissionsOf(role))]));
  return (
    <>
      <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_minmax(0,1fr)]">
        {Role.options.map((role) => (
          <div key={role} className="grid gap-x-6 sm:col-span-2 sm:grid-cols-subgrid">
            <dt className={cn("font-medium", role === own && "text-accent")}>{role}</dt>
            <dd className="text-quiet">{roleWords[role]}</dd>
          </div>
        ))}
      </dl>
      <section
        aria-label="Permissions of each role"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
        tabIndex={0}
        className="min-w-0 overflow-x-auto rounded-lg border border-line bg-raised shadow-card"
      >
        <table className="w-full min-w-max border-collapse text-sm">
          <thead>
            <tr className="border-b border-line text-quiet">
              <th scope="col" className="px-4 py-2.5 text-start font-medium">
                Permission
              </th>
              {Role.options.map((role) => (
                <th key={role} scope="col" className={cn("px-2 py-2.5 text-center font-medium", role === own && "text-accent")}>
                  {role}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {Permission.options.map((permission) => (
              <tr key={permission}>
                <th scope="row" className="px-4 py-2 text-start font-normal">
                  <span className="grid max-w-40 whitespace-normal sm:max-w-72">
                    {permissionWords[permission]}
                    <span dir="ltr" className="w-fit font-mono text-xs text-quiet">
                      {permission}
                    </span>
                  </span>
                </th>
                {Role.options.map((role) => (
                  <td key={role} className="px-2 py-2 text-center">
                    {may.get(role)?.has(permission) ? (
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
