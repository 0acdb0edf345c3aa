-- Which machine each student was seen with last, by the engine's id of it: one that was removed and made anew has another.
create table student_machine (
    student_id varchar(32) not null references student (id),
    name varchar(32) not null,
    container_id varchar(64) not null,
    primary key (student_id, name)
);
