import Link from "next/link";
import type { ReactNode } from "react";
import { SignOutButton } from "#components/tenancy/sign-out-button.tsx";
import { accessOnPage } from "#lib/http/page.next.ts";

type Props = { children: ReactNode; params: Promise<{ workspace: string }> };

export default async function WorkspaceLayout({ children, params }: Props) {
  const { workspace } = await params;
  const { person, membership } = await accessOnPage(workspace);
  return (
    <>
      <a href="#content" className="sr-only focus:not-sr-only">
        To the content
      </a>
      <header className="border-b border-line bg-raised">
        <div className="mx-auto flex max-w-5xl flex-wrap items-center justify-between gap-4 p-4">
          <nav aria-label="Workspace" className="flex items-center gap-4">
            <Link href={`/${workspace}`} className="font-semibold">
              {membership.workspaceName}
            </Link>
          </nav>
          <div className="flex items-center gap-4">
            <span className="text-sm text-quiet">
              {person.name}, {membership.role}
            </span>
            <SignOutButton />
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto grid max-w-5xl gap-8 p-4 py-8">
        {children}
      </main>
    </>
  );
}
