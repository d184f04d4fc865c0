import { z } from "zod";

export const ReadReliability = z.strictObject({ days: z.coerce.number().int().min(1).max(90).default(7) });

/** A breaker is there once its component has failed. */
export const TurnBreaker = z.strictObject({ component: z.string().min(1).max(300), state: z.enum(["open", "closed"]) });

export const reliability = { read: { query: ReadReliability }, turn: { body: TurnBreaker } };
