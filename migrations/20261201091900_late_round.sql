alter table contributor add column round integer not null default 0 check (round >= 0);
alter table contributor alter column round drop default;
alter table contributor drop constraint contributor_pkey;
alter table contributor add primary key (draw_id, round, role);
comment on column contributor.round is '0 for the draw itself, later a round after the names are open, which has numbers of its own.';

alter table callee drop constraint callee_answer_check;
alter table callee add constraint callee_answer_check
    check (answer in ('open', 'accepted', 'declined', 'no_answer', 'conflict', 'absent', 'recusal'));

alter table draw_wanted add column plan_sealed bytea;
comment on column draw_wanted.plan_sealed is 'What is done once everybody has signed: the salt of a round and who leaves in it, by token.';
