"use client";

import { signIn as begin } from "next-auth/react";
import { useState } from "react";
import type { Problem } from "#components/ui/problem-note.tsx";

/** The code of a second factor is asked for when the account has one. */
export type Credentials = { email: string; password: string; code?: string };

const reasons: Record<string, string> = {
  CredentialsSignin: "The e-mail or the password is not right.",
  code_wrong: "The code is not right, or was used already.",
  throttled: "Too many attempts. Wait five minutes and try again.",
};

const elsewhere: Record<string, string> = {
  oidc_unknown: "Nobody here has this address, or it is not verified there. Ask for an invitation, and join with a password first.",
};

/** `error`: why somebody was sent back to the door. */
export function useSignIn(error?: string) {
  const [problem, setProblem] = useState<Problem | undefined>(
    error === undefined ? undefined : { detail: elsewhere[error] ?? "Signing in there did not work. Try again." },
  );
  const [isBusy, setBusy] = useState(false);
  const [needsCode, setNeedsCode] = useState(false);
  async function signIn(credentials: Credentials): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    const answer = await begin("credentials", { ...credentials, redirect: false }).catch(() => undefined);
    // A whole new page, so that nothing of the visitor's stays in memory.
    if (answer?.ok) return window.location.assign("/");
    setBusy(false);
    if (answer?.error === "code_needed") return setNeedsCode(true);
    setProblem({ detail: reasons[answer?.error ?? ""] ?? "Fermata did not answer. Check the connection and try again." });
  }
  /** Leaves for the issuer, which sends back; without script the button would do nothing. */
  const signInByIssuer = () => void begin("oidc", { callbackUrl: "/" });
  return { signIn, signInByIssuer, problem, isBusy, needsCode };
}
