import type { Json } from "#lib/kernel/json.ts";
import { isRecord } from "#lib/kernel/record.ts";

const depthAtMost = 4;
const itemsAtMost = 50;

/** A value for reading: words as words, fields by their names, lists as lists. What is nested too deep is shown as the data that it is. */
export function PrettyValue({ value, depth = 0 }: { value: Json; depth?: number }) {
  if (typeof value === "string") return <Words text={value} />;
  if (value === null) return <span className="text-quiet">nothing</span>;
  if (typeof value !== "object") return <span className="tabular-nums">{String(value)}</span>;
  if (depth >= depthAtMost) return <code className="font-mono text-xs break-all">{JSON.stringify(value)}</code>;
  return Array.isArray(value) ? <Items items={value} depth={depth} /> : <Fields fields={value} depth={depth} />;
}

function Words({ text }: { text: string }) {
  if (text === "") return <span className="text-quiet">empty</span>;
  return (
    <span dir="auto" className="block break-words whitespace-pre-wrap">
      {text}
    </span>
  );
}

function Items({ items, depth }: { items: Json[]; depth: number }) {
  if (items.length === 0) return <span className="text-quiet">none</span>;
  const isPlain = items.every((item) => !isRecord(item));
  return (
    <>
      <ul className={isPlain ? "grid list-disc gap-1 ps-5" : "grid gap-2"}>
        {items.slice(0, itemsAtMost).map((item, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the items of a value that never changes have no other name
          <li key={i} className={isPlain ? undefined : "rounded-md border border-line p-2.5"}>
            <PrettyValue value={item} depth={depth + 1} />
          </li>
        ))}
      </ul>
      {items.length > itemsAtMost && <p className="text-sm text-quiet">and {items.length - itemsAtMost} more, in the raw form</p>}
    </>
  );
}

function Fields({ fields, depth }: { fields: { [key: string]: Json }; depth: number }) {
  const entries = Object.entries(fields);
  if (entries.length === 0) return <span className="text-quiet">nothing</span>;
  return (
    <dl className="grid gap-2.5">
      {entries.slice(0, itemsAtMost).map(([name, value]) => (
        <div key={name} className="grid min-w-0 gap-0.5">
          <dt className="text-xs text-quiet">{name}</dt>
          <dd className="min-w-0 text-sm">
            <PrettyValue value={value} depth={depth + 1} />
          </dd>
        </div>
      ))}
      {entries.length > itemsAtMost && (
        <div>
          <dt className="text-xs text-quiet">and more</dt>
          <dd className="text-sm">{entries.length - itemsAtMost} fields, in the raw form</dd>
        </div>
      )}
    </dl>
  );
}
