create table pack (
    hash           bytea primary key check (length(hash) = 32),
    id             text not null check (id <> ''),
    area           text not null check (length(area) = 6),
    track          text not null check (track in ('tender', 'procurement')),
    in_force_from  date not null,
    text           text not null check (text <> ''),
    figures        text not null check (figures <> ''),
    entry_id       uuid not null unique references ledger_entry (id),
    created_at     timestamptz not null
);
comment on table pack is 'Rule packs that the supervising department has signed. Never changed: the statement in the ledger names the text by its hash, and the text the figures by theirs.';
comment on column pack.hash is 'TH("vrd1/pack", text), by which a draw names its pack.';
comment on column pack.id is 'The line `id` of the text: area and track, then what the figures come from.';
comment on column pack.area is 'Area whose draws obey it: a city, or a province for all cities that have none of their own.';
comment on column pack.text is 'pack.txt of docs/DRAW.md, section 6.';
comment on column pack.figures is 'All figures with certainty and source, as the line `figures` of the text binds them.';
comment on column pack.entry_id is 'The `pack` statement.';
