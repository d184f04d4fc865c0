import type { Metadata } from "next";
import { Entrance } from "#components/tenancy/entrance.tsx";
import { SetUpForm } from "#components/tenancy/set-up-form.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { runtime } from "#lib/runtime.ts";

export const metadata: Metadata = { title: "Set up" };
export const dynamic = "force-dynamic";

export default async function SetUpPage() {
  const isEmpty = await runtime().people.workspaces.isEmpty();
  return (
    <Entrance title={isEmpty ? "Set up Fermata" : "It is set up"}>
      {isEmpty ? (
        <SetUpForm />
      ) : (
        <>
          <p className="text-quiet">Somebody has an account here. Sign in, or ask to be invited.</p>
          <ButtonLink kind="main" href="/sign-in" className="justify-self-start">
            Sign in
          </ButtonLink>
        </>
      )}
    </Entrance>
  );
}
