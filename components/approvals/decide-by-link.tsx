"use client";

import { useRef, useState } from "react";
import { useToken } from "#components/tenancy/use-token.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Textarea } from "#components/ui/field.tsx";
import { JsonView } from "#components/ui/json-view.tsx";
import { ProblemNote } from "#components/ui/problem-note.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Time } from "#components/ui/time.tsx";
import type { LinkedApproval } from "#lib/http/contracts/approval-link.ts";
import { consequences, roleCannot, sentence } from "./consequence.ts";
import { FormFields } from "./form-fields.tsx";
import { useForm } from "./use-form.ts";
import { useDecideByLink, useLinked } from "./use-link.ts";

const ends: Record<string, string> = {
  approved: "Approved. It goes on from here.",
  rejected: "Rejected. Nothing of it goes out.",
  open: "You agreed. Others have to agree too.",
};

/** One approval, for the one person whom the letter was written to. */
export function DecideByLink() {
  const token = useToken();
  const { data, isPending } = useLinked(token);
  const { decide, isBusy, problem, status } = useDecideByLink(token);
  if (token === undefined || (token !== "" && isPending)) return <Skeleton className="h-64" />;
  if (status !== undefined)
    return (
      <p role="status" className="text-tone-done">
        {ends[status] ?? "Decided."}
      </p>
    );
  if (!data?.linked)
    return (
      <p className="text-quiet">{data?.because ? `${sentence(data.because)}.` : "This link is not whole."} What waits is in the inbox.</p>
    );
  return <Linked linked={data.linked} {...{ decide, isBusy, problem }} />;
}

type Props = { linked: LinkedApproval } & Pick<ReturnType<typeof useDecideByLink>, "decide" | "isBusy" | "problem">;

function Linked({ linked, decide, isBusy, problem }: Props) {
  const [note, setNote] = useState("");
  const [missing, setMissing] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);
  const { filled, fill, refused } = useForm(linked.form);
  const { name, summary, effect, why, payload, payloadHash, expiresAt, executionTitle, requestedBy, you } = linked;
  const consequence = consequences[effect ?? ""];
  const said = note.trim();
  const settle = async (decision: "approve" | "reject") => {
    if (decision === "reject" && said === "") {
      setMissing("Say why, so that the one who asked can do better.");
      field.current?.focus();
      return;
    }
    const { isRight, form } = decision === "approve" ? await fill() : { isRight: true };
    if (isRight) void decide({ decision, payloadHash, ...(said !== "" && { note: said }), ...(form && { form }) }, refused);
  };
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h2 dir="auto" className="text-xl font-medium break-words">
          {summary}
        </h2>
        <p className="text-sm text-quiet">
          For <bdi className="text-ink">{executionTitle}</bdi>, asked by <bdi>{requestedBy}</bdi>. Expires <Time at={expiresAt} />.
        </p>
        {consequence && (
          <p className="flex flex-wrap items-center gap-2 text-sm text-quiet">
            <Badge tone={consequence.tone}>{consequence.word}</Badge> <span>{consequence.says}</span>
          </p>
        )}
      </div>
      {why.length > 0 && (
        <ul className="list-disc ps-5 text-sm">
          {why.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      <JsonView value={payload} label="What will happen" />
      {you.may ? (
        <>
          <FormFields {...filled} />
          <Field label="Note" hint="Kept with the decision." error={missing}>
            {(given) => (
              <Textarea
                {...given}
                ref={field}
                rows={2}
                value={note}
                onChange={({ target }) => {
                  setNote(target.value);
                  setMissing(undefined);
                }}
              />
            )}
          </Field>
          {problem && <ProblemNote problem={problem} />}
          <div className="grid grid-cols-2 gap-3">
            <Button kind="main" disabled={isBusy} onClick={() => void settle("approve")}>
              Approve
            </Button>
            <Button kind="grave" disabled={isBusy} onClick={() => void settle("reject")}>
              Reject
            </Button>
          </div>
          <p className="text-sm text-quiet">
            You decide as <bdi className="text-ink">{name}</bdi>. This link works once.
          </p>
        </>
      ) : (
        <p className="text-quiet">{sentence(you.because ?? roleCannot)}.</p>
      )}
    </div>
  );
}
