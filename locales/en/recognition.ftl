# The record of service, certificates of it, corrections and awards.

# ---- why not ----
recognition-period = These days do not fit: the first may not be after the last, and the last not after today.
recognition-nothing-to-certify = No service was settled in this period, so there is nothing to certify ({ $article }).
recognition-at-the-desk = In this city certificates are made at a service site ({ $article }).
recognition-too-many = At most { $max } certificates a day; please come back tomorrow.
recognition-revoked-already = This certificate has been revoked.
recognition-own-interest = What concerns you or your kin is handled by somebody else; who took a request down does not answer it.
recognition-not-yours = You may look at this, but not handle it.
recognition-correction-open = A request about this part is being handled; please wait for the answer.
recognition-correction-decided = This request has been answered.
recognition-text-needed = Please write it down, in at most 500 characters.
recognition-day-in-future = The day may not be after today.
recognition-struck-already = This entry has been struck.
recognition-number-form = A number is 18 letters and digits that begin with ZM, such as ZM261121-7K3M9-Q2XYZ.

# ---- words ----
recognition-block-basic = Basic data
recognition-block-service = Service
recognition-block-training = Training
recognition-block-awards = Awards
recognition-block-evaluation = Evaluation
recognition-state-valid = Valid
recognition-state-revoked = Revoked
recognition-corrected-open = Waiting
recognition-corrected-accepted = Corrected
recognition-corrected-refused = Not corrected
recognition-shows-validity = Only that it is real
recognition-shows-validity-text = Whoever checks learns that it is real and whether it is still valid.
recognition-shows-summary = A summary
recognition-shows-summary-text = Also the name with its given part hidden, the period and the time.
recognition-shows-full = Everything
recognition-shows-full-text = Also the full name and what was done.
recognition-name = Name
recognition-handle = Volunteer no.
recognition-id-no = Document no.
recognition-area = Home community
recognition-since = Volunteer since
recognition-not-yet = Not yet
recognition-from = First day
recognition-to = Last day
recognition-hours = Service time
recognition-visits = Visits
recognition-served = People served
recognition-issued-on = Issued on
recognition-place = Issued at
recognition-number = Certificate number
recognition-mark = Mark
recognition-count = { $n ->
    [one] 1 in all
   *[other] { $n } in all
}
recognition-times = { $n ->
    [one] once
   *[other] { $n } times
}

# ---- my certificates ----
recognition-record = My record
recognition-me = Record of service, stars, certificates
recognition-record-sub = Five parts, as the national measure asks; all of it comes from settled service and can be seen at any time.
recognition-star = Volunteer with { $level ->
    [one] one star
   *[other] { $level } stars
}
recognition-star-word = Stars
recognition-sex = Sex
recognition-star-none = No star yet
recognition-star-next = { $hours } to go to star { $level }.
recognition-star-top = The highest star is reached.
recognition-new = Make a certificate
recognition-new-sub = Free of charge. Choose the days; you can download and print it at once, or have it sealed at a site.
recognition-new-do = Make it
recognition-details = Add every single visit
recognition-details-hint = The list names no elder and no address.
recognition-shows = What others see who check it
recognition-shows-hint = You can change this at any time.
recognition-shows-do = Save
recognition-correct = Something is wrong: ask for a correction
recognition-correct-sub = Write down what is wrong or missing; somebody looks into it and answers.
recognition-correct-block = Which part
recognition-correct-said = What is wrong
recognition-correct-hint = Please give the day, what it was, and how it should be.
recognition-correct-do = Send
recognition-corrections = Requests for correction
recognition-corrections-none = No requests for correction
recognition-answer-by = You will have an answer by { $day }.
recognition-words-gone = The words went with the personal data.
recognition-certificate = Certificate
recognition-certificates = Certificates made
recognition-certificates-none = No certificate has been made yet
recognition-certificate-detail = { $from } to { $to } · { $hours }
recognition-service-none = No settled service yet
recognition-lines-shown = The newest { $shown } of { $all } visits
recognition-training-none = No training recorded yet
recognition-awards-none = No award recorded yet
recognition-marks-none = No rating yet
recognition-mean = { $mean } on average ({ $count ->
    [one] 1 rating
   *[other] { $count } ratings
})
recognition-score = { $score } %
recognition-pdf = Download the PDF
recognition-pdf-en = PDF in English
recognition-check-here = Anybody can check it here
recognition-changed = The record of this period was corrected after this was made. Make a new one if you need it.
recognition-revoked-on = Revoked on { $day }.
recognition-revoked-next = Ask the site for the reason: { $phone }.
recognition-done-issued = The certificate is made; its number is { $number }.
recognition-done-shown = Saved.
recognition-done-asked = Sent. The answer will be in your messages.

# ---- checking ----
recognition-verify = Check a certificate
recognition-verify-book = Check a passbook
recognition-number-hint = Printed at the upper right, begins with ZM
recognition-verify-valid = This certificate is real and valid
recognition-verify-issued = Issued by { $bank } on { $day }.
recognition-verify-revoked = The certificate with this number has been revoked and is worth nothing
recognition-verify-unknown = No certificate with this number was ever issued
recognition-verify-unknown-text = Please check the number. If the paper says exactly this, it is not real: please call { $phone }.
recognition-verify-changed = The record of this period was corrected after this was issued; please ask for a new certificate.
recognition-verify-compare = Compare the mark on the paper with the one here.
recognition-verify-withheld = The holder shows no more than this.
recognition-verify-other = Check another

# ---- messages ----
recognition-told-issued = The site made a certificate of your service, number { $number }.
recognition-told-revoked = Your certificate { $number } has been revoked. If you do not agree, you can appeal at the site.
recognition-told-corrected = Your request to correct the record has been answered.
recognition-told-award = An award was added to your record of service.

# ---- desk ----
ui-menu-recognition = Certificates and records
recognition-register = Register of certificates
recognition-register-sub = { $place } · { $count } · { $hours } in all
recognition-register-none = No certificate has been issued
recognition-register-none-text = Those that volunteers make themselves and those made at a site are all entered here.
recognition-holder = Holder
recognition-period-word = Period
recognition-any = Any
recognition-state = State
recognition-by = Made by
recognition-by-self = The holder
recognition-shown-now = Shown to who checks
recognition-revoke = Revoke this certificate
recognition-revoke-text = For one that was made in error or misused, or whose record was taken back. A colleague has to agree; the number will say so for ever.
recognition-revoke-do = Ask to revoke
recognition-revoke-reason = Reason
recognition-open-correction = Request for correction
recognition-corrections-sub = { $place } · { $count }
recognition-corrections-desk-none = No request waits for an answer
recognition-said = The volunteer says
recognition-answer = Answer
recognition-answer-hint = The volunteer reads this. Whatever has to be changed is changed first, where it belongs.
recognition-accept = It is so; corrected
recognition-refuse = Not corrected
recognition-due = Answer by
recognition-overdue = overdue
recognition-block = Part
recognition-asked = Asked
recognition-award-new = Enter an award
recognition-award-title = Award
recognition-award-body = Given by
recognition-award-day = Given on
recognition-award-do = Enter
recognition-award-strike = Strike
recognition-award-struck = struck
recognition-person = Record of service
recognition-person-text = Record, certificates, awards
recognition-person-open = To make a certificate for somebody: act for them first, then open "My record".
recognition-done-proposed = Asked; a colleague has to agree.
recognition-done-answered = Answered; the volunteer gets a message.
recognition-done-award = Entered.
recognition-done-struck = Struck.
console-second-recognition-revoke = Revoke a certificate
console-second-certificate = Certificate
console-action-recognition-issue = Make a certificate
console-action-recognition-set-shown = Change what a certificate shows
console-action-recognition-propose-revocation = Propose to revoke a certificate
console-action-recognition-decide-revocation = Decide to revoke a certificate
console-action-recognition-ask-correction = Ask for a correction of the record
console-action-recognition-decide-correction = Answer a correction
console-action-recognition-record-award = Enter an award
console-action-recognition-strike-award = Strike an award
