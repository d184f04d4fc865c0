-- What a workspace or one of its workflows says in place of the wider level. A row for each value, so that one that is taken back leaves nothing.
CREATE TABLE "settings" (
    "workspace_id" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by_name" TEXT NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("workspace_id","level","subject","name")
);
alter table public.settings enable row level security;
alter table public.settings force row level security;
create policy own_workspace on public.settings to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.settings to current_user using (true) with check (true);
grant select, insert, update, delete on public.settings to fermata_app;
