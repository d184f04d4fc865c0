-- What somebody holds to be a mistake of a policy, by the entry of the log that it stands in; and what came of it.
CREATE TABLE "false_positives" (
    "workspace_id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "step_id" TEXT,
    "policy" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "because" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "reported_by" TEXT NOT NULL,
    "reported_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state" TEXT NOT NULL DEFAULT 'open',
    "reviewed_by" TEXT,
    "reviewed_at" TIMESTAMPTZ(3),

    CONSTRAINT "false_positives_pkey" PRIMARY KEY ("workspace_id","execution_id","seq")
);

alter table public.false_positives enable row level security;
alter table public.false_positives force row level security;
create policy own_workspace on public.false_positives to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.false_positives to current_user using (true) with check (true);
grant select, insert, update on public.false_positives to fermata_app;
