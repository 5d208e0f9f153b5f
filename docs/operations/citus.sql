-- Spreads the tables over the machines of a Citus cluster (12 or newer) by practice. Run once as the owner, on the
-- coordinator, after `threadwell migrate`, on a database without data. Never run against Citus yet: the signed context holds
-- the pid of one backend, which is another on each machine, and must lose it first. A test holds this list to the schema.

-- Who may act where, sessions, keys of the deployment: small, read by every request, the same on every machine.
select create_reference_table('accounts');
select create_reference_table('passkeys');
select create_reference_table('recovery_codes');
select create_reference_table('sessions');
select create_reference_table('challenges');
select create_reference_table('memberships');
select create_reference_table('invitations');
select create_reference_table('throttles');
select create_reference_table('deployment');
select create_reference_table('platform_keys');
select create_reference_table('heartbeats');
select create_reference_table('migrations');

-- Everything of a practice lies on one machine, with everything it refers to. The audit log of the deployment itself has
-- the deployment's id for a practice, and lies where that falls.
select create_distributed_table('practices', 'practice_id');
select create_distributed_table('absences', 'practice_id', colocate_with => 'practices');
select create_distributed_table('access_grants', 'practice_id', colocate_with => 'practices');
select create_distributed_table('attachments', 'practice_id', colocate_with => 'practices');
select create_distributed_table('audit_checkpoints', 'practice_id', colocate_with => 'practices');
select create_distributed_table('audit_events', 'practice_id', colocate_with => 'practices');
select create_distributed_table('audit_leaves', 'practice_id', colocate_with => 'practices');
select create_distributed_table('audit_terms', 'practice_id', colocate_with => 'practices');
select create_distributed_table('audit_verifications', 'practice_id', colocate_with => 'practices');
select create_distributed_table('care_team_members', 'practice_id', colocate_with => 'practices');
select create_distributed_table('care_teams', 'practice_id', colocate_with => 'practices');
select create_distributed_table('check_rosters', 'practice_id', colocate_with => 'practices');
select create_distributed_table('check_times', 'practice_id', colocate_with => 'practices');
select create_distributed_table('checks', 'practice_id', colocate_with => 'practices');
select create_distributed_table('closures', 'practice_id', colocate_with => 'practices');
select create_distributed_table('coaching_texts', 'practice_id', colocate_with => 'practices');
select create_distributed_table('coachings', 'practice_id', colocate_with => 'practices');
select create_distributed_table('conversations', 'practice_id', colocate_with => 'practices');
select create_distributed_table('consults', 'practice_id', colocate_with => 'practices');
select create_distributed_table('data_keys', 'practice_id', colocate_with => 'practices');
select create_distributed_table('delegations', 'practice_id', colocate_with => 'practices');
select create_distributed_table('drafts', 'practice_id', colocate_with => 'practices');
select create_distributed_table('expectations', 'practice_id', colocate_with => 'practices');
select create_distributed_table('filings', 'practice_id', colocate_with => 'practices');
select create_distributed_table('goals', 'practice_id', colocate_with => 'practices');
select create_distributed_table('labels', 'practice_id', colocate_with => 'practices');
select create_distributed_table('labelled_conversations', 'practice_id', colocate_with => 'practices');
select create_distributed_table('loose_blobs', 'practice_id', colocate_with => 'practices');
select create_distributed_table('merges', 'practice_id', colocate_with => 'practices');
select create_distributed_table('message_footers', 'practice_id', colocate_with => 'practices');
select create_distributed_table('messages', 'practice_id', colocate_with => 'practices');
select create_distributed_table('notes', 'practice_id', colocate_with => 'practices');
select create_distributed_table('notices', 'practice_id', colocate_with => 'practices');
select create_distributed_table('opening_blocks', 'practice_id', colocate_with => 'practices');
select create_distributed_table('orphans', 'practice_id', colocate_with => 'practices');
select create_distributed_table('patient_blocks', 'practice_id', colocate_with => 'practices');
select create_distributed_table('patient_limits', 'practice_id', colocate_with => 'practices');
select create_distributed_table('patients', 'practice_id', colocate_with => 'practices');
select create_distributed_table('pauses', 'practice_id', colocate_with => 'practices');
select create_distributed_table('practice_keys', 'practice_id', colocate_with => 'practices');
select create_distributed_table('practitioners', 'practice_id', colocate_with => 'practices');
select create_distributed_table('presences', 'practice_id', colocate_with => 'practices');
select create_distributed_table('readings', 'practice_id', colocate_with => 'practices');
select create_distributed_table('roster_blocks', 'practice_id', colocate_with => 'practices');
select create_distributed_table('rotation_turns', 'practice_id', colocate_with => 'practices');
select create_distributed_table('rotations', 'practice_id', colocate_with => 'practices');
select create_distributed_table('routings', 'practice_id', colocate_with => 'practices');
select create_distributed_table('rule_sets', 'practice_id', colocate_with => 'practices');
select create_distributed_table('seen_days', 'practice_id', colocate_with => 'practices');
select create_distributed_table('seen_months', 'practice_id', colocate_with => 'practices');
select create_distributed_table('seen_progress', 'practice_id', colocate_with => 'practices');
select create_distributed_table('seen_reading', 'practice_id', colocate_with => 'practices');
select create_distributed_table('signatures', 'practice_id', colocate_with => 'practices');
select create_distributed_table('given_tasks', 'practice_id', colocate_with => 'practices');
select create_distributed_table('message_plans', 'practice_id', colocate_with => 'practices');
select create_distributed_table('passes', 'practice_id', colocate_with => 'practices');
select create_distributed_table('self_checks', 'practice_id', colocate_with => 'practices');
select create_distributed_table('task_events', 'practice_id', colocate_with => 'practices');
select create_distributed_table('tasks', 'practice_id', colocate_with => 'practices');
select create_distributed_table('template_versions', 'practice_id', colocate_with => 'practices');
select create_distributed_table('templates', 'practice_id', colocate_with => 'practices');
select create_distributed_table('topic_moves', 'practice_id', colocate_with => 'practices');
select create_distributed_table('topics', 'practice_id', colocate_with => 'practices');
select create_distributed_table('touches', 'practice_id', colocate_with => 'practices');
select create_distributed_table('saved_views', 'practice_id', colocate_with => 'practices');
select create_distributed_table('scheduled_sends', 'practice_id', colocate_with => 'practices');
select create_distributed_table('search_segments', 'practice_id', colocate_with => 'practices');
select create_distributed_table('search_states', 'practice_id', colocate_with => 'practices');
