-- What one level says, in one round trip and not in a transaction of four: every execution that starts asks for it.
create function settings_of(p_workspace text, p_level text, p_subject text) returns table (name text, value jsonb)
language plpgsql as $$
begin
  perform set_config('app.workspace_id', p_workspace, true);
  return query select s.name, s.value::jsonb from settings s
    where s.workspace_id = p_workspace and s.level = p_level and s.subject = p_subject;
end $$;
