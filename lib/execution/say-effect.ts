import { accept, type Outcome, refuse } from "#lib/kernel/outcome.ts";
import type { Actor, Workspace } from "#lib/tenancy/workspace.ts";
import type { Fact } from "./events.ts";
import { type Effect, isOver } from "./state.ts";
import type { ExecutionStore } from "./store.ts";
import { compensated } from "./undo-effect.ts";

type Deps = { store: ExecutionStore; newId: (prefix: string) => string };
type Ask = { workspace: Workspace; actor: Actor; id: string; effectId: string; command: { step: string; happened: boolean } };
type Said = { id: string; effectId: string; status: Effect["status"] };

/** A person says what became of an effect that nobody could know. While its execution goes on, its step's approval asks for that. */
export async function sayEffect({ store, newId }: Deps, { workspace, actor, id, effectId, command }: Ask): Promise<Outcome<Said>> {
  const { step, happened } = command;
  const status = happened ? "done" : "failed";
  const said = await store.act(workspace, id, {
    cause: `said:${effectId}:${newId("cmd")}`,
    need: { steps: [step] },
    decide: ({ execution: { head, effects } }) => {
      const effect = effects[effectId];
      if (!effect) return refuse({ code: "not_found", because: "there is no such effect" });
      if (effect.status === status) return accept({ facts: [], answer: undefined });
      if (effect.status !== "unknown") return refuse({ code: "conflict", because: `it is known: it is ${effect.status}` });
      if (!isOver(head.status)) return refuse({ code: "conflict", because: "an approval asks about it: decide there" });
      return accept({
        facts: factsOf(effect, effect.undoes === undefined ? undefined : effects[effect.undoes], { actor, happened }),
        answer: undefined,
      });
    },
  });
  if (!said.ok) return said;
  return accept({ id, effectId, status });
}

function factsOf(effect: Effect, undone: Effect | undefined, { actor, happened }: { actor: Actor; happened: boolean }): Fact[] {
  const about = { step: effect.step, status: "said", effectId: effect.id, by: actor };
  const says = `${actor.name} says that it ${happened ? "happened" : "did not happen"}`;
  if (!happened) return [{ type: "effect.failed", ...about, message: `${says}: ${effect.summary}`, because: says }];
  return [
    { type: "effect.done", ...about, message: `${says}: ${effect.summary}`, proof: says },
    ...(undone?.status === "done" ? [compensated(undone)] : []),
  ];
}
