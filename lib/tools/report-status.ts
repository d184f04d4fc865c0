import { z } from "zod";
import type { Workspace } from "#lib/tenancy/workspace.ts";
import { done } from "./attempt.ts";
import { cut, Day, dayOf, inOrder, Language, outOfOrder, plainly } from "./fields.ts";
import { instantOf, localOf, nextDay, sayLocally } from "./local-time.ts";
import { defineTool } from "./tool.ts";

export type ExecutionSummary = {
  id: string;
  title: string;
  status: string;
  waitingOn: string | null;
  createdAt: Date;
  endedAt: Date | null;
};
/** The rooms of executions stand above this one, so they hand this in. Newest first. */
export type ExecutionsBetween = (workspace: Workspace, period: { from: Date; to: Date; limit: number }) => Promise<ExecutionSummary[]>;

const Input = z.strictObject({ from: Day.optional(), to: Day.optional(), language: Language.optional() }).refine(inOrder, outOfOrder);

const Item = z.object({
  id: z.string(),
  title: z.string(),
  status: z.string(),
  waitingOn: z.string().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
const Output = z.object({
  text: z.string(),
  from: z.string(),
  to: z.string(),
  total: z.int(),
  byStatus: z.record(z.string(), z.int()),
  executions: z.array(Item),
});

const maxExecutions = 200;
const shownPerStatus = 8;
const inOrderOfConcern = ["failed", "awaiting_approval", "paused", "running", "planning", "queued", "completed", "cancelled"];

const words = {
  en: {
    head: (from: string, to: string, total: number) =>
      `Status from ${from} to ${to}: ${total} ${total === 1 ? "execution" : "executions"}.`,
    none: "Nothing was started in this period.",
    more: (count: number) => `and ${count} more`,
    capped: `Only the newest ${maxExecutions} are counted.`,
    status: {} as Record<string, string>,
  },
  he: {
    head: (from: string, to: string, total: number) => `מצב העבודה מ-${from} עד ${to}: ${total} הרצות.`,
    none: "לא התחילה שום הרצה בתקופה הזאת.",
    more: (count: number) => `ועוד ${count}`,
    capped: `נספרו רק ${maxExecutions} האחרונות.`,
    status: {
      failed: "נכשלו",
      awaiting_approval: "ממתינות לאישור",
      paused: "מושהות",
      running: "רצות",
      planning: "בתכנון",
      queued: "בתור",
      completed: "הושלמו",
      cancelled: "בוטלו",
    } as Record<string, string>,
  },
};

export const reportStatus = (executionsBetween: ExecutionsBetween) =>
  defineTool({
    name: "report.status",
    title: "Report the status",
    description:
      "Reports how the workspace's executions of a period stand: what is done, what runs, what waits and for what, what failed. Without days: the last 7.",
    input: Input,
    output: Output,
    effect: "read",
    isLocal: true,
    takes: { from: "period-start", to: "period-end", language: "language" },
    gives: { text: "status", executions: "executions" },
    timeoutMs: 30_000,
    describe: ({ from, to }) =>
      plainly(() => `Report the status${from ? ` from ${dayOf(from)}` : ""}${to ? ` to ${dayOf(to)}` : ""}`, "Report the status"),
    run: async ({ from, to, language = "en" }, { workspace, executionId, now, timeZone }) => {
      const last = to ? dayOf(to) : localOf(now, timeZone).day;
      const first = from ? dayOf(from) : nextDay(last, -6);
      const found = await executionsBetween(workspace, {
        from: instantOf({ day: first, minutes: 0 }, timeZone),
        to: instantOf({ day: nextDay(last), minutes: 0 }, timeZone),
        limit: maxExecutions,
      });
      // The execution that asks is not news to whoever asked.
      const executions = found.filter(({ id }) => id !== executionId).slice(0, maxExecutions);
      const byStatus = Map.groupBy(executions, ({ status }) => status);
      const say = words[language];
      const statuses = [...byStatus.keys()].sort((one, other) => inOrderOfConcern.indexOf(one) - inOrderOfConcern.indexOf(other));
      const parts = statuses.map((status) =>
        sectionOf(say.status[status] ?? nameOf(status), byStatus.get(status) ?? [], say.more, timeZone),
      );
      const text = [
        say.head(first, last, executions.length),
        ...(parts.length > 0 ? parts : [say.none]),
        ...(found.length >= maxExecutions ? [say.capped] : []),
      ].join("\n\n");
      return done({
        text,
        from: first,
        to: last,
        total: executions.length,
        byStatus: Object.fromEntries([...byStatus].map(([status, some]) => [status, some.length])),
        executions: executions
          .slice(0, 50)
          .map((one) => ({ ...one, createdAt: one.createdAt.toISOString(), endedAt: one.endedAt?.toISOString() ?? null })),
      });
    },
  });

function sectionOf(name: string, executions: ExecutionSummary[], more: (count: number) => string, timeZone: string): string {
  const lines = executions
    .slice(0, shownPerStatus)
    .map(
      ({ title, waitingOn, createdAt }) => `- ${cut(title, 160)} (${sayLocally(createdAt, timeZone)})${waitingOn ? `: ${waitingOn}` : ""}`,
    );
  const rest = executions.length - lines.length;
  return [`${name}: ${executions.length}`, ...lines, ...(rest > 0 ? [`- ${more(rest)}`] : [])].join("\n");
}

const nameOf = (status: string): string => `${status.charAt(0).toUpperCase()}${status.slice(1).replaceAll("_", " ")}`;
