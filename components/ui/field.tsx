import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

const box =
  "w-full rounded-md border border-line-strong/70 bg-raised text-ink transition-colors duration-150 hover:border-line-strong aria-invalid:border-tone-failed";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(box, "min-h-10 px-3", className)} {...rest} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea dir="auto" className={cn(box, "p-3", className)} {...rest} />;
}

type Given = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };
type Props = { label: ReactNode; hint?: ReactNode; error?: string | undefined; children: (field: Given) => ReactNode };

/** A label, what is filled in, and what to know about it, tied together. */
export function Field({ label, hint, error, children }: Props) {
  const id = useId();
  const said = error ?? hint;
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        ...(said !== undefined && { "aria-describedby": `${id}-said` }),
        ...(error !== undefined && { "aria-invalid": true }),
      })}
      {said !== undefined && (
        <p id={`${id}-said`} className={cn("text-sm", error === undefined ? "text-quiet" : "text-tone-failed")}>
          {said}
        </p>
      )}
    </div>
  );
}
