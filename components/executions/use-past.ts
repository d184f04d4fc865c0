"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { History, Moment } from "#lib/execution/history.ts";
import type { Head } from "#lib/execution/state.ts";
import { batchesOf } from "#lib/planner/batches.ts";
import { type Details, KeptPlan } from "./details.ts";
import type { Log } from "./use-log.ts";
import { usePayload } from "./use-payload.ts";
import type { usePlace } from "./use-place.ts";

const restMs = 150;

/** The number of an event in an address; what is none is no moment. */
const readMoment = (text: string | null): number | undefined => (text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined);

/** Which moment is looked at: nothing is now. The address follows once the hand rests. */
export function useMoment({ place, go }: ReturnType<typeof usePlace>, last: number) {
  const [chosen, choose] = useState(() => readMoment(place.get("at")));
  const at = chosen !== undefined && chosen < last ? chosen : undefined;
  useEffect(() => {
    const timer = setTimeout(() => {
      const said = readMoment(new URLSearchParams(window.location.search).get("at"));
      if (said !== at) go({ at: at === undefined ? undefined : String(at) });
    }, restMs);
    return () => clearTimeout(timer);
  }, [at, go]);
  return { at, choose };
}

/** The execution as it stood then, folded from its log; nothing while the log is on its way. */
export function usePast({ log, at }: { log: Log; at: number | undefined }): Moment | undefined {
  const history = useRef<History>({ events: [], kept: [] });
  const [lib, setLib] = useState<typeof import("#lib/execution/history.ts")>();
  const isWanted = at !== undefined;
  // What folds is read with the first look back.
  useEffect(() => {
    if (isWanted) void import("#lib/execution/history.ts").then(setLib);
  }, [isWanted]);
  return useMemo(() => {
    if (at === undefined || !log.isRead || !lib) return;
    history.current = lib.remember(history.current, log.events);
    return lib.momentAt(history.current, at);
  }, [lib, log.events, log.isRead, at]);
}

type Ask = { workspaceId: string; id: string; was: Head["plan"]; now: Head["plan"]; plan: Details["plan"] };

/** The plan that it had then: the one that is known already, or an older version of it. */
export function usePlanThen({ workspaceId, id, was, now, plan }: Ask): Details["plan"] {
  const older = was && was.ref.id !== now?.ref.id ? was.ref.id : undefined;
  const read = usePayload({ workspaceId, executionId: id, id: older });
  return useMemo(() => {
    if (!was) return null;
    if (older === undefined) return plan;
    const kept = read.is === "there" ? KeptPlan.safeParse(read.value) : undefined;
    return kept?.success ? { steps: kept.data.steps, batches: batchesOf(kept.data.steps) } : null;
  }, [was, older, plan, read]);
}
