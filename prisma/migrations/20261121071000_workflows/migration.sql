-- What a planner drafted and somebody looked at: it becomes version 1 of the plan that is run. Forgotten after a week.
CREATE TABLE "plan_drafts" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "plan_drafts_pkey" PRIMARY KEY ("workspace_id","id")
);
CREATE INDEX "plan_drafts_workspace_id_created_at_idx" ON "plan_drafts"("workspace_id", "created_at");

-- A plan that is kept under a name, to be run again.
CREATE TABLE "workflows" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL,
    "steps" INTEGER NOT NULL,
    "created_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "workflows_pkey" PRIMARY KEY ("workspace_id","id")
);
CREATE INDEX "workflows_workspace_id_updated_at_id_idx" ON "workflows"("workspace_id", "updated_at" DESC, "id" DESC);
create unique index workflows_name_key on workflows (workspace_id, lower(name)) where archived_at is null;

-- Every version stays as it was: executions are pinned to one.
CREATE TABLE "workflow_versions" (
    "workspace_id" TEXT NOT NULL,
    "workflow_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "sealed" BYTEA NOT NULL,
    "because" TEXT NOT NULL,
    "by" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workflow_versions_pkey" PRIMARY KEY ("workspace_id","workflow_id","version")
);
ALTER TABLE "workflow_versions" ADD CONSTRAINT "workflow_versions_workspace_id_workflow_id_fkey" FOREIGN KEY ("workspace_id", "workflow_id") REFERENCES "workflows"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

do $$
declare t text;
begin
  foreach t in array array['plan_drafts', 'workflows', 'workflow_versions'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own_workspace on public.%I to fermata_app using (workspace_id = (select current_setting(''app.workspace_id'', true))) with check (workspace_id = (select current_setting(''app.workspace_id'', true)))', t);
    execute format('create policy owner_all on public.%I to current_user using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert, delete on public.plan_drafts to fermata_app;
grant select, insert, update on public.workflows to fermata_app;
grant select, insert on public.workflow_versions to fermata_app;
