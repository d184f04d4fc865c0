"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** What stands after the # of the address: no server is sent it. Nothing while the page is still the server's. */
export const useToken = (): string | undefined =>
  useSyncExternalStore(
    never,
    () => window.location.hash.slice(1),
    () => undefined,
  );
