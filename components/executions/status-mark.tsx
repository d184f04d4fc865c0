import { cn } from "#components/ui/cn.ts";
import type { Look } from "./status.ts";

export function StatusMark({ look: { label, icon: Icon, tone } }: { look: Look }) {
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap text-sm font-medium", tone)}>
      <Icon aria-hidden className="size-4" />
      {label}
    </span>
  );
}
