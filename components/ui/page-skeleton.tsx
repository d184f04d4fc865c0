import { Skeleton } from "./skeleton.tsx";

const rows = ["a", "b", "c", "d", "e", "f"];

/** A page that is on its way: its name, and the rows that it will have. */
export function PageSkeleton({ title }: { title: string }) {
  return (
    <div aria-busy="true" className="grid gap-8">
      <p className="sr-only">{title} is being read</p>
      <div className="grid gap-2">
        <Skeleton className="h-9 w-56" />
        <Skeleton className="h-4 w-80 max-w-full" />
      </div>
      <div className="grid gap-3">
        {rows.map((row) => (
          <Skeleton key={row} className="h-16" />
        ))}
      </div>
    </div>
  );
}
