"use client";

import { Send } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Nothing, Section } from "#components/ui/section.tsx";
import { Select } from "#components/ui/select.tsx";
import { Time } from "#components/ui/time.tsx";
import type { Tone } from "#components/ui/tones.ts";
import { Confirm } from "./confirm.tsx";
import { ShownOnce } from "./shown-once.tsx";
import { useAct } from "./use-act.ts";

type Message = {
  approvalId: string;
  executionId: string;
  summary: string;
  occasion: "requested" | "reminded" | "escalated";
  status: "pending" | "sent" | "failed" | "dropped";
  attempts: number;
  at: string;
  dueAt: string | null;
  because: string | null;
};
type Channel = { id: string; kind: "webhook" | "slack"; name: string; origin: string; recent: Message[] };
type Props = { workspaceId: string; channels: Channel[]; mayGovern: boolean };

const kinds = { webhook: "Webhook", slack: "Slack format" } as const;

/** Where approvals are told beside the inbox and mail, and whether what was told there last got through. */
export function ApprovalChannels({ workspaceId, channels, mayGovern }: Props) {
  const { act, isBusy, problem, forget } = useAct(workspaceId);
  const [isOpen, setOpen] = useState(false);
  const [removed, setRemoved] = useState<Channel>();
  const [tested, setTested] = useState<{ id: string; words: string; tone: Tone }>();
  const remove = async ({ id }: Channel) => {
    if (await act(`/api/approvals/channels/${id}`, { method: "DELETE" })) setRemoved(undefined);
  };
  const test = async ({ id }: Channel) => {
    setTested(undefined);
    const done = await act(`/api/approvals/channels/${id}/test`, { method: "POST" });
    if (!done) return;
    const { delivered, because } = done.value as { delivered: boolean; because: string | null };
    setTested({
      id,
      words: delivered ? "The test got through." : `The test did not get through: ${because}.`,
      tone: delivered ? "done" : "failed",
    });
  };
  return (
    <Section
      title="Channels"
      says="Told when an approval waits. The message has a link to a page; whoever opens it signs in and decides as themselves."
      action={
        mayGovern && (
          <Button onClick={() => setOpen(true)}>
            <Send aria-hidden className="size-4" /> Add a channel
          </Button>
        )
      }
    >
      {channels.length === 0 ? (
        <Nothing>No channel is told: those who may decide see it in the inbox and, where there is mail, get a letter.</Nothing>
      ) : (
        <ul className="grid divide-y divide-line rounded-lg border border-line bg-raised shadow-card">
          {channels.map((channel) => (
            <li key={channel.id} className="grid gap-3 px-4 py-3">
              <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
                <div className="grid min-w-0 grow basis-64 gap-1">
                  <p className="flex flex-wrap items-center gap-2 font-medium">
                    <bdi>{channel.name}</bdi> <Badge>{kinds[channel.kind]}</Badge>
                  </p>
                  <code dir="ltr" className="font-mono text-sm break-all text-quiet">
                    {channel.origin}
                  </code>
                </div>
                {mayGovern && (
                  <div className="flex gap-2">
                    <Button size="sm" disabled={isBusy} onClick={() => void test(channel)}>
                      Send a test
                    </Button>
                    <Button
                      size="sm"
                      onClick={() => {
                        forget();
                        setRemoved(channel);
                      }}
                    >
                      Remove
                    </Button>
                  </div>
                )}
              </div>
              <p role="status" className={tested?.tone === "failed" ? "text-sm text-tone-failed" : "text-sm text-tone-done"}>
                {tested?.id === channel.id && tested.words}
              </p>
              {channel.recent.length > 0 && <Told {...{ workspaceId }} messages={channel.recent} />}
            </li>
          ))}
        </ul>
      )}
      {isOpen && <ChannelForm workspaceId={workspaceId} onClose={() => setOpen(false)} />}
      {removed && (
        <Confirm
          isOpen
          isGrave
          title={`Remove ${removed.name}?`}
          does="Remove"
          isBusy={isBusy}
          problem={problem}
          onClose={() => setRemoved(undefined)}
          onDo={() => void remove(removed)}
        >
          <p>Nothing is told there any more, and links that were sent there lead nowhere.</p>
        </Confirm>
      )}
    </Section>
  );
}

const ends: Record<Message["status"], { word: string; tone: Tone }> = {
  sent: { word: "Delivered", tone: "done" },
  pending: { word: "On its way", tone: "wait" },
  failed: { word: "Not delivered", tone: "failed" },
  dropped: { word: "Decided before", tone: "queue" },
};

const occasions = { reminded: "a reminder", escalated: "an escalation" };

function Told({ workspaceId, messages }: { workspaceId: string; messages: Message[] }) {
  return (
    <ul className="grid gap-1.5 border-t border-line pt-3 text-sm">
      {messages.map(({ approvalId, executionId, summary, occasion, status, attempts, at, dueAt, because }) => (
        <li key={`${approvalId} ${occasion}`} className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={ends[status].tone}>{ends[status].word}</Badge>
          <Link
            href={`/${workspaceId}/executions/${executionId}`}
            dir="auto"
            className="max-w-full min-w-0 truncate text-accent underline underline-offset-3"
          >
            {summary}
          </Link>
          <span className="text-quiet">
            <Time at={at} />
            {occasion !== "requested" && `, ${occasions[occasion]}`}
            {attempts > 1 && `, ${attempts} attempts`}
            {because !== null && `, ${because}`}
            {dueAt !== null && attempts > 0 && (
              <>
                , again <Time at={dueAt} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function ChannelForm({ workspaceId, onClose }: { workspaceId: string; onClose: () => void }) {
  const { act, isBusy, problem, errorAt } = useAct(workspaceId);
  const [kind, setKind] = useState<Channel["kind"]>("webhook");
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [secret, setSecret] = useState<string>();
  const save = async () => {
    const made = await act("/api/approvals/channels", { method: "POST", body: { kind, name, url } });
    if (made) setSecret((made.value as { secret: string }).secret);
  };
  if (secret !== undefined)
    return (
      <Dialog isOpen onClose={onClose} title={`${name} was added`}>
        <div className="grid gap-5">
          <ShownOnce
            what="Every message is signed with this secret, in the headers of Standard Webhooks. It is shown this once; a chat needs nothing of it."
            secret={secret}
          />
          <Button kind="main" className="justify-self-end" onClick={onClose}>
            Done
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog isOpen onClose={onClose} title="Add a channel">
      <form
        className="grid gap-5"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label="What it takes">
          {(field) => (
            <Select {...field} value={kind} onChange={({ target }) => setKind(target.value as Channel["kind"])}>
              {Object.entries(kinds).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Name" error={errorAt("name")}>
          {(field) => <Input {...field} required maxLength={80} dir="auto" value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
        <Field label="Address" hint="By https. It is sealed: only its host is shown again." error={errorAt("url")}>
          {(field) => (
            <Input
              {...field}
              required
              type="url"
              maxLength={2000}
              dir="ltr"
              placeholder={kind === "slack" ? "https://hooks.slack.com/services/…" : "https://example.org/hooks/approvals"}
              value={url}
              onChange={({ target }) => setUrl(target.value)}
            />
          )}
        </Field>
        {problem && <ProblemNote problem={problem} />}
        <Button type="submit" kind="main" className="justify-self-end" disabled={isBusy}>
          Add the channel
        </Button>
      </form>
    </Dialog>
  );
}
