import type { EffectOn } from "./effects.ts";

export const planAsks = "The plan asks for an approval here.";

/**
 * Why a call must be seen by a person before it happens; empty: it may go.
 * What sends, spends or deletes, and every bulk write, is held by default. A plan may only ask for more (`approval: required`).
 * An execution that a person set to `run` is not asked about sends and bulk writes; spending and deleting are asked about always.
 */
export function whyHold({ effect, count, approval, autonomy }: EffectOn): string[] {
  const why: string[] = [];
  const trusted = autonomy === "run";
  if (effect === "send" && !trusted) why.push("It sends something to people outside.");
  if (effect === "spend") why.push("It spends money.");
  if (effect === "delete") why.push("It deletes, or its effect is not known.");
  if (effect === "write" && count > 1 && !trusted) why.push(`It writes ${count} things at once.`);
  if (effect === "send" && count > 1 && !trusted) why.push(`It reaches ${count} recipients.`);
  if (approval === "required") why.push(planAsks);
  return why;
}

/** Whom a call that changes something reaches, where that was read somewhere or written by a model: no standing approval and no trust in the execution lets it go unasked. */
export function unsaidReceivers(effect: EffectOn["effect"], receivers: string[]): string[] {
  return effect === "read" ? [] : receivers.map((said) => `Whom it reaches was not said by anybody of the workspace: ${said}.`);
}
