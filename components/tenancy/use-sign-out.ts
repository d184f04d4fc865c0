"use client";

import { signOut } from "next-auth/react";

export const useSignOut = (): (() => void) => () => void signOut({ callbackUrl: "/sign-in" });
