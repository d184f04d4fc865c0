-- What a stream reads, each in one round trip: the functions set their workspace themselves.
create function stream_head(p_workspace text, p_execution text) returns table (seq int, status text)
language plpgsql as $$
begin
  perform set_config('app.workspace_id', p_workspace, true);
  return query select e.seq, e.status from executions e where e.workspace_id = p_workspace and e.id = p_execution;
end $$;

-- The entries after each place of one workspace; `n` counts the places from one.
create function stream_entries(p_workspace text, p_executions text[], p_seqs int[], p_limit int)
returns table (n bigint, seq int, type text, version text, body text)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
begin
  perform set_config('app.workspace_id', p_workspace, true);
  return query select place.n, entry.seq, entry.type, entry.version, entry.body
    from unnest(p_executions, p_seqs) with ordinality as place (execution_id, seq, n)
    cross join lateral (
      select v.seq, v.type, v.event->>'v' as version, v.event::text as body from execution_events v
      where v.workspace_id = p_workspace and v.execution_id = place.execution_id and v.seq > place.seq order by v.seq limit p_limit
    ) entry
    order by place.n, entry.seq;
end $$;

-- Until a table was analysed, Postgres takes a workspace for half a per cent of it, and an index that only begins with the workspace for as good as the
-- key: a look at one execution then reads all of its workspace's, and plans are kept until the first analysis. Said beforehand, the key is taken from the first
-- row on. The first analysis puts what it finds in its place. Older servers cannot be told, and find out within a minute of their first rows.
do $$
declare t text;
begin
  if current_setting('server_version_num')::int < 180000 then
    return;
  end if;
  for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id'
    where n.nspname = 'public' and c.relkind = 'r'
  loop
    perform pg_restore_attribute_stats('schemaname', 'public', 'relname', t, 'attname', 'workspace_id', 'inherited', false, 'null_frac', 0::real, 'avg_width', 8, 'n_distinct', 1::real);
  end loop;
end $$;
