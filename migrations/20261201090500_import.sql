create table import (
    id                uuid primary key,
    kind              text not null check (kind <> ''),
    edition           text check (edition <> ''),
    format            text not null check (format in ('xlsx', 'csv')),
    area              text not null check (length(area) = 6),
    state             text not null check (state in ('checking', 'checked', 'submitted', 'importing', 'done', 'refused', 'discarded')),
    author_id         uuid references account (id),
    approved_by       uuid references account (id),
    file_sealed       bytea,
    file_hash         bytea not null,
    progress_done     integer not null,
    progress_total    integer not null,
    inserted_count    integer not null,
    updated_count     integer not null,
    unchanged_count   integer not null,
    refused_count     integer not null,
    message           text check (message <> ''),
    version           integer not null,
    entry_id          uuid not null references ledger_entry (id),
    created_at        timestamptz not null,
    finished_at       timestamptz,
    check (approved_by is null or approved_by <> author_id)
);
comment on table import is 'Uploaded files: checked as a dry run, submitted, approved by a second officer, then taken over whole or not at all.';
comment on column import.author_id is 'Null for an import from the command line, which the ledger names as such.';
comment on column import.file_sealed is 'The file, sealed; removed once the import is done or discarded.';
comment on column import.message is 'Why the whole file was refused, as a stable code.';
create index import_state on import (state, id);

create table import_refusal (
    import_id     uuid not null references import (id),
    row           integer not null,
    field         text not null check (field <> ''),
    code          text not null check (code <> ''),
    message_sealed bytea not null,
    primary key (import_id, row, field)
);
comment on table import_refusal is 'Refused rows of an import, with the column and the reason.';
