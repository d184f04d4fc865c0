import { utf8ToBytes } from "@noble/hashes/utils.js";
import { hashText } from "#lib/kernel/hash.ts";

/** What an entry's hash is over; the database's own function of the same name writes the same. */
export type Link = {
  workspaceId: string;
  seq: number;
  id: string;
  at: string;
  actorKind: string;
  actorId: string;
  actorName: string;
  action: string;
  target: string;
  because: string;
  address: string;
  agent: string;
  requestId: string;
  /** The JSON as it was written. */
  detail: string;
  previous: string;
  hash: string;
};

/** What the first entry of every chain follows. */
export const beginning = "0".repeat(64);

/** Every part has its length before it, so that no two entries have one text. */
export function hashOfLink(link: Omit<Link, "hash">): string {
  const parts = [
    link.previous,
    link.workspaceId,
    String(link.seq),
    link.id,
    link.at,
    link.actorKind,
    link.actorId,
    link.actorName,
    link.action,
    link.target,
    link.because,
    link.address,
    link.agent,
    link.requestId,
    link.detail,
  ];
  return hashText(parts.map((part) => `${utf8ToBytes(part).length}:${part}`).join(","));
}

/** Where a chain stands: after which entry, and with which hash. */
export type Head = { seq: number; hash: string };
export type Broken = { seq: number; id?: string; because: string };

/** Follows a chain from a place on. The first link that does not hold is named; none means that all of them do. */
export function followChain(from: Head, links: readonly Link[]): { head: Head; broken?: Broken } {
  let head = from;
  for (const link of links) {
    const { seq, id } = link;
    if (seq !== head.seq + 1) return { head, broken: { seq: head.seq + 1, because: "it is missing" } };
    if (link.previous !== head.hash) return { head, broken: { seq, id, because: "it does not follow the entry before it" } };
    if (link.hash !== hashOfLink(link)) return { head, broken: { seq, id, because: "it is not what was written" } };
    head = { seq, hash: link.hash };
  }
  return { head };
}
