import type { EventOf, ExecutionEvent } from "#lib/execution/events.ts";

type Sheet = NonNullable<EventOf<"budget.reserved">["sheet"]>;

/** Of the latest call of a model that says why this one was asked. */
export function sheetIn(events: readonly ExecutionEvent[]): Sheet | undefined {
  return events.flatMap((event) => (event.type === "budget.reserved" && event.sheet ? [event.sheet] : [])).at(-1);
}

const share = (value = 0) => value.toFixed(2);

/** What speaks for a model, in words; what does not is said too. */
const wordsOf = ({ suitability, reliability, speed, context, cost, local }: Sheet[number]["parts"]): string =>
  [
    `suits ${share(suitability)}`,
    `reliable ${share(reliability)}`,
    `quick ${share(speed)}`,
    context === 1 ? "reads all of it" : "reads less than this",
    cost === 1 ? "affordable" : "too dear",
    local === 1 ? "at home" : "in a cloud",
  ].join(", ");

/** Why this model was asked first: what spoke for each that could be. */
export function ModelSheet({ sheet }: { sheet: Sheet }) {
  return (
    <ol className="grid gap-2 text-sm">
      {sheet.map(({ model, score, parts }, at) => (
        <li key={model} className="grid gap-0.5">
          <span className="flex items-baseline justify-between gap-3">
            <span className="min-w-0 break-words">
              <span className="text-quiet tabular-nums">{at + 1}. </span>
              <bdi className="font-mono text-xs">{model}</bdi>
            </span>
            <span className="font-medium tabular-nums">{share(score)}</span>
          </span>
          <span className="text-quiet">{wordsOf(parts)}</span>
        </li>
      ))}
    </ol>
  );
}
