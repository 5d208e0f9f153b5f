-- owner: conversations
-- What was taken back, or did not go out, is what it was: words on how messages are used, with their kind; the way to booking,
-- with how it was to close. Other words are an answer again, to go on with.
alter table drafts
  add column act text check (act in ('coaching', 'booking')),
  add column coaching_kind text check (coaching_kind in ('urgent', 'visit-needed', 'one-thing', 'tone')),
  add column outcome text
    check (outcome in ('answered', 'visit-booked', 'visit-avoided', 'redirected', 'sent-to-emergency', 'no-action-needed')),
  add check ((act is not distinct from 'coaching') = (coaching_kind is not null)),
  add check (act is distinct from 'booking' or outcome is not null),
  add check (act is not null or outcome is null);
