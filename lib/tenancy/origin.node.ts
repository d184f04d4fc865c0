import { AsyncLocalStorage } from "node:async_hooks";
import { noOrigin, type Origin } from "./origin.ts";

// On globalThis, since Next loads a module once for each of its bundles.
const kept = globalThis as typeof globalThis & { fermataOrigin?: AsyncLocalStorage<Origin> };
const store = (): AsyncLocalStorage<Origin> => {
  kept.fermataOrigin ??= new AsyncLocalStorage();
  return kept.fermataOrigin;
};

/** Whatever this work writes into the audit comes from there. */
export const within = <T>(origin: Origin, work: () => Promise<T>): Promise<T> => store().run(origin, work);

export const currentOrigin = (): Origin => store().getStore() ?? noOrigin;
