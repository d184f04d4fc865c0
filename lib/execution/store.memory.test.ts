import { newId } from "#lib/kernel/ids.node.ts";
import { storeConformance } from "./store.conformance.ts";
import { memoryStore } from "./store.memory.fixture.ts";

storeConformance("memory", async () => {
  const store = memoryStore({ now: () => new Date(), appended: () => {} });
  return { one: store, two: store, newId };
});
