-- The tools that may use a connection; none: each that takes one.
ALTER TABLE "connections" ADD COLUMN "tools" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Who starts a workflow of a group needs the permission of the group.
ALTER TABLE "workflows" ADD COLUMN "run_group" TEXT;

-- What could be started, or changed while somebody was asked about it, still can.
update custom_roles set permissions = permissions || '{*:execute}' where permissions && '{execution:start,approval:decide}';
update api_keys set scopes = scopes || '{*:execute}' where scopes && '{execution:start,approval:decide}';

-- Who sees executions saw what they are made of.
update custom_roles set permissions = permissions || '{data:read}' where 'execution:read' = any (permissions);

-- Who has a hand in what an execution calls: who started it, and whoever changed its plan or what a call goes out with.
create function hands_of_execution(p_workspace text, p_execution text) returns setof jsonb language sql stable as $$
  select distinct (e.event->'by')::jsonb from public.execution_events e
  where e.workspace_id = p_workspace and e.execution_id = p_execution
    and (e.type in ('execution.requested', 'plan.replaced', 'approval.amended') or (e.type = 'approval.decided' and e.event->>'decision' = 'edit')
      or (e.type = 'step.released' and e.event->'params' is not null and e.event->'by' is not null));
$$;
revoke all on function hands_of_execution(text, text) from public;
grant execute on function hands_of_execution(text, text) to fermata_app;

create or replace function without_connection(p_workspace text, p_execution text, p_roles text[]) returns text language sql stable as $$
  select case when not exists (select 1 from public.execution_events e where e.workspace_id = p_workspace and e.execution_id = p_execution and e.type = 'execution.requested')
    then 'nobody known' else (select h.by->>'name' from public.hands_of_execution(p_workspace, p_execution) as h (by)
  where not case h.by->>'kind'
    when 'member' then exists (select 1 from public.members m where m.workspace_id = p_workspace and m.user_id = h.by->>'id' and m.disabled_at is null and m.role = any (p_roles))
    when 'key' then exists (select 1 from public.api_keys k where k.workspace_id = p_workspace and k.id = h.by->>'id' and k.revoked_at is null and k.role = any (p_roles)
      and (k.created_by is null or exists (select 1 from public.members m where m.workspace_id = p_workspace and m.user_id = k.created_by and m.disabled_at is null and m.role = any (p_roles))))
    else false end
  limit 1) end;
$$;
