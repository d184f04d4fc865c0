import { cn } from "#components/ui/cn.ts";
import type { Json } from "#lib/kernel/json.ts";
import { lineDiff } from "./line-diff.ts";

const marks = { same: "  ", gone: "− ", new: "+ " } as const;
const tones = { same: "text-quiet", gone: "bg-tone-failed-soft text-tone-failed", new: "bg-tone-done-soft text-tone-done" } as const;

export const written = (payload: Json) => JSON.stringify(payload, null, 2);

/** What differs between two payloads, line by line. */
export function Difference({ before, after }: { before: Json; after: Json }) {
  return (
    <pre dir="ltr" className="grid overflow-auto rounded-md bg-sunken py-2 font-mono text-sm">
      {lineDiff(written(before), written(after)).map(({ kind, text }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is nothing but its place
        <span key={at} className={cn("px-3 whitespace-pre-wrap", tones[kind])}>
          {marks[kind]}
          {text}
        </span>
      ))}
    </pre>
  );
}
