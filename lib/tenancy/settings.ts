import { z } from "zod";

/** From the widest to the narrowest; the narrowest that says something counts. */
export const levels = ["system", "workspace", "workflow", "step", "execution"] as const;
export type Level = (typeof levels)[number];

const hosts = z.array(z.string().trim().min(1).max(253)).max(200);

/** How much an execution does without asking, the most careful first. */
export const autonomies = ["suggest", "ask_on_risk", "run"] as const;
export type Autonomy = (typeof autonomies)[number];

/** The more careful of two. */
export const within = (asked: Autonomy, most: Autonomy): Autonomy =>
  autonomies[Math.min(autonomies.indexOf(asked), autonomies.indexOf(most))] ?? "suggest";

/** What may be set at more than one level. */
export const Settings = z.strictObject({
  /** What executions do without asking, where nobody says. */
  autonomy: z.enum(autonomies),
  /** The most that any of them does without asking, whoever says more: a request, a workflow or a wider level. */
  autonomyMost: z.enum(autonomies),
  /** Steps of one execution at once. */
  concurrency: z.int().min(1).max(1_000),
  /** How long one call of a step may take. */
  stepTimeoutMs: z.int().min(1_000).max(86_400_000),
  /** How often a step is tried before its fallbacks. */
  stepAttempts: z.int().min(1).max(20),
  /** How long an execution may work; and whether what waits for people and times counts too. */
  executionTimeoutMs: z
    .int()
    .min(1_000)
    .max(30 * 86_400_000),
  executionTimeoutCounts: z.enum(["work", "all"]),
  /** Under this share of what its plan promised, another plan is proposed for an execution that failed or waits for help. */
  minEffectiveness: z.number().min(0).max(1),
  /** Whether one is, and whether a person agrees in any case or only where it does more to the world. */
  replanning: z.enum(["never", "ask", "alone"]),
  /** The hosts that steps may ask, and no others; empty: all. */
  egressOnly: hosts,
  /** The hosts that no step asks. */
  egressNever: hosts,
});
export type Settings = z.infer<typeof Settings>;
export type SettingName = keyof Settings;
export type Given = { [Name in SettingName]?: Settings[Name] | undefined };

/** Where each can be set. Lists of hosts add up: an address has to pass those of every level; and of the most that is done without asking, the most careful counts. */
export const settableAt: Record<SettingName, readonly Level[]> = {
  autonomy: ["system", "workspace", "workflow", "execution"],
  autonomyMost: ["system", "workspace"],
  concurrency: ["system", "workspace", "workflow", "execution"],
  stepTimeoutMs: ["system", "workspace", "workflow", "step", "execution"],
  stepAttempts: ["system", "workspace", "workflow", "step", "execution"],
  executionTimeoutMs: ["system", "workspace", "workflow", "execution"],
  executionTimeoutCounts: ["system", "workspace", "workflow", "execution"],
  minEffectiveness: ["system", "workspace", "workflow", "execution"],
  replanning: ["system", "workspace", "workflow", "execution"],
  egressOnly: ["system", "workspace"],
  egressNever: ["system", "workspace"],
};

export const settingNames = Object.keys(settableAt) as SettingName[];

/** What holds where nobody says anything. A tool knows how long its own calls take. */
export const builtIn: Given = {
  autonomy: "ask_on_risk",
  autonomyMost: "run",
  concurrency: 50,
  stepAttempts: 3,
  executionTimeoutMs: 600_000,
  executionTimeoutCounts: "work",
  minEffectiveness: 0.7,
  replanning: "ask",
  egressOnly: [],
  egressNever: [],
};

/** What a workspace says from its beginning, until its owner says otherwise: nothing runs further without asking than is asked for at first. */
export const ofNewWorkspaces = { autonomyMost: "ask_on_risk" } as const satisfies Given;

export type Resolved<Name extends SettingName = SettingName> = {
  name: Name;
  /** Nothing: whoever uses it has one of its own. */
  value: Settings[Name] | null;
  from: Level;
  /** What each level says, the widest first; nothing where it says nothing. */
  chain: { level: Level; value: Settings[Name] | null }[];
};

/** The value that counts, and where it comes from. */
export function resolve<Name extends SettingName>(name: Name, given: Partial<Record<Level, Given>>): Resolved<Name> {
  const chain = settableAt[name].map((level) => {
    const said = given[level]?.[name] ?? (level === "system" ? builtIn[name] : undefined);
    return { level, value: (said ?? null) as Settings[Name] | null };
  });
  const last = chain.findLast(({ value }) => value !== null);
  const value = last?.value ?? null;
  const resolved = { name, value, from: last?.level ?? "system", chain };
  if (name !== "autonomy" && name !== "autonomyMost") return resolved;
  const most = mostAutonomy(given);
  return within(value as Autonomy, most.value) === value ? resolved : { ...resolved, ...(most as { value: Settings[Name]; from: Level }) };
}

/** The most careful of what the levels say, and the widest of them that says it. */
export function mostAutonomy(given: Partial<Record<Level, Given>>): { value: Autonomy; from: Level } {
  let most: { value: Autonomy; from: Level } = { value: builtIn.autonomyMost ?? "run", from: "system" };
  for (const level of settableAt.autonomyMost) {
    const said = given[level]?.autonomyMost;
    if (said && within(said, most.value) !== most.value) most = { value: said, from: level };
  }
  return most;
}

export const resolveAll = (given: Partial<Record<Level, Given>>): Resolved[] => settingNames.map((name) => resolve(name, given));
