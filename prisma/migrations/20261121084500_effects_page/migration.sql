-- The ledger is read newest first, across executions.
CREATE INDEX "effects_workspace_id_created_at_id_idx" ON "effects"("workspace_id", "created_at" DESC, "id" DESC);
