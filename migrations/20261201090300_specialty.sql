create table specialty_edition (
    id            uuid primary key,
    name          text not null unique check (name <> ''),
    in_force_from date not null,
    entry_id      uuid not null references ledger_entry (id),
    created_at    timestamptz not null
);
comment on table specialty_edition is 'Editions of the specialty tree, kept side by side.';

create table specialty (
    edition_id  uuid not null references specialty_edition (id),
    code        text not null check (code <> ''),
    level       smallint not null check (level between 1 and 4),
    name        text not null check (name <> ''),
    primary key (edition_id, code)
);
comment on table specialty is 'Specialty codes, four levels of 1 + 2 + 2 + 2 characters.';
