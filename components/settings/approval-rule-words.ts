import type { ApprovalRule, ExpiryRoute } from "#lib/safety/approvals/policy.ts";

type Group = { id: string; name: string };

export const routeWords: Record<ExpiryRoute, string> = {
  reject: "it is rejected",
  skip: "its step is left out",
  fallback: "its step goes another way, where it has one",
  escalate: "it goes to another group",
};

export const effectWords = { read: "reads", write: "writes", send: "sends", spend: "spends", delete: "deletes" } as const;
export type EffectWord = keyof typeof effectWords;

/** A span in the largest unit that it is whole in. */
export function spanOf(minutes: number): string {
  const [count, unit] = unitOf(minutes);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function unitOf(minutes: number): [number, string] {
  if (minutes % 1_440 === 0) return [minutes / 1_440, "day"];
  return minutes % 60 === 0 ? [minutes / 60, "hour"] : [minutes, "minute"];
}

const nameOf = (groups: Group[], id: string | undefined) => groups.find((group) => group.id === id)?.name ?? "a group that is gone";

const kindWords = { step: "Steps", plan: "Whole plans", budget: "Raised budgets" };

/** What a rule is about. */
export function aboutOf({ kinds, tools, effects }: ApprovalRule): string {
  const all = kinds ?? (Object.keys(kindWords) as (keyof typeof kindWords)[]);
  const [first = "", ...others] = all.map((kind) => kindWords[kind]);
  const what = [first, ...others.map((words) => words.toLowerCase())].join(", ").replace(/, ([^,]*)$/, " and $1");
  const does = effects ? ` where something ${effects.map((effect) => effectWords[effect]).join(" or ")}` : "";
  return `${what}${tools ? ` with ${tools.join(", ")}` : ""}${does}`;
}

export function decidersOf({ group, quorum }: ApprovalRule, groups: Group[]): string {
  const who = group === undefined ? "people whose role may" : `of ${nameOf(groups, group)}`;
  if (quorum === 1) return group === undefined ? "Anybody whose role may decides." : `Anybody of ${nameOf(groups, group)} decides.`;
  return `${quorum} ${who} have to agree.`;
}

export function endOf(rule: ApprovalRule, groups: Group[]): string {
  const { expiresAfterMinutes, remindBeforeMinutes, onExpiry, escalateTo, escalateForMinutes } = rule;
  const reminder = remindBeforeMinutes === undefined ? "" : ` People are reminded ${spanOf(remindBeforeMinutes)} before.`;
  const then =
    onExpiry === "escalate" ? `it goes to ${nameOf(groups, escalateTo)} for ${spanOf(escalateForMinutes)}` : routeWords[onExpiry];
  return `After ${spanOf(expiresAfterMinutes)} ${then}.${reminder}`;
}
