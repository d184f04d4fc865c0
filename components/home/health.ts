import type { z } from "zod";
import type { Readiness } from "#lib/http/contracts/answers.ts";

export type Health = { word: "Everything answers" | "Something is down" | "Fermata does not answer"; says: string };

const unheard: Health = { word: "Fermata does not answer", says: "Trying again" };

/** Whether a request sent now could be carried out, in words. */
export function healthIn({ status, components }: z.infer<typeof Readiness>): Health {
  const says = components.map(({ name, status: is, ms }) => (is === "ok" ? `${name} in ${ms} ms` : `${name} is down`)).join(", ");
  return { word: status === "ready" ? "Everything answers" : "Something is down", says };
}

/** The same of an answer that may be none. */
export const healthOf = (read: { success: boolean; data?: z.infer<typeof Readiness> | undefined }): Health =>
  read.success && read.data ? healthIn(read.data) : unheard;
