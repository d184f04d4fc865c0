-- Where a workspace wants to be told of approvals beside the inbox and mail. The address and the signing secret are sealed together, since
-- an address of a chat is a secret too; `origin` is what is shown of it.
CREATE TABLE "approval_channels" (
    "workspace_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by_name" TEXT NOT NULL,

    CONSTRAINT "approval_channels_pkey" PRIMARY KEY ("workspace_id","id")
);

-- One message for each approval and channel: how often it was tried, what came of it, and the link in it, of which the hash is kept.
CREATE TABLE "approval_messages" (
    "workspace_id" TEXT NOT NULL,
    "approval_id" TEXT NOT NULL,
    "channel_id" TEXT NOT NULL,
    "execution_id" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "payload_hash" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "because" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sent_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_messages_pkey" PRIMARY KEY ("workspace_id","approval_id","channel_id")
);
CREATE UNIQUE INDEX "approval_messages_hash_key" ON "approval_messages"("hash");
CREATE INDEX "approval_messages_workspace_id_channel_id_created_at_idx" ON "approval_messages"("workspace_id", "channel_id", "created_at");
ALTER TABLE "approval_messages" ADD CONSTRAINT "approval_messages_workspace_id_channel_id_fkey" FOREIGN KEY ("workspace_id", "channel_id") REFERENCES "approval_channels"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

do $$
declare t text;
begin
  foreach t in array array['approval_channels', 'approval_messages']
  loop
    execute format('alter table public.%I enable row level security', t);
    execute format('alter table public.%I force row level security', t);
    execute format('create policy own_workspace on public.%I to fermata_app using (workspace_id = (select current_setting(''app.workspace_id'', true))) with check (workspace_id = (select current_setting(''app.workspace_id'', true)))', t);
    execute format('create policy owner_all on public.%I to current_user using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert, update, delete on public.approval_channels to fermata_app;
grant select, insert, update on public.approval_messages to fermata_app;

-- What the link of a message is about. It is nobody's: who decides is whoever is signed in.
create function approval_message_of(p_hash text) returns json
language sql security definer set search_path = public as $$
  select json_build_object('workspaceId', workspace_id, 'approvalId', approval_id, 'payloadHash', payload_hash, 'isUsed', used_at is not null)
  from approval_messages where hash = p_hash and expires_at > now();
$$;
revoke all on function approval_message_of(text) from public;
grant execute on function approval_message_of(text) to fermata_app;
