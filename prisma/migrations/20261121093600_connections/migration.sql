-- Connections to other services. What is shown of them and what is sealed stand apart, so that no reading of the one brings the other along.
CREATE TABLE "connections" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "header" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_name" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changed_by_name" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "connections_pkey" PRIMARY KEY ("workspace_id","id")
);
CREATE UNIQUE INDEX "connections_workspace_id_name_key" ON "connections"("workspace_id", "name");
alter table public.connections enable row level security;
alter table public.connections force row level security;
create policy own_workspace on public.connections to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.connections to current_user using (true) with check (true);
grant select, insert, update, delete on public.connections to fermata_app;

-- Each value by itself, under the key of its workspace and bound to its place: its row, its host, its header.
CREATE TABLE "connection_secrets" (
    "workspace_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,

    CONSTRAINT "connection_secrets_pkey" PRIMARY KEY ("workspace_id","connection_id","field")
);
ALTER TABLE "connection_secrets" ADD CONSTRAINT "connection_secrets_workspace_id_connection_id_fkey" FOREIGN KEY ("workspace_id", "connection_id") REFERENCES "connections"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;
alter table public.connection_secrets enable row level security;
alter table public.connection_secrets force row level security;
create policy own_workspace on public.connection_secrets to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.connection_secrets to current_user using (true) with check (true);
grant select, insert, update on public.connection_secrets to fermata_app;

-- The key of a workspace, wrapped under one that is never in the database; `wrapped_by` says which.
CREATE TABLE "vault_keys" (
    "workspace_id" TEXT NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "wrapped_by" TEXT NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "vault_keys_pkey" PRIMARY KEY ("workspace_id")
);
alter table public.vault_keys enable row level security;
alter table public.vault_keys force row level security;
create policy own_workspace on public.vault_keys to fermata_app using (workspace_id = (select current_setting('app.workspace_id', true))) with check (workspace_id = (select current_setting('app.workspace_id', true)));
create policy owner_all on public.vault_keys to current_user using (true) with check (true);
grant select, insert, update on public.vault_keys to fermata_app;
