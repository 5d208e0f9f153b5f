-- owner: platform
-- Every table of every statement asks whose practice this is. The check of the signature is part of the answer: one function
-- instead of two takes half the time.
create or replace function priv.practice() returns uuid
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  context text := nullif(current_setting('threadwell.context', true), '');
  key priv.context_key;
begin
  if context is null then
    return null;
  end if;
  select * into key from priv.context_key;
  if current_setting('threadwell.mac', true) is distinct from encode(sha256(key.outer_pad || sha256(key.inner_pad
      || convert_to(pg_backend_pid() || '|' || context, 'UTF8'))), 'hex') then
    raise exception using errcode = '28000', message = 'the request context is not signed';
  end if;
  return nullif(split_part(context, '|', 1), '')::uuid;
end $$;
drop function priv.checked_context();
