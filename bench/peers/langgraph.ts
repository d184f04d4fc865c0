import { randomUUID } from "node:crypto";
import { type Engine, type Place, peer } from "./engine.ts";
import { dag, type Shape } from "./shapes.ts";

type Compiled = { invoke(input: object, options: object): Promise<unknown> };
type Graph = {
  addNode(name: string, work: () => Promise<object>): Graph;
  addEdge(from: string | string[], to: string): Graph;
  addConditionalEdges(from: string, next: (state: { count: number }) => string): Graph;
  compile(options: { checkpointer: unknown }): Compiled;
};
type Api = {
  StateGraph: new (state: unknown) => Graph;
  Annotation: { Root(channels: object): unknown } & (<T>(options: { reducer: (left: T, right: T) => T; default: () => T }) => unknown);
  START: string;
  END: string;
};
type Saver = { PostgresSaver: { fromConnString(url: string): { setup(): Promise<void>; end(): Promise<void> } } };

/** With `durability: "sync"`. Its writes run behind the steps all the same and are waited for at the end, which the result's time shows. */
export async function openLangGraph({ databaseUrl, body }: Place): Promise<Engine> {
  const { StateGraph, Annotation, START, END } = await peer<Api>("@langchain/langgraph");
  const { PostgresSaver } = await peer<Saver>("@langchain/langgraph-checkpoint-postgres");
  const checkpointer = PostgresSaver.fromConnString(databaseUrl);
  await checkpointer.setup();
  const define = (shape: Shape): Compiled => {
    const state = Annotation.Root({
      last: Annotation<string>({ reducer: (_, right) => right, default: () => "" }),
      count: Annotation<number>({ reducer: (left, right) => left + right, default: () => 0 }),
    });
    let graph = new StateGraph(state);
    const add = (name: string, ms: number, bytes?: number) => {
      graph = graph.addNode(name, async () => ({ last: await body(ms, bytes), count: 1 }));
    };
    if (shape.kind === "chain") {
      // One node in a circle: a graph with a node for each step gets slower with its size.
      add("step", shape.stepMs, shape.resultBytes);
      graph = graph.addEdge(START, "step").addConditionalEdges("step", ({ count }) => (count < shape.steps ? "step" : END));
    } else if (shape.kind === "fan") {
      for (let index = 0; index < shape.width; index++) {
        add(`s${index}`, shape.stepMs);
        graph = graph.addEdge(START, `s${index}`).addEdge(`s${index}`, END);
      }
    } else {
      for (const { name, ms } of dag) add(name, ms);
      for (const { name, after } of dag) graph = graph.addEdge(after.length === 0 ? START : after, name);
      for (const { name } of dag) if (!dag.some(({ after }) => after.includes(name))) graph = graph.addEdge(name, END);
    }
    return graph.compile({ checkpointer });
  };
  const known = new Map<string, Compiled>();
  return {
    async run(shape) {
      const id = JSON.stringify(shape);
      const graph = known.get(id) ?? define(shape);
      known.set(id, graph);
      await graph.invoke({}, { configurable: { thread_id: randomUUID() }, durability: "sync", recursionLimit: 20_000 });
    },
    close: () => checkpointer.end(),
  };
}
