import { ButtonLink } from "#components/ui/button-link.tsx";
import { FermataSign } from "#components/ui/fermata-sign.tsx";

export default function NotFound() {
  return (
    <main className="mx-auto grid min-h-[70dvh] max-w-xl content-center gap-5 p-8">
      <FermataSign className="size-10 text-line-strong" />
      <h1 className="text-3xl font-medium">There is nothing at this address</h1>
      <p className="text-quiet">It may have been removed, or it belongs to another workspace.</p>
      <ButtonLink kind="main" href="/" className="justify-self-start">
        To the first page
      </ButtonLink>
    </main>
  );
}
