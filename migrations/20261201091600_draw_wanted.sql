create table draw_wanted (
    draw_id   uuid not null references draw (id),
    body      text not null check (body <> ''),
    lines     text check (lines <> ''),
    asked_at  timestamptz not null,
    primary key (draw_id, body)
);
comment on table draw_wanted is 'Statements of a draw that need the signatures of other parties, until all have signed.';
comment on column draw_wanted.body is 'What is signed.';
comment on column draw_wanted.lines is 'Signature lines that have come, one behind the other.';
