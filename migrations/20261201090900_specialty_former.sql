alter table import add column in_force_from date;
comment on column import.in_force_from is 'Day from which the edition of a specialty tree is in force; null: from the day of its approval.';

create table specialty_former (
    edition_id  uuid not null,
    code        text not null,
    former_code text not null check (former_code <> ''),
    primary key (edition_id, code, former_code),
    foreign key (edition_id, code) references specialty (edition_id, code)
);
comment on table specialty_former is 'Which codes of the edition before a code continues; one that both editions have continues itself.';
