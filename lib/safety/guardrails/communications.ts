import type { Detector, Finding } from "./finding.ts";
import type { MessageCase } from "./message-case.ts";
import { isOptIn, isOptOut } from "./opt-out.ts";

/** What the law has where nobody has set it more tightly: 47 CFR 64.1200, and three solicitations in 24 hours as the strictest states have it. */
export const communicationDefaults = { quietFrom: "21:00", quietUntil: "08:00", maxPerDay: 3, maxPerWeek: 7, bulkLimit: 100 } as const;
type Limits = { maxPerDay?: number; maxPerWeek?: number; bulkLimit?: number; quietFrom?: string; quietUntil?: string };

const phones =
  /^(?:sms|mms|rcs|text|whats_?app|imessage|call|calls|voice|phone|robocall|prerecorded|voicemail|ringless_?voicemail|fax|signal|telegram|viber)$/;
const live = /^(?:call|calls|phone|live_?call)$/;

const solicitationKinds =
  /market|promo|solicit|sale|advert|commercial|outreach|newsletter|campaign|prospect|offer|cold|lead|drip|upsell|telemarket|fundrais|survey/;
const serviceKinds =
  /transaction|service|inform|remind|confirm|receipt|alert|security|verif|otp|reply|respon|convers|support|account|notif|appoint|deliver|invoice|update|status|operational|legal|answer|inquiry|follow_?up_requested|personal/;

type Kind = "solicitation" | "service" | "opt-out-confirmation" | "emergency";

/** An offer in a message that calls itself a service makes it a solicitation. */
const offers =
  /\b\d{1,3}\s?% off\b|\blimited[- ]time (?:offer|deal)|\b(?:buy|order|act|shop) now\b|\bpromo(?:tion)? code\b|\buse code [A-Z0-9]{3,12}\b|\blist your (?:home|house|property) with\b|\bspecial offer\b|\bexclusive deal|\bdon['’]t miss (?:out|this)|\b(?:flash|clearance) sale\b|\bfree consultation\b|מבצע מיוחד|הנחה של \d|oferta especial|\d{1,3}\s?% de descuento/i;

export function kindOf({ kind, text }: Pick<MessageCase, "kind" | "text">): Kind {
  const said = (kind ?? "").toLowerCase().replace(/[\s-]+/g, "_");
  if (/emergency/.test(said)) return "emergency";
  if (/opt_?out|unsubscribe|stop_confirm/.test(said)) return offers.test(text) ? "solicitation" : "opt-out-confirmation";
  if (solicitationKinds.test(said) && !/^(?:non|not)_/.test(said)) return "solicitation";
  if (!serviceKinds.test(said) && !/^(?:non|not)_/.test(said)) return "solicitation";
  return offers.test(text) ? "solicitation" : "service";
}

/** Why this message may not go now; empty: it may. What is not known counts against a solicitation. */
export function findCommunications(message: MessageCase, now: Date, limits: Limits = {}): Finding[] {
  const about = { message, now, kind: kindOf(message), channel: channelOf(message.channel), limits };
  if (about.kind === "emergency") return [];
  return [...optedOut(about), ...consent(about), ...quiet(about), ...frequency(about), ...bulk(about)];
}

type About = { message: MessageCase; now: Date; kind: Kind; channel: string; limits: Limits };

const finding = (detector: Detector, kind: string, reason: string, severity: Finding["severity"] = "critical"): Finding => ({
  detector,
  kind,
  severity,
  reason,
});

const channelOf = (channel: string) =>
  channel
    .toLowerCase()
    .trim()
    .replace(/[\s-]+/g, "_");

/** Channels that end at the same place: who leaves one of them leaves them all. */
function familyOf(channel: string): string {
  if (phones.test(channelOf(channel))) return "phone";
  return /mail/i.test(channel) ? "mail" : channelOf(channel);
}

type Entry = MessageCase["history"][number];
const isInbound = ({ direction, from }: Entry) =>
  /^in|receiv|reply|from_(?:recipient|customer|contact|lead)/i.test(direction ?? "") ||
  (!direction && /^(?:recipient|customer|contact|lead|client|them|user|consumer|tenant|buyer|seller)$/i.test(from ?? ""));
const timeOf = (at: string | null | undefined): number | undefined => (at ? Date.parse(at) : undefined);

/** The wish that counts is the last one; an answer without a time counts as made just now. */
function optedOut({ message, now, kind, channel }: About): Finding[] {
  const wishes: { at: number; out: boolean; said: string }[] = [];
  const { recipient } = message;
  const here = familyOf(channel);
  const consentGiven = typeof recipient.consent === "object" && recipient.consent !== null ? recipient.consent : undefined;
  if (recipient.optedOutAt && (!recipient.optedOutChannels || recipient.optedOutChannels.some((other) => familyOf(other) === here)))
    wishes.push({ at: Date.parse(recipient.optedOutAt), out: true, said: `opted out on ${recipient.optedOutAt.slice(0, 10)}` });
  if (consentGiven?.revokedAt) wishes.push({ at: Date.parse(consentGiven.revokedAt), out: true, said: "took the consent back" });
  for (const entry of message.history) {
    const { text } = entry;
    if (!isInbound(entry) || !text) continue;
    const out = isOptOut(text);
    if (!out && !isOptIn(text)) continue;
    // A bare keyword speaks of the channel on which it came; a sentence speaks of all.
    if (text.trim().length <= 12 && entry.channel && familyOf(entry.channel) !== here) continue;
    wishes.push({ at: timeOf(entry.at) ?? now.getTime(), out, said: `answered “${text.trim().slice(0, 60)}”` });
  }
  wishes.sort((a, b) => a.at - b.at);
  const last = wishes.filter(({ at }) => at <= now.getTime()).at(-1);
  if (!last?.out) return [];
  const consentedAt = timeOf(consentGiven?.at);
  if (consentedAt !== undefined && consentedAt > last.at && consentedAt <= now.getTime() && !consentGiven?.revokedAt) return [];
  if (kind === "service" && here === "mail") return [];
  if (kind === "opt-out-confirmation") {
    const said = message.history.some((entry) => !isInbound(entry) && (timeOf(entry.at) ?? 0) > last.at);
    if (!said && now.getTime() - last.at <= 24 * 3_600_000) return [];
  }
  return [finding("opt-out", "opted-out", `The recipient ${last.said}; no approval overrides that.`)];
}

type Level = "written" | "express" | "implied" | "none" | "unknown";

function levelOf(said: unknown): Level {
  if (said === true) return "written";
  if (said === false) return "none";
  if (typeof said !== "string") return "unknown";
  const word = said.toLowerCase().replace(/[\s-]+/g, "_");
  if (/^(?:no|not|none|un|deni|refus|revok|withdr|expir|pend|false|lapsed|invalid|opted_?out|opt_?out|missing|never|absent)/.test(word))
    return "none";
  if (/writ|opt(?:ed)?_?in|double|grant|given|^yes$|^true$|full|signed|active|valid|explicit|subscribed|confirmed/.test(word))
    return "written";
  if (/express|verbal|oral|spoken/.test(word)) return "express";
  if (/impl|inquir|existing|ebr|relation|soft|transaction|customer/.test(word)) return "implied";
  return "none";
}

function consent({ message, now, kind, channel }: About): Finding[] {
  if (message.policy?.requireConsent === false) return [];
  const given = message.recipient.consent;
  const detailed = typeof given === "object" && given !== null ? given : undefined;
  let level = levelOf(detailed ? (detailed.status ?? (detailed.at ? true : undefined)) : given);
  const expires = timeOf(detailed?.expiresAt);
  if (expires !== undefined && expires <= now.getTime()) level = "none";
  const family = familyOf(channel);
  if (detailed?.channels && !detailed.channels.some((other) => familyOf(other) === family)) level = "none";
  const revoked = typeof given === "string" && /revok|withdr|opted_?out|opt_?out/i.test(given);
  if (revoked && !(kind === "service" && family === "mail") && kind !== "opt-out-confirmation")
    return [finding("consent", "revoked", "The recipient has taken the consent back.")];
  if (kind !== "solicitation") return [];
  if (message.recipient.doNotCall && family === "phone" && level !== "written")
    return [finding("consent", "do-not-call", "The number is on a do-not-call list, and there is no written consent.")];
  const enough: Level[] = family === "phone" && !live.test(channel) ? ["written"] : ["written", "express", "implied"];
  if (enough.includes(level)) return [];
  const needs = enough.length === 1 ? "express written consent" : "consent";
  return [
    finding(
      "consent",
      "no-consent",
      `A solicitation by ${message.channel} needs ${needs}, and there is ${level === "unknown" || level === "none" ? "none" : `only ${level} consent`}.`,
    ),
  ];
}

const minutesOf = (hour: string | number): number => {
  if (typeof hour === "number") return Math.round(hour * 60);
  const [hours = "0", minutes = "0"] = hour.split(":");
  return Number(hours) * 60 + Number(minutes);
};
const clock = (minutes: number) => `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Seconds of the day at a place, so that 21:00:00 is still allowed and the second after is not. */
export function secondsOfDay(now: Date, zone: string): number | undefined {
  try {
    const parts = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    }).formatToParts(now);
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
    return (part("hour") * 60 + part("minute")) * 60 + part("second");
  } catch {
    return; // There is no such zone.
  }
}

function quiet({ message, now, kind, channel, limits }: About): Finding[] {
  const { policy, recipient } = message;
  const keepsQuiet = familyOf(channel) === "phone" || policy?.quietChannels?.some((other) => familyOf(other) === familyOf(channel));
  if (!keepsQuiet || (kind !== "solicitation" && !(policy?.quietHoursFor === "all" && kind === "service"))) return [];
  const { from, until } = quietWindow(policy, limits);
  const zones = [...(recipient.timezone ? [recipient.timezone] : []), ...(recipient.timezones ?? [])].map(zoneOf);
  if (zones.length === 0) return [finding("quiet-hours", "unknown-hour", "The hour at the recipient is not known.")];
  for (const zone of zones) {
    const second = secondsOfDay(now, zone);
    if (second === undefined) return [finding("quiet-hours", "unknown-hour", `There is no time zone ${zone}.`)];
    const isQuiet = from > until ? second > from * 60 || second < until * 60 : second > from * 60 && second < until * 60;
    if (isQuiet)
      return [
        finding(
          "quiet-hours",
          "quiet-hours",
          `It is ${clock(Math.floor(second / 60))} at the recipient (${zone}); it may go from ${clock(until)} to ${clock(from)} there.`,
        ),
      ];
  }
  return [];
}

/** `UTC+2`, `GMT-05:00`, `+3` are offsets as people write them. */
function zoneOf(zone: string): string {
  const offset = /^(?:UTC|GMT)?\s?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(zone.trim());
  return offset ? `${offset[1]}${(offset[2] ?? "").padStart(2, "0")}:${offset[3] ?? "00"}` : zone.trim();
}

/** In minutes of the day. A window with noon in it is when people are awake, whichever name it was given. */
function quietWindow(policy: MessageCase["policy"], limits: Limits): { from: number; until: number } {
  const given = givenWindow(policy, limits);
  const noon = 12 * 60;
  return given.from < noon && noon < given.until ? { from: given.until, until: given.from } : given;
}

function givenWindow(policy: MessageCase["policy"], limits: Limits): { from: number; until: number } {
  if (policy?.allowedHours) return { from: minutesOf(policy.allowedHours.end), until: minutesOf(policy.allowedHours.start) };
  if (policy?.quietHours) return { from: minutesOf(policy.quietHours.start), until: minutesOf(policy.quietHours.end) };
  const { quietFrom, quietUntil } = { ...communicationDefaults, ...limits };
  return { from: minutesOf(quietFrom), until: minutesOf(quietUntil) };
}

const dayMs = 86_400_000;

function frequency({ message, now, kind, limits }: About): Finding[] {
  if (kind !== "solicitation") return [];
  const { policy } = message;
  const sent = message.history
    .filter((entry) => !isInbound(entry) && kindOf({ kind: entry.kind ?? "marketing", text: "" }) === "solicitation")
    .map(({ at }) => timeOf(at) ?? now.getTime())
    .filter((at) => at <= now.getTime());
  const within = (days: number) => sent.filter((at) => now.getTime() - at < days * dayMs).length;
  const bounds: [days: number, most: number | undefined, name: string][] = [
    [1, policy?.maxPerDay ?? limits.maxPerDay ?? communicationDefaults.maxPerDay, "24 hours"],
    [7, policy?.maxPerWeek ?? limits.maxPerWeek ?? communicationDefaults.maxPerWeek, "7 days"],
    [30, policy?.maxPerMonth, "30 days"],
  ];
  for (const [days, most, name] of bounds)
    if (most !== undefined && within(days) >= most)
      return [finding("frequency", "too-often", `The recipient had ${within(days)} such messages within ${name}; ${most} are allowed.`)];
  const last = Math.max(...sent, Number.NEGATIVE_INFINITY);
  if (policy?.minHoursBetween !== undefined && now.getTime() - last < policy.minHoursBetween * 3_600_000)
    return [finding("frequency", "too-soon", `The last message is less than ${policy.minHoursBetween} hours old.`)];
  return [];
}

function bulk({ message, kind, limits }: About): Finding[] {
  if (kind !== "solicitation") return [];
  const count = Array.isArray(message.recipients) ? message.recipients.length : (message.recipients ?? 1);
  const most = message.policy?.bulkLimit ?? limits.bulkLimit ?? communicationDefaults.bulkLimit;
  return count > most
    ? [finding("bulk", "bulk", `It reaches ${count} people at once; ${most} may be reached without a person's look.`, "high")]
    : [];
}
