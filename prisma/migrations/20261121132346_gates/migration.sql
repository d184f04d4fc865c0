-- What the gates look at while it runs: executions with a step that runs, the quietest first. Ids and nothing else, across workspaces.
create function executions_under_way(p_seconds float, p_limit int) returns table (workspace_id text, execution_id text)
language sql security definer set search_path = public as $$
  select e.workspace_id, e.id from executions e
    join (select distinct s.workspace_id, s.execution_id from execution_steps s where s.status = 'running') s on s.workspace_id = e.workspace_id and s.execution_id = e.id
  where e.status = 'running' and e.created_at < now() - make_interval(secs => p_seconds)
  order by e.updated_at limit p_limit;
$$;

do $$
begin
  revoke all on function executions_under_way(float, int) from public;
  grant execute on function executions_under_way(float, int) to fermata_app;
end $$;
