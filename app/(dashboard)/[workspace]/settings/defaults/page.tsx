import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SettingsRoom } from "#components/settings/settings-room.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";
import { resolveAll } from "#lib/tenancy/settings.ts";

export const metadata: Metadata = { title: "Defaults" };

type Props = { params: Promise<{ workspace: string }> };

export default async function DefaultsPage({ params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace);
  if (!permits(access, "workspace:read")) notFound();
  const settings = resolveAll(await runtime().settingsAround(access.workspace, undefined));
  return (
    <>
      <PageHead title="Defaults">
        What holds where nobody says otherwise. The workspace comes before the system; a workflow, a step and an execution come before the
        workspace.
      </PageHead>
      <SettingsRoom workspaceId={workspace} settings={settings} mayChange={permits(access, "workspace:write")} />
    </>
  );
}
