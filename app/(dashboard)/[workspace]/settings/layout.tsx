import type { ReactNode } from "react";
import { sections } from "#components/settings/sections.ts";
import { SettingsNav } from "#components/settings/settings-nav.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { permits } from "#lib/tenancy/permissions.ts";

type Props = { children: ReactNode; params: Promise<{ workspace: string }> };

export default async function SettingsLayout({ children, params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "profile:read");
  return (
    <>
      <SettingsNav workspaceId={workspace} sections={sections.filter(({ allow }) => permits(access, allow))} />
      {children}
    </>
  );
}
