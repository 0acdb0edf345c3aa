-- By which a student's own programs hand in homework. The token is kept as SHA-256 alone; of its text only the beginning, by which its student tells it from their others.
create table api_token (
    id varchar(32) primary key,
    student_id varchar(32) not null references student (id),
    token_hash varchar(64) not null unique,
    beginning varchar(16) not null,
    made_at bigint not null,
    used_at bigint
);
create index api_token_student on api_token (student_id);

-- How a submission came: page, api.
alter table submission add column way varchar(8) not null default 'page';
