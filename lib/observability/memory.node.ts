import { getHeapStatistics } from "node:v8";

/** Share of the memory that this process may have which it uses, from 0 to 1. */
export function memoryShare(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
}
