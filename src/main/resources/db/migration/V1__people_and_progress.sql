-- Ids are made in Java, times are milliseconds since 1970. Tokens are kept as SHA-256 alone.
create table student (
    id varchar(32) primary key,
    name varchar(40) not null,
    name_key varchar(120) not null unique,
    joined_at bigint not null,
    seen_at bigint not null,
    lesson varchar(64)
);

-- No student: an instructor's.
create table session (
    token_hash varchar(64) primary key,
    student_id varchar(32) references student (id),
    opened_at bigint not null
);

create table passed_task (
    student_id varchar(32) not null references student (id),
    lesson varchar(64) not null,
    task varchar(64) not null,
    passed_at bigint not null,
    primary key (student_id, lesson, task)
);

-- Every attempt counts for the instructor, the last one for the tasks.
create table answer (
    student_id varchar(32) not null references student (id),
    lesson varchar(64) not null,
    block varchar(64) not null,
    attempt integer not null,
    value varchar(200) not null,
    correct integer not null,
    answered_at bigint not null,
    primary key (student_id, lesson, block, attempt)
);
