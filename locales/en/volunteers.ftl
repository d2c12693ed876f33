# Volunteers: comparing, licences, the way, win-back

volunteers-missing = This has to be filled in.
volunteers-reason-long = The reason is too long.
volunteers-nothing-to-ask = Nobody has to be compared at present.
volunteers-no-gateway = No interface is connected here; please use files.
volunteers-kind-not-asked = Choose what is to be compared.
volunteers-batch-empty = No requests wait to go out.
volunteers-batch-closed = This batch has not been let out, or has been dealt with.
volunteers-row-unknown = The number is not in this batch
volunteers-row-result = The result cannot be read; write passed, failed or unclear
volunteers-row-day = The day is wrong or lies ahead
volunteers-row-differs = Differs from the result on record
volunteers-row-closed = This line has been dealt with.
volunteers-file-empty = Choose a file.
volunteers-file-kind = Only JPG and PNG pictures and PDF; for answers XLSX and CSV.
volunteers-file-large = The file is too large; at most 5 MB.
volunteers-file-broken = The file cannot be opened; please take or export it again.
volunteers-file-header = The columns number, result and day were not found.
volunteers-file-encoding = Save the CSV as UTF-8, or use XLSX.
volunteers-file-rows = Too many lines; please split the file.
volunteers-paper-open = A document for this has been handed in and is being reviewed.
volunteers-paper-closed = This document has been dealt with; please load the page again.
volunteers-paper-own = A document you handed in for somebody is reviewed by another member of staff.
volunteers-not-a-volunteer = Apply as a volunteer first; then come the documents.

volunteers-told-step = One step is missing on your way to volunteering: { $step ->
    [learn] the training
    [exam] the exam
   *[other] { $step }
}. You find it under training and exam.
volunteers-told-licence = Your licence ({ $licence ->
    [doctor] doctor
    [nurse] nurse
    [therapist] therapist
    [lawyer] lawyer
    [counsellor] counsellor
    [social_worker] social worker
    [first_aider] first aider
    [caregiver] care worker
   *[other] { $licence }
}) ends on { $until }; please hand in a new one. After its end you cannot take what needs it.
volunteers-told-paper = Your document ({ $licence ->
    [doctor] doctor
    [nurse] nurse
    [therapist] therapist
    [lawyer] lawyer
    [counsellor] counsellor
    [social_worker] social worker
    [first_aider] first aider
    [caregiver] care worker
   *[other] { $licence }
}) { $state ->
    [accepted] was accepted
    [refused] was not accepted; the reason is on your page
   *[other] { $state }
}.
volunteers-funnel = The way to service
volunteers-step-learn = Training
volunteers-step-exam = Exam
volunteers-step-checks = Checks
volunteers-step-review = Review
volunteers-step-first = Active, not served yet
volunteers-serving = Have served
volunteers-more = Too many to count; please choose a smaller place.
volunteers-stuck-none = Nobody is on the way
volunteers-th-step = Step
volunteers-th-since = Since
volunteers-th-missing = Missing
volunteers-th-reminded = Reminders
volunteers-quiet = Quiet volunteers
volunteers-quiet-text = Active people who have not served for { $days } days, the longest first. A call may bring them back.
volunteers-quiet-none = Nobody is quiet
volunteers-th-last = Last service
volunteers-th-active = Active since
volunteers-never = Never yet
volunteers-registers = Comparing with registers
volunteers-batches = Batches
volunteers-batches-none = No batches yet
volunteers-batch-proposed = Waits for a second person
volunteers-batch-released = Let out
volunteers-batch-refused = Not let out
volunteers-th-made = Made
volunteers-th-answered = Answered
volunteers-th-bad = To repair
volunteers-requests = Requests
volunteers-requests-none = No requests yet
volunteers-th-route = How
volunteers-th-count = Number
volunteers-route-batch = By file
volunteers-route-gateway = By interface
volunteers-request-waiting = Waits
volunteers-request-out = Out
volunteers-request-answered = Answered
volunteers-request-failed = Given up
volunteers-ask = Ask registers
volunteers-ask-text = Everybody who applies and lacks the check, and volunteers whose check runs out.
volunteers-ask-kinds = What
volunteers-ask-do = Write the requests
volunteers-make = Make a file
volunteers-make-reason = What for
volunteers-make-hint = The persons can read it in their list of looks
volunteers-make-do = Send to the second officer
volunteers-export = Take the file
volunteers-export-text = The file holds names and identity numbers, for comparing only; each time is recorded.
volunteers-import = Take in the answer
volunteers-answer = Answer
volunteers-answer-hint = XLSX or CSV with the columns number, result, day in any order; the same file may come again
volunteers-import-do = Take in
volunteers-waits-second = Waits for another officer
volunteers-bad = Lines to repair
volunteers-bad-none = No lines to repair
volunteers-line = Line { $n }
volunteers-repair = Repaired
volunteers-drop = Drop it
volunteers-column-number = Number
volunteers-column-kind = Check
volunteers-column-name = Name
volunteers-column-id = Identity number
volunteers-column-result = Result
volunteers-column-day = Day
volunteers-papers = Documents to review
volunteers-papers-none = No documents wait
volunteers-handed = Handed in
volunteers-paper = Document
volunteers-file = Picture or PDF
volunteers-file-size = { $kib } KB
volunteers-open = Open the document
volunteers-open-text = Opening leaves a line that the person can read.
volunteers-review = Review
volunteers-review-hint = Needed when it is not accepted; the person reads it
volunteers-accept = Accept
volunteers-refuse = Do not accept
volunteers-paper-handed_in = Being reviewed
volunteers-paper-accepted = Accepted
volunteers-paper-refused = Not accepted
volunteers-mine = My licences
volunteers-mine-sub = Documents of doctors, nurses, lawyers …
volunteers-licences = Licences on record
volunteers-licence-good = Valid until { $day }
volunteers-licence-ending = Ends { $day }, hand in a new one
volunteers-licence-over = Ended { $day }
volunteers-hand-in = Hand in a document
volunteers-licence = Licence
volunteers-choose = Please choose
volunteers-until = Valid until
volunteers-file-hint = JPG, PNG or PDF, at most 5 MB; place and time in pictures are removed
volunteers-send = Hand in
volunteers-handed-in = Handed in
volunteers-handed-in-none = Nothing yet
volunteers-papers-count = { $n } in all
volunteers-paper-detail = Handed in { $handed }, valid until { $until }
volunteers-done-asked = { $n } requests written
volunteers-done-batch = Sent; another officer decides
volunteers-done-import = { $taken } lines taken in, { $known } known, { $bad } to repair
volunteers-done-row = The line is dealt with
volunteers-done-accepted = The licence is on record
volunteers-done-refused = Not accepted; the person is told
volunteers-done-handed = Handed in; you will be told
way-reference-learning-exam = The exam
way-reference-learning-course = A course
