"use client";

/** What signs out is read when somebody does. */
export const useSignOut = (): (() => void) => () =>
  void import("next-auth/react").then(({ signOut }) => signOut({ callbackUrl: "/sign-in" }));
