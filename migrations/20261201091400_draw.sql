create table draw (
    id                    uuid primary key,
    hash                  bytea not null unique check (length(hash) = 32),
    request_id            uuid not null references request (id),
    project_id            uuid not null references project (id),
    lot_blind             bytea not null,
    attempt               integer not null check (attempt >= 1),
    area                  text not null check (length(area) = 6),
    operator_id           uuid not null references account (id),
    pack                  text not null check (pack <> ''),
    registry_id           uuid not null references ledger_entry (id),
    salt_sealed           bytea not null,
    starts_at             timestamptz not null,
    gather_at             timestamptz not null,
    list_ends_at          timestamptz not null,
    answer_secs           integer not null check (answer_secs > 0),
    grace_secs            integer not null check (grace_secs >= 0),
    document_sealed       bytea,
    closed                boolean not null,
    opened_at             timestamptz not null,
    unique (project_id, lot_blind, attempt)
);
comment on table draw is 'Draws, one row for each attempt for a lot. What a draw is stands in its statements; the row holds what they bind and its times.';
comment on column draw.hash is 'The draw id of docs/DRAW.md, section 9.';
comment on column draw.pack is 'pack.txt, as the statement names it.';
comment on column draw.registry_id is 'The registry statement from whose day the pool is made.';
comment on column draw.salt_sealed is 'The 32 random bytes from which all salts of the pool follow.';
comment on column draw.gather_at is 'When the panel gathers: names open then at the earliest.';
comment on column draw.list_ends_at is 'When the list of holders closes at the latest.';
comment on column draw.answer_secs is 'How long somebody who is drawn may think, seconds.';
comment on column draw.grace_secs is 'How long after gathering an absent holder is waited for, seconds.';
comment on column draw.document_sealed is 'Why it was cancelled and by whom, behind the salt of its stated hash.';
comment on column draw.closed is 'Nothing more happens to it.';
create index draw_area on draw (area, id);
create index draw_open on draw (id) where not closed;
create index draw_request on draw (request_id);

create table draw_statement (
    draw_id      uuid not null references draw (id),
    place        integer not null check (place >= 0),
    entry_id     uuid not null references ledger_entry (id),
    proof        text check (proof <> ''),
    cosigned_at  timestamptz,
    primary key (draw_id, place)
);
comment on table draw_statement is 'Context and statements of a draw in their order, each with the proof that it was in a cosigned ledger before the next was made.';
comment on column draw_statement.proof is 'C2SP tlog-proof; null until enough cosigners have signed a checkpoint that holds the statement.';
comment on column draw_statement.cosigned_at is 'When the last cosigner whom the policy needs signed that checkpoint.';
create unique index draw_statement_pending on draw_statement (draw_id) where proof is null;

create table draw_pool (
    draw_id               uuid primary key references draw (id),
    pool                  bytea not null,
    counts                text not null check (counts <> ''),
    bidder_counts_sealed  bytea not null,
    people_sealed         bytea not null
);
comment on table draw_pool is 'What a draw has committed to. Which of these people were picked follows from keys that no row holds.';
comment on column draw_pool.pool is 'pool.bin.';
comment on column draw_pool.counts is 'counts.txt, opened with the names.';
comment on column draw_pool.people_sealed is 'Everybody''s fields as they were hashed, in the order of the pool.';

create table contributor (
    draw_id       uuid not null references draw (id),
    role          text not null check (role <> ''),
    organisation  text not null check (organisation <> ''),
    token_hash    bytea not null unique,
    device_hash   bytea,
    commitment    bytea check (length(commitment) = 32),
    removed       boolean not null,
    version       integer not null,
    entry_id      uuid not null references ledger_entry (id),
    primary key (draw_id, role)
);
comment on table contributor is 'People present who give a number, by role; never a name.';
comment on column contributor.token_hash is 'Keyed hash of the link''s token.';
comment on column contributor.device_hash is 'Keyed hash of the secret of the phone that opened the link first.';
comment on column contributor.commitment is 'What the phone committed to; stated when the list is closed.';

create table draw_round (
    draw_id      uuid not null references draw (id),
    round        integer not null check (round >= 1),
    salt_sealed  bytea not null,
    primary key (draw_id, round)
);
comment on table draw_round is 'The salt that hides a round in the ledger until it is opened.';

create table callee (
    token          bytea primary key check (length(token) = 32),
    draw_id        uuid not null references draw (id),
    seat           smallint not null check (seat between 0 and 254),
    round          integer not null check (round >= 0),
    answer         text not null check (answer in ('open', 'accepted', 'declined', 'no_answer', 'conflict')),
    reason         text check (reason <> ''),
    drawn_at       timestamptz not null,
    until_at       timestamptz not null,
    identified_at  timestamptz,
    wrong_count    smallint not null check (wrong_count >= 0),
    answered_at    timestamptz,
    arrived_at     timestamptz,
    left_round     integer,
    version        integer not null,
    entry_id       uuid not null references ledger_entry (id),
    check (left_round > round)
);
comment on table callee is 'Those who were drawn, as they are asked: a seat and a token that only the keys of the draw lead to a person. No row joins it with anybody.';
comment on column callee.round is 'The round that drew them; 0 for the draw itself.';
comment on column callee.left_round is 'The round in which they left the seat.';
create index callee_draw on callee (draw_id, seat);
