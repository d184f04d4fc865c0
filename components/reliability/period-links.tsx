import Link from "next/link";
import { cn } from "#components/ui/cn.ts";

type Props = { workspaceId: string; page: "reliability" | "budgets"; days: number; periods: readonly number[] };

const words: Record<number, string> = { 1: "Today", 7: "7 days", 30: "30 days" };

/** How far back the page looks; it stands in the address. */
export function PeriodLinks({ workspaceId, page, days, periods }: Props) {
  return (
    <nav aria-label="Period" className="flex gap-1 rounded-md bg-sunken p-1">
      {periods.map((period) => (
        <Link
          key={period}
          href={`/${workspaceId}/${page}?days=${period}`}
          aria-current={period === days ? "true" : undefined}
          className={cn(
            "inline-flex min-h-8 items-center rounded-sm px-3 text-sm font-medium",
            period === days ? "bg-raised text-ink shadow-card" : "text-quiet hover:text-ink",
          )}
        >
          {words[period] ?? `${period} days`}
        </Link>
      ))}
    </nav>
  );
}
