-- On which machine of a student the setup.sh of a lesson has run last, by the engine's id of it: on another machine it runs again.
create table lesson_setup (
    student_id varchar(32) not null references student (id),
    lesson varchar(64) not null,
    container_id varchar(64) not null,
    primary key (student_id, lesson)
);
