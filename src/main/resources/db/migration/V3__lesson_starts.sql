-- When each student began each lesson, in milliseconds since 1970 by the clock of their machine's Docker: what is older belongs to something else.
create table lesson_start (
    student_id varchar(32) not null references student (id),
    lesson varchar(64) not null,
    started_at bigint not null,
    primary key (student_id, lesson)
);

-- Lessons that were begun before starts were kept: everything since the student joined goes on counting.
insert into lesson_start (student_id, lesson, started_at)
select student.id, begun.lesson, student.joined_at
from student
join (
    select student_id, lesson from passed_task
    union select student_id, lesson from answer
    union select id, lesson from student where lesson is not null
) begun on begun.student_id = student.id;
