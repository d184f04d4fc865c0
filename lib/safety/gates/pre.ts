import { type Allocation, allocationFault } from "../allocation.ts";
import { zoneOf } from "../budget.ts";
import type { EffectOn } from "../effects.ts";
import { blocks, type Gate, notApplicable, passes, warns } from "./gate.ts";

/** A step of the plan, as far as it is known before anything of it is rendered. `effect` is absent where there is no such tool. */
export type PlannedCall = {
  step: string;
  tool: string;
  effect?: EffectOn["effect"];
  isModel: boolean;
  /** Whether a person or policy is asked before it. */
  isAsked: boolean;
  connection?: string;
};

export type PreFacts = {
  calls: readonly PlannedCall[];
  /** The workspace's connections by name; absent where the plan names none. */
  connections?: ReadonlySet<string> | undefined;
  /** Why one of them is not for the tool that the plan gives it to. */
  strange?: string | undefined;
  /** The models that are asked first, in words; none: the built-in one writes. */
  models: readonly string[];
  allocation: Allocation;
  /** How much of the tightest budget is used, in percent; absent where nothing is limited, or no model is called. */
  usedPercent?: number | undefined;
  by: { kind: string; name: string };
  /** Whether who asked may still start executions; absent: they were asked for that a moment ago. */
  mayStart?: boolean | undefined;
  /** What somebody who had a hand in it lacks for the groups of its tools, or for its own. */
  lacks?: string | undefined;
  isCode: boolean;
};

const someOf = (names: readonly string[]): string =>
  names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
const distinct = (names: readonly string[]): string[] => [...new Set(names)];

const dependencies: Gate<PreFacts> = {
  name: "dependencies",
  critical: true,
  ask({ calls, connections, strange, models }) {
    const unknown = distinct(calls.flatMap(({ tool, effect }) => (effect === undefined ? [tool] : [])));
    if (unknown.length > 0) return blocks(`There is no tool ${someOf(unknown)}.`);
    const named = distinct(calls.flatMap(({ connection }) => connection ?? []));
    const missing = connections === undefined ? [] : named.filter((name) => !connections.has(name));
    if (missing.length > 0) return blocks(`There is no connection ${someOf(missing)}.`);
    if (strange !== undefined) return blocks(`${strange.replace(/^./, (first) => first.toUpperCase())}.`);
    const writers = calls.filter(({ isModel }) => isModel).length;
    const tools = `${distinct(calls.map(({ tool }) => tool)).length} tools are there`;
    const reached = named.length > 0 && connections !== undefined ? `, ${named.length} connections` : "";
    if (writers === 0) return passes(`${tools}${reached}.`);
    return passes(`${tools}${reached}, and ${models.length > 0 ? someOf(models) : "the built-in model"} writes.`);
  },
};

const tokenBudget: Gate<PreFacts> = {
  name: "token-budget",
  critical: true,
  ask({ calls, allocation, usedPercent }) {
    const fault = allocationFault(allocation);
    if (fault !== undefined) return blocks(fault);
    if (!calls.some(({ isModel }) => isModel)) return notApplicable("No step calls a model.");
    if (usedPercent === undefined) return passes("No budget limits it.");
    const said = `${Math.floor(usedPercent)} % of the tightest budget is used`;
    switch (zoneOf(usedPercent)) {
      case "over":
        return warns(`${said}: steps that call a model wait for room.`, "hold");
      case "red":
        return warns(`${said}: calls are made much lighter.`, "aggressive_optimize");
      case "yellow":
        return warns(`${said}: calls are made lighter.`, "optimize");
      case "green":
        return passes(`${said}.`);
    }
  },
};

const risk: Gate<PreFacts> = {
  name: "risk-assessment",
  critical: false,
  ask({ calls }) {
    const of = (effect: string) => calls.filter((call) => call.effect === effect);
    const counts = (["write", "send", "spend", "delete"] as const).flatMap((effect) => {
      const { length } = of(effect);
      return length > 0 ? [`${length} ${effect}`] : [];
    });
    if (counts.length === 0) return passes("Low: it only reads.");
    const grave = calls.filter(({ effect }) => effect === "send" || effect === "spend" || effect === "delete");
    if (grave.length === 0) return passes(`Low: ${counts.join(", ")}, all of it in the workspace.`);
    const unasked = grave.filter(({ isAsked }) => !isAsked).length;
    if (unasked > 0) return warns(`High: ${counts.join(", ")}; nobody is asked about ${unasked} of what cannot be taken back.`, "notice");
    return passes(`Medium: ${counts.join(", ")}; a person is asked before what cannot be taken back.`);
  },
};

const permission: Gate<PreFacts> = {
  name: "permission",
  critical: true,
  ask({ by, mayStart, lacks }) {
    if (mayStart === false) return blocks(`${by.name} may not start executions any more.`);
    if (lacks !== undefined) return blocks(`${lacks}.`);
    if (by.kind === "system") return notApplicable("Nobody asked for it: the product did.");
    return passes(`${by.name} may start executions.`);
  },
};

const git: Gate<PreFacts> = {
  name: "git-status",
  critical: true,
  ask: ({ isCode }) =>
    isCode ? passes("The result is a report about code; no step changes a repository.") : notApplicable("It does not run code."),
};

/** Asked once, before anything begins. */
export const preGates: readonly Gate<PreFacts>[] = [dependencies, tokenBudget, risk, permission, git];
