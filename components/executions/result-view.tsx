"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { JsonView } from "#components/ui/json-view.tsx";
import { useCopy } from "#components/ui/use-copy.ts";
import type { Json } from "#lib/kernel/json.ts";
import { isRecord } from "#lib/kernel/record.ts";
import { PrettyValue } from "./pretty-value.tsx";

/** What came of it, for reading; as the data that it is for whoever wants it. */
export function ResultView({ result }: { result: Json }) {
  const [isRaw, setRaw] = useState(false);
  const { copy, isCopied } = useCopy();
  return (
    <section aria-labelledby="result" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="result" className="text-xl font-medium">
          Result
        </h2>
        <span className="flex gap-1">
          <Button kind="quiet" size="sm" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
            {isRaw ? "Pretty" : "Raw"}
          </Button>
          <Button kind="quiet" size="sm" onClick={() => void copy(JSON.stringify(result, null, 2))}>
            {isCopied ? "Copied" : "Copy"}
          </Button>
        </span>
      </div>
      {isRaw && <JsonView value={result} label="Result" />}
      {!isRaw && <Parts result={result} />}
    </section>
  );
}

/** Texts have a sheet each; what is small stands together. */
function Parts({ result }: { result: Json }) {
  if (!isRecord(result)) return <Sheet value={result} />;
  const entries = Object.entries(result as Record<string, Json>);
  const texts = entries.flatMap(([name, value]) => {
    const text = isRecord(value) ? value["text"] : value;
    return typeof text === "string" ? [{ name, text }] : [];
  });
  const named = new Set(texts.map(({ name }) => name));
  const rest = Object.fromEntries(entries.filter(([name]) => !named.has(name)));
  return (
    <>
      {Object.keys(rest).length > 0 && <Sheet value={rest} />}
      {texts.map(({ name, text }) => (
        <Sheet key={name} title={name} value={text} />
      ))}
    </>
  );
}

function Sheet({ title, value }: { title?: string; value: Json }) {
  return (
    <Card className="grid gap-2 p-4">
      {title !== undefined && <h3 className="font-medium">{title}</h3>}
      <div className="max-w-prose">
        <PrettyValue value={value} />
      </div>
    </Card>
  );
}
