import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import { JsonView } from "#components/ui/json-view.tsx";
import type { Described, Parameter } from "#lib/http/openapi-read.ts";

/** What programs can ask: every operation in a line, and the chosen one whole. */
export function Interface({ workspaceId, groups, chosen }: Described & { workspaceId: string }) {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      {chosen && <Chosen of={chosen} />}
      <nav aria-label="Operations" className="grid min-w-0 gap-5 lg:order-first">
        {groups.map(({ name, operations }) => (
          <section key={name} aria-labelledby={`of-${name}`} className="grid min-w-0 gap-1.5">
            <h2 id={`of-${name}`} dir="ltr" className="w-fit font-mono text-sm text-quiet">
              /{name}
            </h2>
            <ul className="grid min-w-0 divide-y divide-line overflow-hidden rounded-lg border border-line bg-raised shadow-card">
              {operations.map((one) => (
                <li key={one.name} className="min-w-0">
                  <Link
                    href={`/${workspaceId}/settings/interface?of=${encodeURIComponent(one.name)}`}
                    prefetch={false}
                    aria-current={one.name === chosen?.name ? "page" : undefined}
                    className={cn(
                      "grid min-w-0 gap-0.5 px-4 py-2.5 -outline-offset-2 hover:bg-sunken",
                      one.name === chosen?.name && "bg-accent-soft",
                    )}
                  >
                    <code dir="ltr" className="w-fit max-w-full font-mono text-sm break-all">
                      {one.method} {one.path}
                    </code>
                    <span className="text-sm text-quiet">{one.summary}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
      {!chosen && <p className="text-quiet">Choose an operation to read what it takes and gives.</p>}
    </div>
  );
}

function Chosen({ of: { method, path, summary, permission, parameters, body, answers } }: { of: NonNullable<Described["chosen"]> }) {
  return (
    <section
      aria-label={`${method} ${path}`}
      className="grid min-w-0 gap-5 rounded-lg border border-line bg-raised p-5 shadow-card lg:sticky lg:top-6"
    >
      <div className="grid gap-2">
        <h2 dir="ltr" className="w-fit max-w-full font-mono text-lg break-all">
          {method} {path}
        </h2>
        <p>{summary}</p>
        <p className="text-sm text-quiet">
          {permission ? (
            <>
              It needs <Badge className="font-mono">{permission}</Badge>
            </>
          ) : (
            "Anybody may ask."
          )}
        </p>
      </div>
      {parameters.length > 0 && <Parameters of={parameters} />}
      {body !== null && (
        <div className="grid min-w-0 gap-1.5">
          <h3 className="text-sm font-medium">It takes</h3>
          <JsonView value={body} label="What it takes" />
        </div>
      )}
      {answers.map(({ status, schema }) => (
        <div key={status} className="grid min-w-0 gap-1.5">
          <h3 className="text-sm font-medium">{status === "default" ? "When it is refused" : `It answers ${status}`}</h3>
          {schema !== null && <JsonView value={schema} label={`The answer ${status}`} />}
        </div>
      ))}
    </section>
  );
}

function Parameters({ of }: { of: Parameter[] }) {
  return (
    <div className="grid gap-1.5">
      <h3 className="text-sm font-medium">Beside it</h3>
      <ul className="grid gap-1 text-sm">
        {of.map(({ name, place, isRequired }) => (
          <li key={`${place} ${name}`}>
            <code dir="ltr" className="font-mono">
              {name}
            </code>{" "}
            <span className="text-quiet">
              in the {place}
              {isRequired && ", needed"}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
