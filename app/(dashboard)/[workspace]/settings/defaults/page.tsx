import type { Metadata } from "next";
import { SettingsRoom } from "#components/settings/settings-room.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";
import { mostAutonomy, resolveAll } from "#lib/tenancy/settings.ts";

export const metadata: Metadata = { title: "Defaults" };

type Props = { params: Promise<{ workspace: string }> };

export default async function DefaultsPage({ params }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "workspace:read");
  const around = await runtime().settingsAround(access.workspace, undefined);
  const settings = resolveAll(around);
  return (
    <>
      <PageHead title="Defaults">
        What holds where nobody says otherwise. The workspace comes before the system; a workflow, a step and an execution come before the
        workspace.
      </PageHead>
      <SettingsRoom
        workspaceId={workspace}
        whose={{ level: "workspace" }}
        settings={settings}
        most={mostAutonomy(around).value}
        mayChange={permits(access, "workspace:write")}
      />
    </>
  );
}
