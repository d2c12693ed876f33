# Insurance and incidents.

# ---- why not ----
cover-needed = Please fill this in, within the length allowed.
cover-period = These days do not fit: the last may not be before the first, nor more than ten years after it.
cover-range-sum = The sum insured must be more than nothing.
cover-number-known = This insurance is in the list already.
cover-ended-already = This insurance was ended early already.
cover-end-day = The end may not be before today nor after the day it would end anyway.
cover-no-visit = This visit has not begun.
cover-when = These times do not fit: around the visit, first it happens, then it is known, then reported, none of them after now.
cover-not-yours = You may look at this, but not handle it.
cover-own-interest = What concerns you or your kin is handled by somebody else.
cover-wrong-step = This step is not possible now; please read the page again.
cover-claim-number-needed = Please give the insurer's number of the claim.
cover-not-in-force-then = Please choose an insurance that was in force on that day.
cover-paid-sum = Please give the sum paid; it must be more than nothing.

# ---- words ----
cover-kind = Kind
cover-kind-volunteer = Volunteers' accident insurance
cover-kind-elder = Elders' accident insurance
cover-kind-liability = Liability insurance
cover-payer = Paid by
cover-payer-city = City
cover-payer-district = District
cover-payer-insurer = Insurer
cover-payer-organisation = The body that organises the service
cover-insurer = Insurer
cover-number = Policy number
cover-from = First day
cover-to = Last day
cover-sum = Sum insured
cover-hotline = Number for claims
cover-yuan = { $amount }
cover-count = { $n ->
    [one] 1 in all
   *[other] { $n } in all
}
cover-in-force = In force
cover-not-in-force = No insurance in force
cover-standing-force = In force
cover-standing-soon = Ends soon
cover-standing-coming = Not yet
cover-standing-over = Over
cover-incident = Incident
cover-incident-fall = A fall
cover-incident-traffic = An accident on the way
cover-incident-illness = Sudden illness
cover-incident-injury = An injury
cover-incident-damage = Something broken
cover-incident-other = Something else
cover-hurt = Who was hurt
cover-hurt-volunteer = The volunteer
cover-hurt-elder = The elder
cover-hurt-other = Somebody else
cover-hurt-nobody = Nobody
cover-state-reported = Reported
cover-state-filed = With the insurer
cover-state-paid = Paid
cover-state-declined = Declined
cover-state-closed = Closed
cover-step-report = Report
cover-step-note = Add
cover-step-file = Claim filed
cover-step-pay = Paid
cover-step-decline = Declined
cover-step-close = Close
cover-what = What happened
cover-happened = Happened
cover-known = Known since
cover-reported = Reported
cover-late = late
cover-claim-number = Claim number
cover-paid = Sum paid
cover-words-gone = The words went with the personal data.
cover-the-order = See the order

# ---- my cover ----
cover-mine = Insurance
cover-me = What covers you, and what to do if something goes wrong
cover-mine-sub = Who covers you today, and whom to call.
cover-none-yet = Once you are a volunteer or an elder of the bank, your insurance is shown here.
cover-not-in-force-text = There is no visit before an insurance is in force. Please call { $phone }.
cover-call-insurer = Call the insurer, { $phone }
cover-rule = Insurance must be in force on the day of a visit.
cover-rule-none = This city asks for no insurance.
cover-rule-says = { $rule } Report what goes wrong within { $hours } hours of knowing ({ $article }).
cover-my-incidents = Incidents reported
cover-incidents-none = No incident
cover-incidents-how = If something goes wrong at a visit, open that order and press "Something went wrong".
cover-report = Something went wrong
cover-report-of = { $number } · { $when }
cover-report-first = If somebody is hurt, call 120 first. Report within { $hours } hours of knowing; report also if it is later.
cover-report-do = Report
cover-happened-day = Day it happened
cover-happened-clock = Time
cover-known-later = I came to know later
cover-known-day = Day it was known
cover-known-clock = Time it was known
cover-known-hint = The hours for reporting count from this moment.
cover-said = What happened
cover-said-hint = How it happened, who saw it, what was done, which hospital. No identity numbers, please.
cover-add = Add to the file
cover-add-hint = New facts, witnesses, numbers of receipts. Bring the originals to the site.
cover-add-do = Add
cover-done-reported = Reported; somebody will call the insurer.
cover-done-added = Added.

# ---- messages ----
cover-told-reported = An incident was reported at a visit of yours; please read it, you can add to it.
cover-told-moved = There is news of an incident.

# ---- desk ----
ui-menu-cover = Insurance and incidents
cover-insurances = Insurance
cover-insurances-none = No insurance is recorded
cover-insurances-none-text = One colleague proposes, another agrees; without insurance in force no volunteer can take an order.
cover-desk-rule = On the day of a visit there must be: { $kinds }.
cover-lacking = Not covered as a whole today in { $place }: { $kinds }. Volunteers or visits here may be refused.
cover-new = Record insurance
cover-new-sub = It counts once a colleague has agreed.
cover-new-do = Ask to record
cover-choose = Please choose
cover-node-hint = A volunteers' insurance covers volunteers who live here; the others cover visits here.
cover-sum-hint = For one person or one case, in yuan
cover-reason = Remark
cover-end = End early
cover-end-sub = It counts once a colleague has agreed; earlier visits stay covered.
cover-end-on = Last day in force
cover-end-do = Ask to end
cover-incidents = Incidents
cover-open = Open
cover-by-kind = By kind
cover-incidents-desk-how = Volunteers and elders report on their order; a site can do so on the order's page.
cover-answers = The insurance that answers
cover-done-step = It is in the file.
console-second-cover-insurance = Record or end insurance
console-second-insurance = Insurance
console-action-cover-propose = Propose an insurance
console-action-cover-propose-end = Propose to end an insurance
console-action-cover-decide = Decide an insurance
console-action-cover-report-incident = Report an incident
console-action-cover-add-to-incident = Add to an incident
console-action-cover-move-incident = Handle an incident
