-- Whether somebody asked for a budget already, and how often.
create index pending_approvals_budget_idx on pending_approvals (workspace_id, (state->>'budget')) where state->>'budget' is not null;
