import type { EffectOn } from "./effects.ts";

/**
 * Why a call must be seen by a person before it happens; empty: it may go.
 * What sends, spends or deletes, and every bulk write, is held by default. A plan may only ask for more (`approval: required`).
 * An execution that a person set to `run` is not asked about sends and bulk writes; spending and deleting are asked about always, and so is
 * a call whose receivers were read somewhere or written by a model.
 */
export function whyHold({ effect, count, approval, autonomy, derivedReceivers = [] }: EffectOn): string[] {
  const why: string[] = [];
  const trusted = autonomy === "run";
  if (effect === "send" && !trusted) why.push("It sends something to people outside.");
  if (effect === "spend") why.push("It spends money.");
  if (effect === "delete") why.push("It deletes, or its effect is not known.");
  if (effect === "write" && count > 1 && !trusted) why.push(`It writes ${count} things at once.`);
  if (effect === "send" && count > 1 && !trusted) why.push(`It reaches ${count} recipients.`);
  if (effect !== "read")
    for (const said of derivedReceivers) why.push(`Whom it reaches was not said by anybody of the workspace: ${said}.`);
  if (approval === "required") why.push("The plan asks for an approval here.");
  return why;
}
