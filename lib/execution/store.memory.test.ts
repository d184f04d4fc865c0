import { storeConformance } from "./store.conformance.ts";
import { memoryStore } from "./store.memory.fixture.ts";

let ids = 0;

storeConformance("memory", async () => {
  const store = memoryStore({ now: () => new Date(), appended: () => {} });
  return { one: store, two: store, newId: (prefix) => `${prefix}_${(ids += 1)}` };
});
