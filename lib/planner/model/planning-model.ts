import type { z } from "zod";
import type { PromptPart } from "#lib/models/spare.ts";

/** A language model, as far as planning needs one. */
export type PlanningModel = {
  name: string;
  /** `parts`: the prompt, of which some may be made lighter where a budget runs low. Gives an object of the schema; throws `NotOfSchema` when what came is none, anything else when nothing came. */
  ask<T>(question: { instructions: string; parts: PromptPart[]; schema: z.ZodType<T> }): Promise<T>;
};

/** Finds a model that answers now; throws, soon, when there is none. What it gives holds its own time limit. */
export type OpenModel = (signal?: AbortSignal) => Promise<PlanningModel>;

export class NotOfSchema extends Error {}
