import type { Plan } from "./plan.ts";

/** Someone in the workspace's own data. `match` says how the name was found, where the lookup knows it; else the planner compares. */
export type Person = { id: string; name: string; email?: string; organisation?: string; aliases?: string[]; match?: "exact" | "near" };

export type Topic = { topic: string; count: number; documents: { id: string; title: string }[] };

export type Organisation = { name: string; aliases?: string[] };

/** What the planner may ask of the workspace's own data. Answers may be generous: the planner tells a match from a near match itself. */
export type Lookup = {
  people(name: string): Promise<Person[]>;
  topics(words: string[]): Promise<Topic[]>;
  organisations(name: string): Promise<Organisation[]>;
  workload?(request: string): Promise<Workload>;
  places?(name: string): Promise<{ name: string }[]>;
};

/** How it stood in the workspace when the plan was made. */
export type Workload = {
  /** Executions that are not over. */
  underWay: number;
  /** Approvals that nobody has decided yet. */
  openApprovals: number;
  /** Executions that were asked for in much the same words, the newest first. */
  similar: { id: string; title: string; status: string }[];
};

export type Language = "en" | "he";

/** What the planner took from the request and the workspace; shown beside the plan. */
export type Saw = {
  language: Language;
  today: string;
  goals: string[];
  people: { asked: string; found: string[] }[];
  topics: string[];
  organisations: string[];
  periods: { words: string; from: string; to: string }[];
  tools: number;
  model: string;
  workload?: Workload;
};

type Common = { saw: Saw; notes: string[] };

/**
 * - `plan`: carry it out. Parts that can't be done are in `missing`, with `reason`.
 * - `answer`: nothing but reading; with a plan, run it like any other; without one, `reason` is the answer.
 * - `clarify`: one question; nothing was chosen.
 * - `refuse`: why, and what is missing.
 */
export type Decision =
  | (Common & { kind: "plan"; plan: Plan; reason?: string; missing?: string[] })
  | (Common & { kind: "answer"; plan?: Plan; reason?: string; missing?: string[] })
  | (Common & { kind: "clarify"; question: string; reason: string; missing: string[]; choices?: string[] })
  | (Common & { kind: "refuse"; reason: string; missing: string[] });

export type PlanRequest = { request: string; input?: unknown };

export type PlanningContext = {
  lookup: Lookup;
  now: Date;
  timeZone: string;
  workspaceLanguage?: Language;
};
