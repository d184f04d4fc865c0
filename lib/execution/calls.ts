import type { Calls } from "./state.ts";

const minuteMs = 60_000;

/** One more call of this tool. Two minutes are kept: the running one and the one before it. */
export function counted(was: Calls | undefined, tool: string, at: string): Calls {
  const minute = Math.floor(Date.parse(at) / minuteMs);
  const before = was?.byTool[tool];
  return {
    total: (was?.total ?? 0) + 1,
    errors: was?.errors ?? 0,
    byTool: { ...was?.byTool, [tool]: { ...movedTo(before, minute), total: (before?.total ?? 0) + 1 } },
  };
}

type Window = { minute: number; now: number; before: number };

function movedTo(was: Window | undefined, minute: number): Window {
  if (was?.minute === minute) return { minute, now: was.now + 1, before: was.before };
  return { minute, now: 1, before: was?.minute === minute - 1 ? was.now : 0 };
}

/** About how many there were within the last minute: all of the running one, and of the one before it the part that is not a minute ago. */
export function lastMinute(window: Window, at: number): number {
  const minute = Math.floor(at / minuteMs);
  const share = 1 - (at % minuteMs) / minuteMs;
  if (window.minute === minute) return Math.floor(window.now + window.before * share);
  return window.minute === minute - 1 ? Math.floor(window.now * share) : 0;
}

/** What guards may ask about how much an execution has done, `more` calls of this tool included. */
export function usageOf(
  { calls, spent }: { calls?: Calls | undefined; spent?: { micros: number; tokens: number } | undefined },
  { tool, more, at }: { tool: string; more: number; at: string },
): Record<string, number> {
  const now = Date.parse(at);
  const windows = Object.entries(calls?.byTool ?? {});
  const within = windows.reduce((sum, [, window]) => sum + lastMinute(window, now), 0);
  const own = calls?.byTool[tool];
  const isPage = (name: string) => name.startsWith("http.") || name.startsWith("browser.");
  return {
    callsLastMinute: within + more,
    toolCallsLastMinute: (own ? lastMinute(own, now) : 0) + more,
    pagesLastMinute:
      windows.reduce((sum, [name, window]) => sum + (isPage(name) ? lastMinute(window, now) : 0), 0) + (isPage(tool) ? more : 0),
    executionCalls: (calls?.total ?? 0) + more,
    toolCalls: (own?.total ?? 0) + more,
    executionMicros: spent?.micros ?? 0,
    executionTokens: spent?.tokens ?? 0,
  };
}
