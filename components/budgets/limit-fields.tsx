"use client";

import { useState } from "react";
import { Field, Input } from "#components/ui/field.tsx";

type Given = { limitMicros?: number | null | undefined; limitTokens?: number | null | undefined };

/** What somebody writes for a limit in money and in tokens, read as they write. */
export function useLimits(given: Given = {}) {
  const [money, setMoney] = useState(given.limitMicros == null ? "" : String(given.limitMicros / 1_000_000));
  const [tokens, setTokens] = useState(given.limitTokens == null ? "" : String(given.limitTokens));
  const limitMicros = money.trim() === "" ? null : Math.round(Number(money) * 1_000_000);
  const limitTokens = tokens.trim() === "" ? null : Number(tokens);
  const isWrong = (limit: number | null) => limit !== null && !(Number.isSafeInteger(limit) && limit >= 0);
  return {
    money,
    setMoney,
    tokens,
    setTokens,
    limits: { limitMicros, limitTokens },
    wrongMoney: isWrong(limitMicros),
    wrongTokens: isWrong(limitTokens),
    isEmpty: limitMicros === null && limitTokens === null,
  };
}

export function LimitFields({ limits }: { limits: ReturnType<typeof useLimits> }) {
  const { money, setMoney, tokens, setTokens, wrongMoney, wrongTokens } = limits;
  return (
    <>
      <Field label="US dollars" hint="Empty: money is not limited" error={wrongMoney ? "A number, 0 at the least" : undefined}>
        {(field) => <Input {...field} inputMode="decimal" dir="ltr" value={money} onChange={(event) => setMoney(event.target.value)} />}
      </Field>
      <Field
        label="Tokens"
        hint="In and out together. Empty: not limited"
        error={wrongTokens ? "A whole number, 0 at the least" : undefined}
      >
        {(field) => <Input {...field} inputMode="numeric" dir="ltr" value={tokens} onChange={(event) => setTokens(event.target.value)} />}
      </Field>
    </>
  );
}
