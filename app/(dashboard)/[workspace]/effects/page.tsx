import type { Metadata } from "next";
import { firstOf } from "#components/data/first-of.ts";
import { SearchBox } from "#components/data/search-box.tsx";
import { EffectKinds } from "#components/effects/kinds.tsx";
import { Ledger } from "#components/effects/ledger.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { listEffects } from "#lib/execution/list-effects.ts";
import { ListEffects } from "#lib/http/contracts/effects.ts";
import { cursorOf } from "#lib/http/cursor.ts";
import { accessOnPage } from "#lib/http/page.next.ts";
import { runtime } from "#lib/runtime.ts";
import { permits } from "#lib/tenancy/permissions.ts";

export const metadata: Metadata = { title: "Effects" };

type Props = { params: Promise<{ workspace: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function EffectsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { access } = await accessOnPage(workspace, "execution:read");
  const { q, ...asked } = await searchParams;
  const text = firstOf(q).trim();
  const read = ListEffects.safeParse({ ...asked, ...(text !== "" && { text }) });
  const query = read.success ? read.data : ListEffects.parse({});
  const listed = await listEffects(runtime(), { workspace: access.workspace, ...query });
  const { data, next } = listed.ok ? listed.value : { data: [], next: null };
  const kind: Record<string, string> = {
    ...(query.effect && { effect: query.effect }),
    ...(query.status && { status: query.status }),
  };
  const here = new URLSearchParams(kind).toString();
  const older = next && new URLSearchParams({ ...kind, ...(text !== "" && { q: text }), cursor: cursorOf(next) }).toString();
  return (
    <>
      <PageHead title="Effects">What was sent, written, spent and deleted, to whom, and what proves it.</PageHead>
      <EffectKinds workspaceId={workspace} here={here} />
      <SearchBox label="Search effects" text={text} keep={kind} />
      {data.length === 0 ? (
        <EmptyState title={text === "" && here === "" ? "Nothing in the world was changed yet" : "Nothing of this kind"}>
          What a step writes, sends, spends or deletes stands here before it happens.
        </EmptyState>
      ) : (
        <Ledger workspaceId={workspace} effects={data} maySay={permits(access, "execution:control")} />
      )}
      {older && (
        <ButtonLink href={`/${workspace}/effects?${older}`} kind="plain" className="justify-self-center">
          Older
        </ButtonLink>
      )}
    </>
  );
}
