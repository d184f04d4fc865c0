import { JsonView } from "#components/ui/json-view.tsx";
import type { Json } from "#lib/kernel/json.ts";

export function ResultView({ result }: { result: Json }) {
  return (
    <section aria-labelledby="result" className="grid gap-3">
      <h2 id="result" className="text-lg font-semibold">
        Result
      </h2>
      <JsonView value={result} label="Result" />
    </section>
  );
}
