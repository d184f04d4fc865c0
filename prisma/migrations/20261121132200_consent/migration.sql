-- What somebody agreed to, and that they want no more: asked about at the moment of sending.
ALTER TABLE "contacts" ADD COLUMN "consent" TEXT NOT NULL DEFAULT 'unknown',
ADD COLUMN "consent_at" TIMESTAMPTZ(3),
ADD COLUMN "opted_out_at" TIMESTAMPTZ(3);

-- What a message is for: how often somebody is solicited is counted by it.
ALTER TABLE "messages" ADD COLUMN "kind" TEXT;
