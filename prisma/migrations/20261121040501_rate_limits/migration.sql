-- Token buckets: requests of keys, people and workspaces, and calls to integrations. A full bucket has no row.
CREATE TABLE "rate_limits" (
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "tokens" DOUBLE PRECISION NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("workspace_id","name")
);

alter table public.rate_limits enable row level security;
alter table public.rate_limits force row level security;
create policy own_workspace on public.rate_limits to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.rate_limits to current_user using (true) with check (true);
grant select, insert, update, delete on public.rate_limits to fermata_app;

-- Takes up to so many whole tokens out of a bucket that refills with time, and says how many it gave, what is left, and how long until there is one again.
-- The row's lock makes takers queue, so that none is given twice; time is the database's.
create function take_tokens(p_workspace text, p_name text, p_capacity float, p_per_second float, p_most int) returns table (granted int, remaining float, wait_seconds float)
language plpgsql as $$
declare
  v_tokens float;
  v_at timestamptz;
  v_now timestamptz;
  v_granted int;
begin
  perform set_config('app.workspace_id', p_workspace, true);
  insert into rate_limits as r (workspace_id, name, tokens, at) values (p_workspace, p_name, p_capacity, clock_timestamp())
    on conflict (workspace_id, name) do update set name = excluded.name
    returning r.tokens, r.at into v_tokens, v_at;
  v_now := greatest(v_at, clock_timestamp());
  v_tokens := least(p_capacity, v_tokens + extract(epoch from v_now - v_at) * p_per_second);
  v_granted := least(p_most, floor(v_tokens)::int);
  v_tokens := v_tokens - v_granted;
  update rate_limits r set tokens = v_tokens, at = v_now where r.workspace_id = p_workspace and r.name = p_name;
  return query select v_granted, v_tokens, greatest(0, (1 - v_tokens) / p_per_second);
end $$;
