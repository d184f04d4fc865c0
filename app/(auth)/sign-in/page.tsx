import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "#components/tenancy/sign-in-form.tsx";
import { FermataSign } from "#components/ui/fermata-sign.tsx";
import { demoSignIns, oidcName, personOnPage } from "#lib/http/page.next.ts";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const [first] = (await personOnPage())?.memberships ?? [];
  if (first) redirect(`/${first.workspaceId}`);
  const demo = await demoSignIns();
  const issuer = oidcName();
  const { error } = await searchParams;
  return (
    <main className="grid min-h-dvh lg:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]">
      <div className="grid content-center justify-items-center p-6 py-12">
        <div className="grid w-full max-w-sm gap-8">
          <div className="grid gap-2">
            <FermataSign className="size-11 text-accent" />
            <h1 className="text-3xl font-medium">Sign in to Fermata</h1>
            <p className="text-quiet">AI work for teams: planned, run in parallel, and held where a person should look.</p>
          </div>
          <SignInForm {...(demo && { demo })} {...(issuer !== undefined && { issuer })} {...(typeof error === "string" && { error })} />
        </div>
      </div>
      <Held />
    </main>
  );
}

/** A bar of a score, held: what the product is about, without a word too many. */
function Held() {
  const staves = [0, 1, 2, 3, 4];
  return (
    <aside className="relative hidden content-end overflow-hidden border-s border-line bg-accent-soft p-12 lg:grid">
      <svg viewBox="0 0 480 520" aria-hidden="true" className="absolute inset-0 size-full text-accent" preserveAspectRatio="xMidYMid slice">
        <g stroke="currentColor" strokeOpacity="0.28" strokeWidth="1.5">
          {staves.map((line) => (
            <path key={line} d={`M0 ${230 + line * 22}H480`} />
          ))}
          <path d="M430 230V318M438 230V318" strokeOpacity="0.5" />
        </g>
        <g fill="currentColor">
          <ellipse cx="228" cy="274" rx="17" ry="12.5" transform="rotate(-20 228 274)" />
          <path d="M242 268V180" stroke="currentColor" strokeWidth="3.2" />
          <ellipse cx="96" cy="296" rx="14" ry="10" transform="rotate(-20 96 296)" opacity="0.32" />
          <ellipse cx="152" cy="285" rx="14" ry="10" transform="rotate(-20 152 285)" opacity="0.5" />
          <path d="M162 130c1.5-42 28-70 72-70s70.5 28 72 70c-9-29-35-47-72-47s-63 18-72 47Z" />
          <circle cx="234" cy="122" r="12" />
        </g>
      </svg>
      <p className="relative max-w-sm font-display text-xl text-accent">Hold, until the conductor releases it.</p>
    </aside>
  );
}
