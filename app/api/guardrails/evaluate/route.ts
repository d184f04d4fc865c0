import { evaluateGuardrails } from "#lib/execution/evaluate-guardrails.ts";
import { answer, ok } from "#lib/http/answer.ts";
import { guardrails, shownJudgement } from "#lib/http/contracts/guardrails.ts";
import { endpoint } from "#lib/http/endpoint.next.ts";
import { runtime } from "#lib/runtime.ts";

export const POST = endpoint({
  allow: "guardrail:evaluate",
  ...guardrails.evaluate,
  handle: async ({ caller: { workspace }, body }) => {
    const began = performance.now();
    const { registry, now, policiesOf } = runtime();
    const judged = evaluateGuardrails({ policies: await policiesOf(workspace), registry, now: now() }, body);
    return answer(judged, (judgement) => ok({ ...shownJudgement(judgement), ms: Math.round((performance.now() - began) * 100) / 100 }));
  },
});
