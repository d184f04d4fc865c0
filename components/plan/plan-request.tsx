"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, Textarea } from "#components/ui/field.tsx";

type Props = { initial: string; isBusy: boolean; onPlan: (request: string) => void };

const maxChars = 20_000;

export function PlanRequest({ initial, isBusy, onPlan }: Props) {
  const [request, setRequest] = useState(initial);
  const send = () => {
    if (request.trim() !== "" && !isBusy) onPlan(request.trim());
  };
  return (
    <form
      method="post"
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field label="What should be done?">
        {(given) => (
          <Textarea
            {...given}
            name="request"
            rows={2}
            required
            maxLength={maxChars}
            value={request}
            onChange={({ target }) => setRequest(target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
              event.preventDefault();
              event.stopPropagation();
              send();
            }}
          />
        )}
      </Field>
      <Button type="submit" disabled={isBusy} className="justify-self-end">
        {isBusy ? "Planning…" : "Plan it"}
      </Button>
    </form>
  );
}
