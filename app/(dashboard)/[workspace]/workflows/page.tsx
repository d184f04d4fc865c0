import type { Metadata } from "next";
import { RowList } from "#components/data/row-list.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { ListWorkflows } from "#lib/http/contracts/workflows.ts";
import { cursorOf } from "#lib/http/cursor.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";

export const metadata: Metadata = { title: "Workflows" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function WorkflowsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "workflow:read");
  const asked = ListWorkflows.safeParse({ cursor: (await searchParams)["cursor"] });
  const { data, next } = await runtime().workflows.list(access.workspace, asked.success ? asked.data : ListWorkflows.parse({}));
  return (
    <>
      <PageHead title="Workflows">Plans that are kept under a name, to be run again.</PageHead>
      {data.length === 0 ? (
        <EmptyState title="No plan is kept yet">
          Plan something, and save its plan as a workflow. Every change of it stays as a version.{" "}
          <ButtonLink href={`/${workspace}/new`} kind="plain" size="sm">
            Plan something
          </ButtonLink>
        </EmptyState>
      ) : (
        <RowList
          rows={data.map(({ id, name, description, version, steps, createdBy, updatedAt }) => ({
            id,
            href: `/${workspace}/workflows/${id}`,
            title: name,
            about: [description, steps === 1 ? "1 step" : `${steps} steps`, `version ${version}`, createdBy].filter(Boolean).join(" · "),
            side: <Moment at={updatedAt} />,
          }))}
        />
      )}
      {next && (
        <ButtonLink href={`/${workspace}/workflows?cursor=${cursorOf(next)}`} kind="plain" className="justify-self-center">
          Older
        </ButtonLink>
      )}
    </>
  );
}
