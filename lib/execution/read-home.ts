import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ReadAt } from "./read-snapshot.ts";

export type Home = {
  underWay: number;
  /** Since midnight, UTC, against what the day may cost. */
  today: { micros: number; limitMicros: number | null };
  /** Requests about this workspace's own people, organisations and papers. */
  examples: string[];
};

type Known = { person: string | null; organisation: string | null; month: string | null; topic: string | null; other: string | null };

export async function countOpenApprovals({ readAt }: { readAt: ReadAt }, { workspace }: { workspace: Workspace }): Promise<number> {
  const [row] = await readAt(workspace, (sql) =>
    sql.query<{ open: number }>("select count(*)::int as open from pending_approvals where status = 'open'", []),
  );
  return row?.open ?? 0;
}

/** What the first page says at a glance. */
export async function readHome({ readAt }: { readAt: ReadAt }, { workspace }: { workspace: Workspace }): Promise<Home> {
  return readAt(workspace, async (sql) => {
    const [counts] = await sql.query<{ underWay: number; micros: string | null; limitMicros: string | null }>(
      `select (select count(*)::int from executions where status in ('queued', 'planning', 'running', 'paused', 'awaiting_approval') and state->>'simulated' is null) as "underWay",
          (select micros from spend where workspace_id = $1 and scope = 'workspace' and ref = '' and period = 'day' and starts = (now() at time zone 'UTC')::date) as micros,
          (select limit_micros from budgets where workspace_id = $1 and scope = 'workspace' and ref = '' and period = 'day') as "limitMicros"`,
      [workspace.id],
    );
    const [known] = await sql.query<Known>(
      `with written as (select lower(title || ' ' || array_to_string(tags, ' ') || ' ' || folder) as words, tags, happened_on from documents),
        people as (
          select c.name, c.organisation, count(*) as named, max(w.happened_on) as latest
          from contacts c join written w on position(lower(c.name) in w.words) > 0 where c.organisation <> '' and c.organisation not in (select name from workspaces) group by 1, 2
        ), organisations as (
          select c.organisation as name, count(*) as named from (select distinct organisation from contacts where organisation <> '' and organisation not in (select name from workspaces)) c
          join written w on position(lower(c.organisation) in w.words) > 0 group by 1
        )
       select (select name from people order by named desc, latest desc, name limit 1) as person,
          (select organisation from people order by named desc, latest desc, name limit 1) as organisation,
          (select to_char(max(happened_on), 'FMMonth') from documents) as month,
          (select tag from documents, unnest(tags) as tag where tag ~ '^[a-z ]{5,}$' group by tag order by count(*) desc, tag limit 1) as topic,
          (select name from organisations where name is distinct from (select organisation from people order by named desc, latest desc, name limit 1)
           order by named desc, name limit 1) as other`,
    );
    return {
      underWay: counts?.underWay ?? 0,
      today: {
        micros: Number(counts?.micros ?? 0),
        limitMicros: counts?.limitMicros == null ? null : Number(counts.limitMicros),
      },
      examples: known ? examplesOf(known) : [],
    };
  });
}

/** Only of what is there: an example that finds nothing teaches nothing. */
export function examplesOf({ person, organisation, month, topic, other }: Known): string[] {
  const made = [
    person &&
      organisation &&
      month &&
      `Read what we did in ${month} at ${organisation}, understand the strategy, and set a meeting with ${person}`,
    topic && `Find the latest ${topic} and summarise it`,
    other && `Summarise what we know about ${other}`,
    person && `Write to ${person} that the report is ready`,
  ];
  return made.filter((example): example is string => Boolean(example));
}
