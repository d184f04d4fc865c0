import type { Metadata } from "next";
import { MakeKey } from "#components/settings/key-form.tsx";
import { KeysRoom } from "#components/settings/keys-room.tsx";
import { everyPermission, offeredGroups } from "#components/settings/offered.ts";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { keys as contract } from "#lib/http/contracts/people.ts";
import { cursorOf } from "#lib/http/cursor.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { stateOf } from "#lib/tenancy/keys.ts";
import { mayGive, permits } from "#lib/tenancy/permissions.ts";
import { knownGroups } from "#lib/workflows/groups.ts";

export const metadata: Metadata = { title: "API keys" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function KeysPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "key:read");
  const asked = contract.list.query.safeParse({ cursor: (await searchParams)["cursor"] });
  const { data, next } = await runtime().people.keys.listKeys(access.workspace, asked.success ? asked.data : { limit: 50 });
  const now = runtime().now();
  const mayChange = permits(access, "key:write");
  const offered = mayChange
    ? everyPermission(offeredGroups(await knownGroups(runtime(), { workspace: access.workspace }))).filter(({ grant }) =>
        mayGive(access, grant),
      )
    : [];
  return (
    <>
      <PageHead title="API keys" actions={mayChange && <MakeKey workspaceId={workspace} scopes={offered} />}>
        For programs. A key never does more than whoever made it may, and ends with their membership.
      </PageHead>
      {data.length === 0 ? (
        <EmptyState title="There is no key yet">A key lets a program start executions and read what came of them.</EmptyState>
      ) : (
        <KeysRoom workspaceId={workspace} keys={data.map((key) => ({ ...key, state: stateOf(key, now) }))} mayChange={mayChange} />
      )}
      {next && (
        <ButtonLink href={`/${workspace}/settings/keys?cursor=${cursorOf(next)}`} kind="plain" className="justify-self-center">
          Older
        </ButtonLink>
      )}
    </>
  );
}
