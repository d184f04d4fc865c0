-- What a workspace has changed about its policies, and its own ones. A change is a new version; none is ever written over.
CREATE TABLE "guardrail_policies" (
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "policy" JSONB NOT NULL,
    "by" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "guardrail_policies_pkey" PRIMARY KEY ("workspace_id","name","version")
);

alter table public.guardrail_policies enable row level security;
alter table public.guardrail_policies force row level security;
create policy own_workspace on public.guardrail_policies to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.guardrail_policies to current_user using (true) with check (true);
grant select, insert on public.guardrail_policies to fermata_app;
