-- What was handed in: answers and sizes of files as JSON; the files are in the lab's folder, homework/submissions/ID.tar. State: queued, running, graded, failed (by our fault).
create table submission (
    id varchar(32) primary key,
    student_id varchar(32) not null references student (id),
    homework varchar(64) not null,
    number integer not null,
    submitted_at bigint not null,
    late integer not null,
    answers text not null,
    files text not null,
    state varchar(16) not null,
    queued_at bigint not null,
    started_at bigint,
    ended_at bigint,
    points integer not null default 0,
    report text,
    message varchar(400) not null default '',
    unique (student_id, homework, number)
);
create index submission_queue on submission (state, queued_at);
