import { useEffect, useState } from "react";
import { z } from "zod";
import { ask } from "#components/ui/ask.ts";

const Limit = z.object({
  name: z.string(),
  says: z.string(),
  used: z.number(),
  most: z.number().nullable(),
  windowSeconds: z.number().nullable(),
});
export type LimitRow = z.infer<typeof Limit>;
const Answer = z.object({ data: z.array(Limit) });

const everyMs = 5_000;

/** The limits as they are now, read again every few seconds while somebody looks. */
export function useLimits(workspaceId: string, limits: LimitRow[]): LimitRow[] {
  const [now, setNow] = useState(limits);
  useEffect(() => {
    const stop = new AbortController();
    const read = async () => {
      if (document.hidden) return;
      const asked = await ask("/api/limits", { workspaceId, signal: stop.signal });
      const answer = Answer.safeParse(asked.ok ? asked.value : undefined);
      if (answer.success && !stop.signal.aborted) setNow(answer.data.data);
    };
    const timer = setInterval(() => void read(), everyMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [workspaceId]);
  return now;
}
