import { z } from "zod";
import type { EffectOn } from "../effects.ts";

/** What becomes of an approval that nobody decided in time. */
export const ExpiryRoute = z.enum(["reject", "skip", "fallback", "escalate"]);
export type ExpiryRoute = z.infer<typeof ExpiryRoute>;

/** Whether who asked for the execution may decide: never, where nobody else could, or always. */
export const SelfApproval = z.enum(["never", "if_alone", "always"]);
export type SelfApproval = z.infer<typeof SelfApproval>;

const Minutes = z.int().min(1).max(43_200);
const GroupId = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, "is no group");

/** One line of the policy: which approvals it is about, who decides them, and what happens when nobody does. The first that fits counts. */
export const ApprovalRule = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    /** A tool by name, or all of a room: `message.*`. None: every tool. */
    tools: z
      .array(z.string().regex(/^[a-z][A-Za-z0-9_-]*\.(?:\*|[A-Za-z0-9_-]+)$/, "is a tool's name, or a room and .*"))
      .min(1)
      .max(50)
      .optional(),
    effects: z
      .array(z.enum(["read", "write", "send", "spend", "delete"]))
      .min(1)
      .max(5)
      .optional(),
    kinds: z
      .array(z.enum(["step", "plan", "budget"]))
      .min(1)
      .max(3)
      .optional(),
    /** Only its members decide. None: everybody whose role may. */
    group: GroupId.optional(),
    quorum: z.int().min(1).max(10).default(1),
    selfApproval: SelfApproval.optional(),
    expiresAfterMinutes: Minutes.default(1_440),
    remindBeforeMinutes: Minutes.optional(),
    onExpiry: ExpiryRoute.default("reject"),
    escalateTo: GroupId.optional(),
    escalateForMinutes: Minutes.default(1_440),
  })
  .check(({ value, issues }) => {
    const refuse = (path: string, message: string) => issues.push({ code: "custom", message, path: [path], input: value });
    if (value.onExpiry === "escalate" && value.escalateTo === undefined) refuse("escalateTo", "name the group that it goes to");
    if (value.onExpiry !== "escalate" && value.escalateTo !== undefined) refuse("escalateTo", "only an escalation goes to a group");
    if ((value.remindBeforeMinutes ?? 0) >= value.expiresAfterMinutes)
      refuse("remindBeforeMinutes", "has to be less than the time that there is");
  });
export type ApprovalRule = z.infer<typeof ApprovalRule>;

export const ApprovalPolicy = z.strictObject({
  selfApproval: SelfApproval.default("if_alone"),
  rules: z
    .array(ApprovalRule)
    .max(50)
    .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, "two rules have the same name")
    .default([]),
});
export type ApprovalPolicy = z.infer<typeof ApprovalPolicy>;

/** What holds where a workspace said nothing. */
export const shippedApprovalPolicy: ApprovalPolicy = { selfApproval: "if_alone", rules: [] };

const Group = z.object({ id: z.string(), name: z.string() });

/** The policy as it was when one approval was asked for: they go with it, whatever is changed later. */
export const Terms = z.object({
  rule: z.string().optional(),
  group: Group.optional(),
  quorum: z.int(),
  self: SelfApproval,
  ttlMs: z.int(),
  remindBeforeMs: z.int().optional(),
  onExpiry: ExpiryRoute,
  escalateTo: Group.optional(),
  escalateForMs: z.int().optional(),
});
export type Terms = z.infer<typeof Terms>;

export type Asked = { kind: "step" | "plan" | "budget"; tool?: string; effect?: EffectOn["effect"] };

/** A group that is gone is named by its id: nobody is in it, so that nobody decides, and the approval goes its route. */
export function termsFor(policy: ApprovalPolicy, groupNames: ReadonlyMap<string, string>, asked: Asked): Terms {
  const rule = policy.rules.find((one) => isAbout(one, asked));
  if (!rule) return { quorum: 1, self: policy.selfApproval, ttlMs: 24 * 3_600_000, onExpiry: "reject" };
  const named = (id: string) => ({ id, name: groupNames.get(id) ?? id });
  const { name, group, quorum, selfApproval, expiresAfterMinutes, remindBeforeMinutes, onExpiry, escalateTo, escalateForMinutes } = rule;
  return {
    rule: name,
    ...(group !== undefined && { group: named(group) }),
    quorum,
    self: selfApproval ?? policy.selfApproval,
    ttlMs: expiresAfterMinutes * 60_000,
    ...(remindBeforeMinutes !== undefined && { remindBeforeMs: remindBeforeMinutes * 60_000 }),
    onExpiry,
    ...(escalateTo !== undefined && { escalateTo: named(escalateTo), escalateForMs: escalateForMinutes * 60_000 }),
  };
}

function isAbout({ kinds, tools, effects }: ApprovalRule, { kind, tool, effect }: Asked): boolean {
  if (kinds && !kinds.includes(kind)) return false;
  if (tools && !(tool !== undefined && tools.some((one) => (one.endsWith(".*") ? tool.startsWith(one.slice(0, -1)) : tool === one))))
    return false;
  return !effects || (effect !== undefined && effects.includes(effect));
}

/** The groups that a policy names, by where it names them. */
export const groupsIn = ({ rules }: ApprovalPolicy): { path: string; group: string; quorum: number }[] =>
  rules.flatMap(({ group, escalateTo, quorum }, at) => [
    ...(group === undefined ? [] : [{ path: `rules[${at}].group`, group, quorum }]),
    ...(escalateTo === undefined ? [] : [{ path: `rules[${at}].escalateTo`, group: escalateTo, quorum: 1 }]),
  ]);
