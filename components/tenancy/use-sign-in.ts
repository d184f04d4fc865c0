"use client";

import { signIn as begin } from "next-auth/react";
import { useState } from "react";
import type { Problem } from "#components/ui/problem-note.tsx";

export type Credentials = { email: string; password: string };

const reasons: Record<string, string> = {
  CredentialsSignin: "The e-mail or the password is not right.",
  throttled: "Too many attempts. Wait five minutes and try again.",
};

export function useSignIn() {
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  async function signIn(credentials: Credentials): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    const answer = await begin("credentials", { ...credentials, redirect: false }).catch(() => undefined);
    // A whole new page, so that nothing of the visitor's stays in memory.
    if (answer?.ok) return window.location.assign("/");
    setBusy(false);
    setProblem({ detail: reasons[answer?.error ?? ""] ?? "Fermata did not answer. Check the connection and try again." });
  }
  return { signIn, problem, isBusy };
}
