-- What was seen on the student's machines when a homework was handed in, as JSON by tasks: met, fact, hint.
alter table submission add column findings text not null default '{}';
