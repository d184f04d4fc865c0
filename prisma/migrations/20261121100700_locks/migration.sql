-- Named locks: who holds one, under which token, and until when that is believed without a sign of life. The token only ever grows, so the row stays.
CREATE TABLE "locks" (
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "fence" BIGINT NOT NULL,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "locks_pkey" PRIMARY KEY ("workspace_id","name")
);

alter table public.locks enable row level security;
alter table public.locks force row level security;
create policy own_workspace on public.locks to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.locks to current_user using (true) with check (true);
grant select, insert, update on public.locks to fermata_app;

-- Takes a lock that is free, whose lease is over, or that is the owner's already; each time under a new token. The row's lock makes takers queue.
create function lock_take(p_workspace text, p_name text, p_owner text, p_seconds float) returns table (taken boolean, fence bigint, holder text, wait_seconds float)
language plpgsql as $$
#variable_conflict use_column
declare v locks%rowtype; v_now timestamptz;
begin
  perform set_config('app.workspace_id', p_workspace, true);
  insert into locks as l (workspace_id, name, owner, fence, lease_until) values (p_workspace, p_name, '', 0, '-infinity')
    on conflict (workspace_id, name) do update set name = excluded.name returning * into v;
  v_now := clock_timestamp();
  if v.lease_until > v_now and v.owner <> p_owner then
    return query select false, v.fence, v.owner, extract(epoch from v.lease_until - v_now)::float;
    return;
  end if;
  update locks l set owner = p_owner, fence = v.fence + 1, lease_until = v_now + make_interval(secs => p_seconds) where l.workspace_id = p_workspace and l.name = p_name;
  return query select true, v.fence + 1, p_owner, 0::float;
end $$;

-- Lengthens the lease of whoever holds this token, or ends it (no seconds). Whoever took the lock since has another token.
create function lock_renew(p_workspace text, p_name text, p_fence bigint, p_seconds float) returns boolean
language plpgsql as $$
begin
  perform set_config('app.workspace_id', p_workspace, true);
  update locks l set lease_until = clock_timestamp() + make_interval(secs => p_seconds)
    where l.workspace_id = p_workspace and l.name = p_name and l.fence = p_fence and l.lease_until > clock_timestamp();
  return found;
end $$;

-- Whoever leaves a lock looks for those that wait for it.
create index execution_steps_lock_idx on execution_steps (workspace_id, (state->'hold'->>'ref')) where status = 'held' and hold = 'lock';
