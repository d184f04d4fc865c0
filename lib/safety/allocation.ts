/** How the tokens of a model's window are shared out. The shares are those of a window of 200,000. */
const whole = 200_000;
const shares = {
  reserved: 10_000,
  /** Instructions, rules and the workspace's own words. */
  system: { base: 2_000, rules: 3_000, memory: 5_000 },
  /** Descriptions of tools, skills and agents. */
  dynamic: 30_000,
  working: { conversation: 100_000, results: 30_000, output: 20_000 },
} as const;

export type Dynamic = { tools: number; skills: number; agents: number };
export type Allocation = { window: number; dynamic: Dynamic };
export const phases = ["plan", "execute", "verify"] as const;
export type Phase = (typeof phases)[number];

/** What each phase of an execution may have of the working share. */
const phaseShares: Record<Phase, number> = { plan: 0.2, execute: 0.65, verify: 0.15 };

/** How much of an execution's own token budget a phase may have: what it leaves is there for the others. */
export const phaseShare = (limitTokens: number, phase: Phase): number => Math.floor(limitTokens * phaseShares[phase]);

export const phaseWords: Record<Phase, string> = { plan: "planning", execute: "its steps", verify: "mending what was refused" };

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

/** The split for a window of this size, in tokens: everything in proportion, with nothing handed out twice by rounding. */
export function splitFor(window: number) {
  const scaled = (tokens: number) => Math.floor((tokens * window) / whole);
  const system = { base: scaled(shares.system.base), rules: scaled(shares.system.rules), memory: scaled(shares.system.memory) };
  const working = {
    conversation: scaled(shares.working.conversation),
    results: scaled(shares.working.results),
    output: scaled(shares.working.output),
  };
  const inAll = sum(Object.values(working));
  const perPhase = Object.fromEntries(Object.entries(phaseShares).map(([phase, share]) => [phase, Math.floor(inAll * share)])) as Record<
    Phase,
    number
  >;
  return { window, reserved: scaled(shares.reserved), system, dynamic: scaled(shares.dynamic), working, perPhase };
}

/** Why these descriptions do not fit; nothing where they do. */
export function allocationFault({ window, dynamic }: Allocation): string | undefined {
  const asked = sum(Object.values(dynamic));
  const room = splitFor(window).dynamic;
  if (asked <= room) return;
  return `Token allocation exceeds budget: tools, skills and agents take ${asked.toLocaleString("en")} tokens of ${room.toLocaleString("en")}.`;
}
