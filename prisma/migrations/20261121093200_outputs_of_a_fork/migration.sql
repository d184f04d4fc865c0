-- A fork's step may refer to an output that another execution of the workspace keeps: the bytes are found there, and are sealed under its name.
drop function outputs_of(text, text, text[]);
create function outputs_of(p_workspace text, p_execution text, p_steps text[]) returns table (step text, owner text, sealed bytea)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
begin
  perform set_config('app.workspace_id', p_workspace, true);
  return query select s.id, s.owner, p.sealed from unnest(p_steps) as w(id)
    cross join lateral (select t.id, t.state->'output'->>'id' as output, coalesce(t.state->'output'->>'of', p_execution) as owner from execution_steps t
      where t.workspace_id = p_workspace and t.execution_id = p_execution and t.id = w.id and t.status = 'completed' offset 0) s
    cross join lateral (select y.sealed from payloads y where y.workspace_id = p_workspace and y.execution_id = s.owner and y.id = s.output offset 0) p;
end $$;
