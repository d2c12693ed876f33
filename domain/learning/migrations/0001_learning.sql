-- What is taught. `node`: the city or district whose course it is; it is for everybody below. `year`: the rotating training
-- of that year; none: the course everybody begins with.
create table course (
    id uuid primary key,
    node bigint not null,
    title text not null,
    title_en text not null,
    body text not null,
    body_en text not null,
    video text not null,
    minutes bigint not null check (minutes between 1 and 6000),
    year bigint,
    state text not null check (state in ('draft', 'published', 'withdrawn')),
    version bigint not null,
    changed_by uuid,
    changed_at bigint not null
);
create index course_place on course (node, state);

-- The bank of questions. `options` is a list that says which are right; a question that was asked is withdrawn, not deleted.
create table question (
    id uuid primary key,
    node bigint not null,
    text text not null,
    text_en text not null,
    options text not null,
    state text not null check (state in ('live', 'withdrawn')),
    version bigint not null,
    changed_by uuid,
    changed_at bigint not null
);
create index question_place on question (node, state);

-- A course held at a place and a time.
create table lesson (
    id uuid primary key,
    course uuid not null references course (id),
    node bigint not null,
    place text not null,
    starts_at bigint not null,
    minutes bigint not null check (minutes between 1 and 6000),
    seats bigint not null check (seats between 1 and 10000),
    state text not null check (state in ('open', 'held', 'cancelled')),
    made_by uuid,
    made_at bigint not null
);
create index lesson_place on lesson (node, starts_at);

-- Who comes, and who came.
create table seat (
    lesson uuid not null references lesson (id),
    person uuid not null,
    state text not null check (state in ('signed', 'attended', 'absent', 'left')),
    at bigint not null,
    marked_by uuid,
    primary key (lesson, person)
);
create index seat_person on seat (person);

-- Who finished which course, on which day: online, or by being there.
create table study (
    course uuid not null references course (id),
    person uuid not null,
    day bigint not null,
    source text not null check (source in ('online', 'lesson', 'desk')),
    primary key (course, person, day)
);
create index study_person on study (person, day);

-- One exam. `paper`: the questions as they were drawn, in their order, with what is right: what was asked is what is judged,
-- whatever becomes of the bank. `state` 'entered': on paper, waits for a second person.
create table exam_attempt (
    id uuid primary key,
    person uuid not null,
    node bigint not null,
    state text not null check (state in ('open', 'passed', 'failed', 'entered', 'refused')),
    channel text not null,
    paper text not null,
    answers text not null,
    score bigint check (score between 0 and 100),
    policy text not null,
    started_at bigint not null,
    finished_at bigint,
    entered_by uuid,
    second_by uuid check (second_by <> entered_by),
    approval uuid,
    check (state in ('open', 'entered', 'refused') or (score is not null and finished_at is not null))
);
create unique index attempt_open on exam_attempt (person) where state = 'open';
create index attempt_person on exam_attempt (person, started_at);
