"use client";

import { ArrowRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useTransition } from "react";
import { useKeys } from "#components/shell/use-keys.ts";
import { Button } from "#components/ui/button.tsx";
import { Kbd } from "#components/ui/kbd.tsx";

type Props = { workspaceId: string; examples?: string[] };

/** The one box: words in, a plan out. Nothing runs before it was seen. */
export function RequestBox({ workspaceId, examples = [] }: Props) {
  const box = useRef<HTMLTextAreaElement>(null);
  const router = useRouter();
  const [isBusy, go] = useTransition();
  const send = () => {
    const words = box.current?.value.trim() ?? "";
    if (words !== "" && !isBusy) go(() => router.push(`/${workspaceId}/new?request=${encodeURIComponent(words)}`));
  };
  useKeys({ n: () => box.current?.focus() });
  return (
    <form
      action={`/${workspaceId}/new`}
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h1 className="text-3xl font-medium">
        <label htmlFor="request">
          <bdi>What should be done?</bdi>
        </label>
      </h1>
      <div className="grid rounded-xl border border-line-strong/70 bg-raised shadow-card transition-colors duration-150 focus-within:border-accent hover:border-line-strong">
        <textarea
          ref={box}
          id="request"
          name="request"
          rows={3}
          required
          maxLength={20_000}
          dir="auto"
          placeholder="In your own words, in any language"
          aria-describedby="request-hint"
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
            event.preventDefault();
            send();
          }}
          className="min-h-24 resize-y rounded-t-xl bg-transparent px-5 pt-4 pb-2 text-lg"
        />
        <div className="flex flex-wrap items-center justify-between gap-3 px-3 pb-3 ps-5">
          <p id="request-hint" className="text-sm text-quiet">
            You see the plan before it runs. What sends, spends or deletes waits for an approval.
          </p>
          <Button type="submit" kind="main" disabled={isBusy}>
            {isBusy ? "Planning…" : "Plan it"}
            <span aria-hidden className="hidden items-center gap-1 sm:flex">
              <Kbd>⌘↵</Kbd>
            </span>
          </Button>
        </div>
      </div>
      {examples.length > 0 && (
        <ul aria-label="Examples" className="grid gap-1.5 sm:flex sm:flex-wrap sm:gap-2">
          {examples.map((example) => (
            <li key={example} className="min-w-0">
              <button
                type="button"
                onClick={() => {
                  if (!box.current) return;
                  box.current.value = example;
                  box.current.focus();
                }}
                className="flex min-h-9 max-w-full items-center gap-2 rounded-full border border-line bg-raised px-3.5 py-1.5 text-start text-sm text-quiet transition-colors duration-150 hover:border-accent hover:text-ink"
              >
                <ArrowRight aria-hidden className="size-3.5 shrink-0 text-accent rtl:-scale-x-100" />
                <span dir="auto">{example}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
