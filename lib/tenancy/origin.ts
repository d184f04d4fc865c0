/** From where something was asked: what the audit says beside who asked. */
export type Origin = { address: string; agent: string; requestId: string };

/** What is nobody's request: a command of the operator, a test, a timer. */
export const noOrigin: Origin = { address: "", agent: "", requestId: "" };

type HeadersLike = { get(name: string): string | null };

/** The address that the nearest proxy, or Next itself, saw; an empty one is counted like any other. */
export const addressOf = (headers: HeadersLike): string => headers.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 100) ?? "";

export function originOf(headers: HeadersLike, requestId: string): Origin {
  return { address: addressOf(headers), agent: plain(headers.get("user-agent") ?? ""), requestId };
}

/** A header is bytes of a stranger: what is kept of it is short and printable. */
const plain = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?").slice(0, 300);
