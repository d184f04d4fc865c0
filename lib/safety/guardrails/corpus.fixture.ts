import { builtInPolicies } from "./built-in.ts";
import { type Channel, channelNamed } from "./channel.ts";
import fairHousing from "./corpus/fair-housing.json" with { type: "json" };
import injection from "./corpus/injection.json" with { type: "json" };
import messages from "./corpus/messages.json" with { type: "json" };
import optOut from "./corpus/opt-out.json" with { type: "json" };
import privacy from "./corpus/privacy.json" with { type: "json" };
import { choosePolicies, judge, type Subject } from "./evaluate.ts";
import { MessageCase } from "./message-case.ts";
import { isOptOut } from "./opt-out.ts";
import { redact } from "./redaction.ts";

export type Case = { name: string; flagged: boolean };
export type Category = { name: string /** What must be seen. */; positives: Case[] /** What must be left in peace. */; negatives: Case[] };

const policies = choosePolicies(builtInPolicies, undefined);
const inForce = policies.ok ? policies.value : [];

const personal = new Set(["secrets", "identifiers", "health"]);
const sees = (subject: Subject, isSeen: (detector: string | undefined) => boolean) =>
  judge(subject, inForce).violations.some(({ detector }) => isSeen(detector));

const texts = (list: string[], isSeen: (detector: string | undefined) => boolean, channel?: Channel): Case[] =>
  list.map((text) => ({ name: text, flagged: sees({ kind: "text", text, channel }, isSeen) }));
const channelled = (list: string[][]): Case[] =>
  list.map(([channel = "", text = ""]) => ({
    name: `${channel}: ${text}`,
    flagged: sees({ kind: "text", text, channel: channelNamed(channel) }, (detector) => detector === "prompt-injection"),
  }));
const sent = (list: unknown[][]): Case[] =>
  list.map(([name, given]) => {
    const message = MessageCase.parse(given);
    return {
      name: String(name),
      flagged: judge({ kind: "message", message, now: new Date(message.now ?? 0) }, inForce).verdict !== "allow",
    };
  });

const injected = (detector: string | undefined) => detector === "prompt-injection";
const housed = (detector: string | undefined) => detector === "fair-housing";

/** Every category of the corpus, judged by the policies that are in force in a fresh workspace. */
export function judgeCorpus(): Category[] {
  const benign = channelled(injection.benign);
  return [
    {
      name: "secrets and high PII",
      positives: texts(privacy.high, (detector) => personal.has(detector ?? "")),
      negatives: texts(privacy.harmless, (detector) => detector !== "contacts"),
    },
    {
      name: "contact PII",
      positives: texts(privacy.contact, (detector) => detector === "contacts"),
      negatives: texts(privacy.harmless, () => true),
    },
    { name: "injection, direct", positives: texts(injection.direct, injected), negatives: benign },
    { name: "injection, indirect", positives: channelled(injection.indirect), negatives: benign },
    { name: "injection, languages", positives: texts(injection.languages, injected), negatives: benign },
    { name: "fair housing, facial", positives: texts(fairHousing.facial, housed), negatives: texts(fairHousing.fine, housed) },
    { name: "fair housing, coded", positives: texts(fairHousing.coded, housed), negatives: texts(fairHousing.fine, housed) },
    {
      name: "opt-out in any wording",
      positives: optOut.leaves.map((name) => ({ name, flagged: isOptOut(name) })),
      negatives: optOut.stays.map((name) => ({ name, flagged: isOptOut(name) })),
    },
    { name: "communications", positives: sent(messages.blocked), negatives: sent(messages.allowed) },
    // Ordinary work is never stopped: nothing here may be blocked or held, whichever guard looks.
    {
      name: "stopped although harmless",
      positives: [],
      negatives: [...[...privacy.harmless, ...privacy.contact, ...fairHousing.fine].map((text) => ["user", text]), ...injection.benign].map(
        ([channel = "", text = ""]) => ({
          name: text,
          flagged: ["block", "require_approval"].includes(judge({ kind: "text", text, channel: channelNamed(channel) }, inForce).verdict),
        }),
      ),
    },
  ];
}

/** A run of characters with so many digits is a value, or much of one. */
const runs = /[A-Za-z0-9_+~@!$/-]{6,}/g;
const isValue = (run: string) => run.replace(/\D/g, "").length >= 6;

/** Texts in which a value, or most of one, still stands after everything personal was replaced. */
export function leakedAfterRedaction(): { leaked: string[]; of: number } {
  const leaked = privacy.high.filter((text) => {
    const { findings } = judge({ kind: "text", text, channel: "model" }, inForce);
    const values = findings.filter(({ detector }) => personal.has(detector) || detector === "contacts");
    const { text: left } = redact(text, values);
    return left === text || (text.match(runs) ?? []).some((run) => isValue(run) && left.includes(run));
  });
  return { leaked, of: privacy.high.length };
}

/** Wilson's interval of a share, at 95 %. */
export function wilson(hits: number, of: number): { share: number; low: number; high: number } {
  if (of === 0) return { share: 0, low: 0, high: 1 };
  const z = 1.96;
  const share = hits / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const reach = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { share, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
