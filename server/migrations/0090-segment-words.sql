-- owner: search
-- A segment's file begins with the words that are in it, each once, sealed by themselves: whether a word is anywhere in the file is
-- known from about an eighth of it. So many bytes of the file are these; 0 for one that was made before, which is read whole.
alter table search_segments add column words_bytes integer not null default 0 check (words_bytes >= 0 and words_bytes <= size_bytes);
