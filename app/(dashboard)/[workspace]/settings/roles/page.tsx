import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { RoleTable } from "#components/settings/role-table.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Roles" };

type Props = { params: Promise<{ workspace: string }> };

export default async function RolesPage({ params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace);
  if (!permits(access, "workspace:read")) notFound();
  return (
    <>
      <PageHead title="Roles">What each role may do. Your own is {access.role}.</PageHead>
      <RoleTable own={access.role} />
    </>
  );
}
