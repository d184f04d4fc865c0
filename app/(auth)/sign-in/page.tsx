import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "#components/tenancy/sign-in-form.tsx";
import { demoSignIns, personOnPage } from "#lib/http/page.next.ts";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage() {
  const [first] = (await personOnPage())?.memberships ?? [];
  if (first) redirect(`/${first.workspaceId}`);
  const demo = await demoSignIns();
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-6 p-6">
      <div className="grid gap-1">
        <h1 className="text-2xl font-semibold">Sign in to Fermata</h1>
        <p className="text-quiet">Hold, until the conductor releases it.</p>
      </div>
      <SignInForm {...(demo && { demo })} />
    </main>
  );
}
