import type { Metadata } from "next";
import { firstOf } from "#components/data/first-of.ts";
import { SearchBox } from "#components/data/search-box.tsx";
import { EffectKinds } from "#components/effects/kinds.tsx";
import { Ledger } from "#components/effects/ledger.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHead } from "#components/ui/page-head.tsx";
import { Section } from "#components/ui/section.tsx";
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
  const { data: found, next } = listed.ok ? listed.value : { data: [], next: null };
  // What nobody knows waits for a person: it comes before everything else, however old it is.
  const isFirst = query.status === undefined && query.cursor === undefined;
  const asking = isFirst ? await listEffects(runtime(), { workspace: access.workspace, ...query, status: "unknown" }) : undefined;
  const unknown = asking?.ok ? asking.value.data : [];
  const data = found.filter(({ id }) => !unknown.some((one) => one.id === id));
  const ledger = { workspaceId: workspace, maySay: permits(access, "execution:control") };
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
      {unknown.length > 0 && (
        <Section title={unknown.length === 1 ? "One whose outcome is not known" : `${unknown.length} whose outcome is not known`}>
          <p className="text-sm text-quiet">
            Nothing of it is done again, or otherwise, before somebody who can look at the far side says what became of it.
          </p>
          <Ledger {...ledger} effects={unknown} />
        </Section>
      )}
      {data.length > 0 && <Ledger {...ledger} effects={data} />}
      {data.length === 0 && unknown.length === 0 && (
        <EmptyState title={text === "" && here === "" ? "Nothing in the world was changed yet" : "Nothing of this kind"}>
          What a step writes, sends, spends or deletes stands here before it happens.
        </EmptyState>
      )}
      {older && (
        <ButtonLink href={`/${workspace}/effects?${older}`} kind="plain" className="justify-self-center">
          Older
        </ButtonLink>
      )}
    </>
  );
}
