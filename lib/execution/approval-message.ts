import type { Json } from "#lib/kernel/json.ts";
import { requesterOf } from "./seats.ts";
import type { Approval, Head } from "./state.ts";
import type { Occasion } from "./tell-approvers.ts";

export const channelKinds = ["webhook", "slack"] as const;
export type ChannelKind = (typeof channelKinds)[number];

export type MessageAbout = {
  approval: Pick<
    Approval,
    "id" | "kind" | "summary" | "tool" | "effect" | "why" | "requestedAt" | "remindedAt" | "escalatedAt" | "expiresAt" | "askedBy" | "terms"
  >;
  head: Pick<Head, "id" | "title" | "by">;
  /** What it is told for. */
  occasion: Occasion;
  /** Where somebody decides: a page with a button. */
  link: string;
};

/** What a channel is told. The payload stays where it is: a channel is read by others than those who decide. */
export function messageFor(kind: ChannelKind, about: MessageAbout): Json {
  return kind === "slack" ? slackMessage(about) : webhookMessage(about);
}

function webhookMessage({ approval, head, occasion, link }: MessageAbout): Json {
  const { id, kind, summary, tool = null, effect = null, why, requestedAt, remindedAt, escalatedAt, expiresAt } = approval;
  const at = { requested: requestedAt, reminded: remindedAt, escalated: escalatedAt };
  return {
    type: `approval.${occasion}`,
    timestamp: at[occasion] ?? requestedAt,
    data: {
      approvalId: id,
      kind,
      summary,
      tool,
      effect,
      why,
      expiresAt,
      execution: { id: head.id, title: head.title },
      requestedBy: requesterOf(approval, head).name,
      url: link,
    },
  };
}

/** The three characters that mean something in a text of Slack's; nobody is addressed by what stands in a summary. */
const plain = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text);
/** Longest texts that Slack takes, with room for what escaping adds. */
const [sectionMost, contextMost] = [500, 300];

/** Who is asked after an escalation is told with it. */
function openingOf({ terms }: MessageAbout["approval"], occasion: Occasion): string {
  if (occasion === "requested") return "Approve?";
  if (occasion === "reminded") return "Still to decide, and its time is nearly over:";
  return `Not decided in time${terms?.group ? `, ${plain(cut(terms.group.name, 100))} decides now` : ""}:`;
}

function slackMessage({ approval, head, occasion, link }: MessageAbout): Json {
  const opening = openingOf(approval, occasion);
  const summary = plain(cut(approval.summary, sectionMost));
  const until = Math.floor(Date.parse(approval.expiresAt) / 1_000);
  const about = `For ${plain(cut(head.title, contextMost))}, asked by ${plain(cut(requesterOf(approval, head).name, 100))}. Expires <!date^${until}^{date_short_pretty} {time}|${approval.expiresAt}>.`;
  return {
    text: `${opening} ${summary}`,
    blocks: [
      { type: "section", text: { type: "mrkdwn", text: `*${opening}*\n${summary}` } },
      { type: "context", elements: [{ type: "mrkdwn", text: about }] },
      { type: "actions", elements: [{ type: "button", text: { type: "plain_text", text: "Look and decide" }, url: link }] },
    ],
  };
}

/** As a test of a channel sends it: no approval, and a link that leads to the settings. */
export function testMessage(kind: ChannelKind, { at, link }: { at: string; link: string }): Json {
  const says = "This is a test: approvals that are asked for will be told here.";
  if (kind === "slack") return { text: says, blocks: [{ type: "section", text: { type: "mrkdwn", text: `${says} <${link}|Settings>` } }] };
  return { type: "channel.test", timestamp: at, data: { text: says, url: link } };
}

const [second, minute, hour] = [1_000, 60_000, 3_600_000];
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute, hour, 3 * hour];
export const mostAttempts = waits.length + 1;

/** How long after an attempt the next one is due. */
export const waitAfter = (attempts: number): number => waits[Math.min(Math.max(attempts, 1), waits.length) - 1] ?? 3 * hour;

/** Whether it is worth another try: a far side that is busy or broken may be well later, one that refuses stays with it. */
export const isPassing = (status: number): boolean => status === 408 || status === 409 || status === 425 || status === 429 || status >= 500;
