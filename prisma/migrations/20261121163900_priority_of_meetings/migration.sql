-- Which of two meetings keeps the time that both want.
ALTER TABLE "calendar_events" ADD COLUMN "priority" INTEGER NOT NULL DEFAULT 0;
