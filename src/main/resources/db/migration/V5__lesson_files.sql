-- Into which machine of a student the files of a lesson were laid last, by the engine's id of it: another machine gets them anew.
create table lesson_files (
    student_id varchar(32) not null references student (id),
    lesson varchar(64) not null,
    container_id varchar(64) not null,
    primary key (student_id, lesson)
);
