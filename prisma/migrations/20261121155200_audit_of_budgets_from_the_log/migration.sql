-- What an execution may spend is changed in its log too: a process that dies before it told the audit leaves it there.
drop index execution_events_of_people;
create index execution_events_of_people on execution_events (at)
  where type in ('approval.voted', 'approval.decided', 'approval.amended', 'execution.paused', 'execution.resumed', 'execution.halted', 'execution.cancelled', 'budget.changed');

-- What people decided and controlled within a day, and for longer than the grace is in no audit. Each entry is named by its event, so that it is written once.
create or replace function audit_from_log(p_grace_seconds float, p_limit int) returns int
language plpgsql security definer set search_path = public as $$
declare
  v_told int;
begin
  with decided as (
    select e.workspace_id, e.execution_id, e.seq, e.at, e.event, (e.event->'by')->>'kind' as kind, (e.event->'by')->>'id' as actor, (e.event->'by')->>'name' as name,
      coalesce(e.event->>'approvalId', e.execution_id) as target,
      case e.type when 'approval.voted' then 'approval.approve' when 'approval.amended' then 'approval.edit' when 'approval.decided' then 'approval.' || (e.event->>'decision')
        when 'execution.halted' then 'execution.cancelled' else e.type end as action
    from execution_events e
    where e.at between now() - interval '1 day' and now() - make_interval(secs => p_grace_seconds)
      and e.type in ('approval.voted', 'approval.decided', 'approval.amended', 'execution.paused', 'execution.resumed', 'execution.halted', 'execution.cancelled', 'budget.changed')
      and (e.event->'by')->>'kind' in ('member', 'key'))
  insert into audit_entries (workspace_id, id, actor_kind, actor_id, actor_name, action, target, because, detail)
  select d.workspace_id, 'aud_log_' || d.execution_id || '_' || d.seq, d.kind, d.actor, d.name, d.action, d.target, coalesce(d.event->>'note', ''),
    json_strip_nulls(json_build_object('executionId', d.execution_id, 'seq', d.seq, 'at', d.event->>'at', 'budget', d.event->'budget', 'from', 'the log'))
  from decided d
  where not exists (
    select 1 from audit_entries a where a.workspace_id = d.workspace_id and a.target = d.target and a.actor_id = d.actor
      and (a.id = 'aud_log_' || d.execution_id || '_' || d.seq or (split_part(a.action, '.', 1) = split_part(d.action, '.', 1)
        and (a.action = d.action or d.action like 'approval.%' and a.action in ('approval.approve', 'approval.reject', 'approval.edit'))
        -- An execution is cancelled once, and its end may come much later; the rest may come again.
        and (d.action = 'execution.cancelled' or a.at > d.at - interval '5 seconds'))))
  order by d.workspace_id, d.at limit p_limit;
  get diagnostics v_told = row_count;
  return v_told;
end $$;
