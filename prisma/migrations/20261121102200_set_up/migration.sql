-- Whether anybody has an account here. The app's role sees no user outside its workspace, and one question is enough for the first set-up.
create function installation_is_empty() returns boolean
language sql stable security definer set search_path = public as $$
  select not exists (select 1 from users);
$$;
revoke all on function installation_is_empty() from public;
grant execute on function installation_is_empty() to fermata_app;
