"use client";

import { useState } from "react";
import { z } from "zod";
import type { MemberRow } from "./members-room.tsx";
import type { RoleChoice } from "./role-choice.ts";
import { useAct } from "./use-act.ts";

export type MemberAct =
  | { kind: "role"; member: MemberRow; role: RoleChoice }
  | { kind: "disable" | "enable" | "remove" | "reset"; member: MemberRow };

/** A link that was made: sent by mail, or here to be handed over. */
export const MadeLink = z.object({ sent: z.boolean(), url: z.string().nullable() });
export type MadeLink = z.infer<typeof MadeLink>;

/** What is asked of a member, until it is confirmed or left. */
export function useMembers(workspaceId: string) {
  const { act, isBusy, problem, forget } = useAct(workspaceId);
  const [asked, setAsked] = useState<MemberAct>();
  const [because, setBecause] = useState("");
  const [link, setLink] = useState<MadeLink & { to: string }>();

  const begin = (next: MemberAct) => {
    forget();
    setBecause("");
    setAsked(next);
  };
  async function carryOut(): Promise<void> {
    if (!asked) return;
    const done = await act(...callFor(asked, because.trim()));
    if (!done) return;
    setAsked(undefined);
    if (asked.kind === "reset") setLink({ ...MadeLink.parse(done.value), to: asked.member.email });
  }
  return {
    asked,
    begin,
    leave: () => setAsked(undefined),
    carryOut,
    because,
    setBecause,
    isBusy,
    problem,
    link,
    closeLink: () => setLink(undefined),
  };
}

function callFor(asked: MemberAct, because: string): Parameters<ReturnType<typeof useAct>["act"]> {
  const path = `/api/members/${asked.member.id}`;
  if (asked.kind === "remove") return [path, { method: "DELETE" }];
  if (asked.kind === "reset") return [`${path}/reset`, { method: "POST" }];
  const change = asked.kind === "role" ? { role: asked.role.id } : { disabled: asked.kind === "disable" };
  return [path, { method: "PUT", body: { ...change, ...(because !== "" && { because }) } }];
}
