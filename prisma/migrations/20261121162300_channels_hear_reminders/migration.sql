-- A channel is told of an approval once for each occasion: when it is asked, when its time is nearly over, and when it goes to another group.
ALTER TABLE "approval_messages" DROP CONSTRAINT "approval_messages_pkey",
ADD COLUMN "occasion" TEXT NOT NULL DEFAULT 'requested',
ADD CONSTRAINT "approval_messages_pkey" PRIMARY KEY ("workspace_id", "approval_id", "channel_id", "occasion");
