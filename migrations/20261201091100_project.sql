create table project (
    id           uuid primary key,
    code_sealed  bytea not null,
    code_blind   bytea not null unique,
    created_at   timestamptz not null
);
comment on table project is 'Projects by their code, locked while a request for one of their lots is filed. Made from the requests, no record of its own.';
comment on column project.code_sealed is 'Project code of the trading system: sealed, since a drawn expert may not learn which project it is.';

create table request (
    id                  uuid primary key,
    project_id          uuid not null references project (id),
    lot_blind           bytea not null,
    area                text not null check (length(area) = 6),
    unit_id             uuid not null references unit (id),
    starts_at           timestamptz not null,
    text_sealed         bytea not null,
    private_sealed      bytea not null,
    hash                bytea not null check (length(hash) = 32),
    state               text not null check (state in ('draft', 'filed', 'approved', 'drawn', 'cancelled')),
    needs_second        boolean not null,
    author_id           uuid not null references account (id),
    approver_id         uuid references account (id),
    second_approver_id  uuid references account (id),
    reason_sealed       bytea,
    version             integer not null,
    entry_id            uuid not null references ledger_entry (id),
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    check (approver_id <> author_id),
    check (second_approver_id <> author_id and second_approver_id <> approver_id),
    check (state <> 'approved' or approver_id is not null)
);
comment on table request is 'A request for a panel, for one lot of a project: written and filed by a tenderee or agency, approved by an officer, drawn for once.';
comment on column request.lot_blind is 'Finds requests for the same lot.';
comment on column request.area is 'The project''s city: which officers see it.';
comment on column request.unit_id is 'The unit for which the author acted.';
comment on column request.starts_at is 'Beginning of the evaluation.';
comment on column request.text_sealed is 'request.txt of docs/DRAW.md, section 6.';
comment on column request.private_sealed is 'request-private.txt: representatives, units whose people are to be left out, reasons.';
comment on column request.hash is 'TH("vrd1/request", request.txt), by which the draw names it.';
comment on column request.needs_second is 'Two officers must approve: more units to be left out, or a larger part of a slot, than the pack allows one officer.';
comment on column request.reason_sealed is 'Why it was last sent back or given up.';
create index request_area on request (area, id);
create index request_state on request (state, id);
create index request_lot on request (project_id, lot_blind);

create table request_unit (
    request_id  uuid not null references request (id),
    unit_id     uuid not null references unit (id),
    primary key (request_id, unit_id)
);
comment on table request_unit is 'Tenderees, agencies and the filing unit of a request, whose accounts see it. Made from the request, no record of its own.';
create index request_unit_unit on request_unit (unit_id, request_id);

create table bidder_list (
    request_id   uuid primary key references request (id),
    list_sealed  bytea not null,
    author_id    uuid not null references account (id),
    version      integer not null,
    entry_id     uuid not null references ledger_entry (id),
    uploaded_at  timestamptz not null
);
comment on table bidder_list is 'Bidders of a request, secret before bids are opened: opened in memory by the matching alone, shown by no page.';
comment on column bidder_list.list_sealed is 'A line CODE NAME for each bidder, in the order of the codes.';
comment on column bidder_list.version is 'Counts the uploads; a later one takes the place of an earlier one until the request is approved.';
