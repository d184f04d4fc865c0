import { JsonView } from "#components/ui/json-view.tsx";
import { isRecord, type Json } from "#lib/kernel/json.ts";

export function ResultView({ result }: { result: Json }) {
  return (
    <section aria-labelledby="result" className="grid gap-3">
      <h2 id="result" className="text-lg font-semibold">
        Result
      </h2>
      {isRecord(result) ? (
        Object.entries(result).map(([name, value]) => <Field key={name} name={name} value={value} />)
      ) : (
        <Value name="Result" value={result} />
      )}
    </section>
  );
}

function Field({ name, value }: { name: string; value: Json }) {
  return (
    <div className="grid gap-2 rounded-md border border-line bg-raised p-4">
      <h3 className="font-medium">{name}</h3>
      <Value name={name} value={value} />
    </div>
  );
}

/** Words are for reading; everything else is shown as the data that it is. */
function Value({ name, value }: { name: string; value: Json }) {
  const text = isRecord(value) ? value["text"] : value;
  if (typeof text !== "string") return <JsonView value={value} label={name} />;
  return (
    <p dir="auto" className="break-words whitespace-pre-wrap">
      {text}
    </p>
  );
}
