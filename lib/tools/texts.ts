import { z } from "zod";

export const Cited = z.array(z.object({ title: z.string(), url: z.string(), quote: z.string() }));

/** What every tool that makes a text says about how it was made. */
export const madeText = {
  text: z.string(),
  citations: Cited,
  model: z.string(),
  language: z.string(),
  note: z.string(),
};

export const MaxWords = (byDefault: number) => z.int().min(20, "at least 20").max(3_000, "at most 3000").default(byDefault);

/** Tools that make a text of what was found: each gives at least what the summary gives, and one stands in for the other where it takes the same parameters. */
export const textOfMaterial = "text of material";
