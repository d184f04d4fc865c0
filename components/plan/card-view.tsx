"use client";

import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { planDiff } from "#lib/planner/plan-diff.ts";
import type { CardPlan, PlanCard } from "./card.ts";
import { PlanChanges } from "./plan-changes.tsx";
import { PlanEditor } from "./plan-editor.tsx";

type Props = {
  workspaceId: string;
  request: string;
  card: PlanCard;
  before: CardPlan | undefined;
  maySave: boolean;
  onPlan: (request: string) => void;
};

/** What a request comes to: a plan, an answer, one question, or a refusal. Each is shown as what it is. */
export function CardView({ workspaceId, request, card, before, maySave, onPlan }: Props) {
  return (
    <>
      {card.kind === "clarify" && <Question card={card} request={request} onPlan={onPlan} />}
      {card.kind === "refuse" && <Said title="This cannot be done here" card={card} />}
      {card.kind === "answer" && card.reason !== undefined && <Said title="The answer" card={card} />}
      {card.kind === "plan" && (card.reason !== undefined || (card.missing?.length ?? 0) > 0) && (
        <Said title="A part of it cannot be done" card={card} />
      )}
      {card.plan && before && <PlanChanges changes={planDiff(before, card.plan)} title="What differs from the plan before" />}
      {card.plan && (
        <PlanEditor
          workspaceId={workspaceId}
          origin={{ is: "draft", id: card.draftId, request }}
          card={card}
          plan={card.plan}
          may={{ run: true, save: maySave }}
        />
      )}
    </>
  );
}

function Said({ title, card: { reason, missing = [] } }: { title: string; card: PlanCard }) {
  return (
    <Card role="region" aria-label={title} className="grid gap-2 p-5">
      <h2 className="text-xl font-medium">{title}</h2>
      {reason && (
        <p dir="auto" className="whitespace-pre-wrap">
          {reason}
        </p>
      )}
      {missing.length > 0 && (
        <ul className="list-disc ps-5 text-quiet">
          {missing.map((one) => (
            <li key={one} dir="auto">
              {one}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Question({ card, request, onPlan }: { card: PlanCard; request: string; onPlan: (request: string) => void }) {
  const { question = "What do you mean?", reason, choices = [] } = card;
  return (
    <Card role="region" aria-label="One question first" className="grid gap-3 p-5">
      <h2 dir="auto" className="text-xl font-medium">
        {question}
      </h2>
      {reason && (
        <p dir="auto" className="text-quiet">
          {reason}
        </p>
      )}
      {choices.length > 0 ? (
        <div className="flex flex-wrap gap-2">
          {choices.map((choice) => (
            <Button key={choice} onClick={() => onPlan(`${request} (${choice})`)}>
              <bdi>{choice}</bdi>
            </Button>
          ))}
        </div>
      ) : (
        <p className="text-sm text-quiet">Say it in the request above, and plan again.</p>
      )}
    </Card>
  );
}
