import { consequences } from "#components/approvals/consequence.ts";
import { Badge } from "#components/ui/badge.tsx";
import type { CardStep } from "./card.ts";

/** What a step does to the world. */
export function EffectBadge({ effect }: { effect: CardStep["effect"] }) {
  const { word, tone } = consequences[effect] ?? { word: effect, tone: "plain" };
  return <Badge tone={tone}>{word}</Badge>;
}
