/** What is run: a chain of steps, steps side by side, or the graph below. */
export type Shape =
  | { kind: "chain"; steps: number; stepMs: number; resultBytes: number }
  | { kind: "fan"; width: number; stepMs: number }
  | { kind: "dag" };

/** A step of the graph: its name, how long its body takes, and what has to be done before. */
export type Node = { name: string; ms: number; after: string[] };

const batches = { a: 3, b: 4, c: 3, d: 2 };
const dependencies: Record<string, string[]> = {
  b0: ["a0"],
  b1: ["a0", "a1"],
  b2: ["a1"],
  b3: ["a2"],
  c0: ["b0", "b1"],
  c1: ["b2"],
  c2: ["b3", "b1"],
  d0: ["c0", "c1"],
  d1: ["c1", "c2"],
};

/** The generator mulberry32 by Tommy Ettinger: the same numbers everywhere for one seed. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function layersOf(): Node[][] {
  const next = mulberry32(10);
  return Object.entries(batches).map(([batch, size]) =>
    Array.from({ length: size }, (_, index) => {
      const name = `${batch}${index}`;
      return { name, ms: 40 + Math.floor(next() * 361), after: dependencies[name] ?? [] };
    }),
  );
}

/** Twelve steps in four batches; what a step needs does not need the whole batch before it. */
export const dagLayers: Node[][] = layersOf();
export const dag: Node[] = dagLayers.flat();

/** How long the graph takes when every step begins as soon as it may. */
export function criticalPathMs(): number {
  const ends = new Map<string, number>();
  for (const { name, ms, after } of dag) ends.set(name, ms + Math.max(0, ...after.map((one) => ends.get(one) ?? 0)));
  return Math.max(...ends.values());
}

/** Runs the graph by plain promises: each step when what it needs is done. */
export async function runDag(step: (node: Node) => Promise<unknown>): Promise<void> {
  const done = new Map<string, Promise<unknown>>();
  for (const node of dag)
    done.set(
      node.name,
      Promise.all(node.after.map((one) => done.get(one))).then(() => step(node)),
    );
  await Promise.all(done.values());
}
