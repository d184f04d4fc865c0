import type { Workspace } from "#lib/tenancy/workspace.ts";
import type { ReadAt } from "./read-snapshot.ts";

export type Home = {
  underWay: number;
  /** Settled since midnight, UTC. */
  spentMicros: number;
  /** Requests about this workspace's own people, organisations and papers. */
  examples: string[];
};

type Known = { person: string | null; organisation: string | null; month: string | null; topic: string | null; other: string | null };

/** How many of the day's executions are asked what they cost: what lies beyond them is not worth a slower first page. */
const mostAsked = 500;

export async function countOpenApprovals({ readAt }: { readAt: ReadAt }, { workspace }: { workspace: Workspace }): Promise<number> {
  const [row] = await readAt(workspace, (sql) =>
    sql.query<{ open: number }>("select count(*)::int as open from pending_approvals where status = 'open'", []),
  );
  return row?.open ?? 0;
}

/** What the first page says at a glance. */
export async function readHome({ readAt }: { readAt: ReadAt }, { workspace }: { workspace: Workspace }): Promise<Home> {
  return readAt(workspace, async (sql) => {
    const [counts] = await sql.query<{ underWay: number; spentMicros: string }>(
      `select (select count(*)::int from executions where status in ('queued', 'planning', 'running', 'paused', 'awaiting_approval') and state->>'simulated' is null) as "underWay",
          (select coalesce(sum((v.event->>'amountMicros')::bigint), 0)::text from execution_events v
           where v.type = 'budget.settled' and v.at >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC'
             and v.execution_id in (select id from executions where created_at >= now() - interval '2 days' order by created_at desc limit $1)
          ) as "spentMicros"`,
      [mostAsked],
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
      spentMicros: Number(counts?.spentMicros ?? 0),
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
