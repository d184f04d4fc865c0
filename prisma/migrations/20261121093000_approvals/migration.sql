-- Who decides: groups of members, and who stands in for whom. Whether somebody is in force is asked at each decision, so that a change acts at once.
CREATE TABLE "approver_groups" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approver_groups_pkey" PRIMARY KEY ("workspace_id","id")
);

CREATE TABLE "approver_group_members" (
    "workspace_id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,

    CONSTRAINT "approver_group_members_pkey" PRIMARY KEY ("workspace_id","group_id","user_id")
);
ALTER TABLE "approver_group_members" ADD CONSTRAINT "approver_group_members_workspace_id_group_id_fkey" FOREIGN KEY ("workspace_id", "group_id") REFERENCES "approver_groups"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The policy about approvals. A change is a new version; none is ever written over.
CREATE TABLE "approval_policies" (
    "workspace_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "policy" JSONB NOT NULL,
    "by" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_policies_pkey" PRIMARY KEY ("workspace_id","version")
);

CREATE TABLE "approval_delegations" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "from_user" TEXT NOT NULL,
    "to_user" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "because" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_delegations_pkey" PRIMARY KEY ("workspace_id","id")
);

-- Approvals that a person gave beforehand, for one tool, until a time.
CREATE TABLE "standing_approvals" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "recipients" TEXT[],
    "hosts" TEXT[],
    "until" TIMESTAMPTZ(3) NOT NULL,
    "because" TEXT NOT NULL DEFAULT '',
    "by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "standing_approvals_pkey" PRIMARY KEY ("workspace_id","id")
);

-- What was told to whom by mail, once for each occasion, and the link in it: only the hash of what stands in the link.
CREATE TABLE "approval_letters" (
    "workspace_id" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "occasion" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "payload_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_letters_pkey" PRIMARY KEY ("workspace_id","approval_id","user_id","occasion")
);
CREATE UNIQUE INDEX "approval_letters_hash_key" ON "approval_letters"("hash");

do $$
declare t text;
begin
  foreach t in array array['approver_groups', 'approver_group_members', 'approval_policies', 'approval_delegations', 'standing_approvals', 'approval_letters']
  loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own_workspace on public.%I to fermata_app using (workspace_id = (select current_setting(''app.workspace_id'', true))) with check (workspace_id = (select current_setting(''app.workspace_id'', true)))', t);
    execute format('create policy owner_all on public.%I to current_user using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert, update, delete on public.approver_groups, public.approver_group_members to fermata_app;
grant select, insert on public.approval_policies to fermata_app;
grant select, insert, update on public.approval_delegations, public.standing_approvals, public.approval_letters to fermata_app;

-- How often a standing approval was used is read from the log.
create index execution_events_waived_idx on execution_events (workspace_id, (event->>'ruleId')) where type = 'approval.waived';

-- An escalation gives an approval more time: the column that the inbox is sorted by, and the backstop looks at, follows the fold.
create function approval_time() returns trigger language plpgsql as $$
begin
  new.expires_at := (new.state->>'expiresAt')::timestamptz;
  return new;
end $$;
create trigger approval_time before update on pending_approvals for each row execute function approval_time();

-- Open approvals that somebody should have been reminded of, in all workspaces; ids only.
create function unreminded_approvals(p_grace_seconds float, p_limit int) returns table (workspace_id text, execution_id text, approval_id text)
language sql security definer set search_path = public as $$
  select a.workspace_id, a.execution_id, a.id from pending_approvals a
  where a.status = 'open' and a.state->'terms'->>'remindBeforeMs' is not null and a.state->>'remindedAt' is null
    and a.expires_at - make_interval(secs => (a.state->'terms'->>'remindBeforeMs')::float / 1000) < now() - make_interval(secs => p_grace_seconds)
  limit p_limit;
$$;

-- Whose link this is: the one question that is asked before anybody is known. What they may do is asked inside the workspace.
create function approval_letter_of(p_hash text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('workspaceId', l.workspace_id, 'approvalId', l.approval_id, 'userId', u.id, 'name', u.name, 'payloadHash', l.payload_hash,
    'isUsed', l.used_at is not null)
  from approval_letters l join users u on u.id = l.user_id join members m on m.workspace_id = l.workspace_id and m.user_id = l.user_id and m.disabled_at is null
  where l.hash = p_hash and l.expires_at > now();
$$;

do $$
declare f text;
begin
  for f in select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.proname in ('approval_time', 'unreminded_approvals', 'approval_letter_of')
  loop
    execute format('revoke all on function %s from public', f);
    if f not like 'approval_time%' then execute format('grant execute on function %s to fermata_app', f); end if;
  end loop;
end $$;
