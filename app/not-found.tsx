import Link from "next/link";

export default function NotFound() {
  return (
    <main className="mx-auto grid max-w-xl gap-4 p-8">
      <h1 className="text-2xl font-semibold">There is nothing at this address</h1>
      <p className="text-quiet">It may have been removed, or it belongs to another workspace.</p>
      <Link href="/" className="text-accent underline">
        To the executions
      </Link>
    </main>
  );
}
