import housing from "./housing.weights.json" with { type: "json" };
import injection from "./injection.weights.json" with { type: "json" };
import { type Model, modelFrom } from "./likeness.ts";
import optOut from "./optout.weights.json" with { type: "json" };

type Kept = Parameters<typeof modelFrom>[0];

/** Opened when it is first asked. */
function opened(kept: Kept): () => Model {
  let model: Model | undefined;
  return () => {
    model ??= modelFrom(kept);
    return model;
  };
}

/** What `scripts/guards/train.ts` made of the texts in `scripts/guards/texts`. */
export const likeOrders = opened(injection);
export const likeLeaving = opened(optOut);
export const likeHousingLimits = opened(housing);
