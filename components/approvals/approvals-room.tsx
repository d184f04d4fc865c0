"use client";

import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useKeys } from "#components/shell/use-keys.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ButtonLink } from "#components/ui/button-link.tsx";
import { Card } from "#components/ui/card.tsx";
import { cn } from "#components/ui/cn.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { Time } from "#components/ui/time.tsx";
import { useNow } from "#components/ui/use-now.ts";
import { receiversOf } from "#lib/execution/receivers.ts";
import { Answered } from "./answered.tsx";
import { ApprovalCard } from "./approval-card.tsx";
import { consequences, raising } from "./consequence.ts";
import { Decided, ends } from "./decided.tsx";
import { Difference } from "./difference.tsx";
import type { InboxApproval } from "./inbox-approval.ts";
import { Thread } from "./thread.tsx";
import { useAllApprovals, useOpenApprovals } from "./use-approvals.ts";
import { useSnoozed } from "./use-snoozed.ts";
import { useView } from "./use-view.ts";
import type { View } from "./views.ts";

type Props = { workspaceId: string; view: View; me: { id: string }; mayDecide: boolean; mayWrite: boolean; first: InboxApproval[] };

type May = { mayDecide: boolean; mayWrite: boolean };

/** What waits for people, the next to expire first. */
export function ApprovalsRoom({ workspaceId, view: from, me, mayDecide, mayWrite, first }: Props) {
  const [view, turnTo] = useView(from);
  const { data: open = [] } = useOpenApprovals(workspaceId, { first });
  const { data: all } = useAllApprovals(workspaceId, view === "all");
  const mine = open.filter(({ requestedBy }) => requestedBy.id === me.id);
  const forMyRole = mayDecide ? open.filter(({ you }) => you.may) : [];
  const may = { mayDecide, mayWrite };
  const list = (rows: InboxApproval[]) => <Inbox key={view} {...{ workspaceId, rows, may }} />;
  const tabs = [
    {
      key: "role" as const,
      title: <Titled words="For my role" count={forMyRole.length} />,
      panel: forMyRole.length > 0 ? list(forMyRole) : <NothingWaits {...{ workspaceId, mayDecide }} />,
    },
    {
      key: "mine" as const,
      title: <Titled words="From my requests" count={mine.length} />,
      panel:
        mine.length > 0 ? list(mine) : <EmptyState title="None of your requests waits">What you asked for runs, or is done.</EmptyState>,
    },
    { key: "all" as const, title: "All", panel: all ? <Everything {...{ workspaceId, may }} rows={all} /> : <Rows /> },
  ];
  return <Tabs label="Which approvals" tabs={tabs} selected={view} onSelect={turnTo} className="max-w-3xl" />;
}

function Titled({ words, count }: { words: string; count: number }) {
  return (
    <>
      {words}
      {count > 0 && <Badge tone="wait">{count}</Badge>}
    </>
  );
}

function NothingWaits({ workspaceId, mayDecide }: { workspaceId: string; mayDecide: boolean }) {
  return (
    <EmptyState
      title={mayDecide ? "Nothing waits for you" : "Your role decides nothing"}
      action={<ButtonLink href={`/${workspaceId}/executions`}>See what runs</ButtonLink>}
    >
      {mayDecide
        ? "What sends, spends or deletes is held here until somebody releases it."
        : "Owners, admins, builders and approvers release what is held. You can see it under All."}
    </EmptyState>
  );
}

function Everything({ rows, workspaceId, may }: { rows: InboxApproval[]; workspaceId: string; may: May }) {
  if (rows.length === 0) return <EmptyState title="Nothing was ever held here" />;
  const newest = [...rows].sort((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1));
  return <Inbox {...{ workspaceId, may }} rows={newest} />;
}

/** One of them is unfolded; the keys are for that one. */
function Inbox({ workspaceId, rows: all, may }: { workspaceId: string; rows: InboxApproval[]; may: May }) {
  const { isSnoozed, snooze, wake } = useSnoozed(workspaceId, useNow() ?? 0);
  const rows = all.filter(({ id, status }) => status !== "open" || !isSnoozed(id));
  const away = all.length - rows.length;
  const firstOpen = rows.find(({ status }) => status === "open")?.id;
  const [picked, choose] = useState(firstOpen);
  // What was put out of the way is not what is looked at.
  const chosen = picked === undefined || rows.some(({ id }) => id === picked) ? picked : firstOpen;
  const at = rows.findIndex(({ id }) => id === chosen);
  const move = (by: number) => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, (at === -1 ? 0 : at) + by))];
    choose(next?.id);
    if (next) show(next.id);
  };
  const [said, say] = useState("");
  const putAside = (row: InboxApproval) => {
    if (!snooze(row.id, row.expiresAt)) return say("It expires within the hour, and stays.");
    say(`Out of the way for an hour: ${row.summary}`);
    const left = rows.filter(({ id, status }) => id !== row.id && status === "open");
    const next = left[Math.min(Math.max(at, 0), left.length - 1)];
    choose(next?.id);
    if (next) show(next.id);
  };
  const aside = () => {
    const row = rows[at];
    if (row?.status === "open") putAside(row);
  };
  useKeys({ j: () => move(1), k: () => move(-1), s: aside });
  const after = (id: string) => {
    say(`Decided: ${rows.find((row) => row.id === id)?.summary ?? ""}`);
    const left = rows.filter((row) => row.id !== id && row.status === "open");
    const next = left[Math.min(Math.max(at, 0), left.length - 1)];
    choose(next?.id);
    if (next) show(next.id);
    else document.getElementById("content")?.focus();
  };
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {said}
      </p>
      <ol className="grid gap-3">
        {rows.map((row) => (
          <li key={row.id} className="grid min-w-0 gap-2">
            <Row row={row} isOpen={row.id === chosen} onToggle={() => choose(row.id === chosen ? undefined : row.id)} />
            {row.id === chosen && row.status === "open" && (
              <Button size="sm" className="justify-self-end" aria-keyshortcuts="s" onClick={() => putAside(row)}>
                Later{" "}
                <span aria-hidden className="hidden lg:inline">
                  <Kbd>s</Kbd>
                </span>
              </Button>
            )}
            {row.id === chosen && <Unfolded {...{ row, workspaceId, may }} onDecided={() => after(row.id)} />}
          </li>
        ))}
      </ol>
      {away > 0 && (
        <p className="flex flex-wrap items-center gap-3 pt-3 text-sm text-quiet">
          {away === 1 ? "One is" : `${away} are`} out of the way for an hour at the most.
          <Button size="sm" onClick={wake}>
            Show {away === 1 ? "it" : "them"}
          </Button>
        </p>
      )}
    </>
  );
}

/** After it is drawn: what folds up above it moves it. */
function show(id: string): void {
  requestAnimationFrame(() => {
    const row = document.getElementById(`row-${id}`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "start" });
  });
}

function Row({ row, isOpen, onToggle }: { row: InboxApproval; isOpen: boolean; onToggle: () => void }) {
  const [receiver, ...others] = receiversOf(row.payload);
  const consequence = row.kind === "budget" ? raising : consequences[row.effect ?? ""];
  return (
    <button
      type="button"
      id={`row-${row.id}`}
      aria-expanded={isOpen}
      onClick={onToggle}
      className={cn(
        "grid min-w-0 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 rounded-lg border px-4 py-3 text-start transition-colors duration-150",
        isOpen ? "border-transparent bg-sunken" : "border-line bg-raised shadow-card hover:border-line-strong",
      )}
    >
      <span dir="auto" className="max-w-full justify-self-start truncate font-medium">
        {row.summary}
      </span>
      <ChevronDown aria-hidden className={cn("size-4 text-quiet transition-transform duration-150", isOpen && "rotate-180")} />
      <span className="col-span-2 flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-sm text-quiet">
        {row.status !== "open" && <Badge tone={ends[row.status].tone}>{ends[row.status].word}</Badge>}
        {consequence && row.status === "open" && <Badge tone={consequence.tone}>{consequence.word}</Badge>}
        {receiver && (
          <span className="min-w-0 truncate">
            to <bdi>{receiver}</bdi>
            {others.length > 0 && ` and ${others.length} more`}
          </span>
        )}
        <span>
          {row.status === "open" ? "expires " : "asked "}
          <Time at={row.status === "open" ? row.expiresAt : row.requestedAt} />
        </span>
      </span>
    </button>
  );
}

function Unfolded({ row, workspaceId, may, onDecided }: { row: InboxApproval; workspaceId: string; may: May; onDecided: () => void }) {
  const about = (
    <p className="text-sm">
      For{" "}
      <Link href={row.url} dir="auto" className="font-medium text-accent underline underline-offset-3">
        {row.executionTitle}
      </Link>
      <span className="text-quiet">
        , asked by <bdi>{row.requestedBy.name}</bdi> <Time at={row.requestedAt} />
      </span>
    </p>
  );
  if (row.status === "open")
    return <ApprovalCard {...{ workspaceId, ...may, onDecided, about }} approval={row} shown={row} payload={row.payload} hasKeys />;
  return (
    <Card className="grid gap-2 p-4">
      {about}
      <Decided of={{ ...row, status: row.status }} />
      {row.step !== null && (
        <ButtonLink href={`${row.url}?step=${encodeURIComponent(row.step)}`} size="sm" className="justify-self-start">
          Open the step, or fork from it
        </ButtonLink>
      )}
      {row.form?.values && <Answered form={row.form.schema} values={row.form.values} />}
      {row.before !== undefined && <Difference before={row.before} after={row.payload} />}
      {row.thread && <Thread {...{ workspaceId }} id={row.id} thread={row.thread} mayWrite={false} />}
    </Card>
  );
}

const places = ["first", "second", "third"];

function Rows() {
  return (
    <div className="grid gap-3">
      {places.map((place) => (
        <Skeleton key={place} className="h-18" />
      ))}
    </div>
  );
}
