# Service orders: states, steps, the reason for every "no", the words of the pages.

# ---- states ----
orders-state-draft = draft
orders-state-submitted = in review
orders-state-published = open
orders-state-taken = to be agreed
orders-state-confirmed = planned
orders-state-serving = in progress
orders-state-awaiting = to be confirmed
orders-state-disputed = in question
orders-state-settled = done
orders-state-refused = not approved
orders-state-expired = lapsed
orders-state-cancelled = called off
orders-state-revoked = taken back

# ---- path ----
orders-path-review = Review
orders-path-open = Open
orders-path-planned = Planned
orders-path-serving = In progress
orders-path-confirm = Confirm
orders-path-done = Done

# ---- history ----
orders-step-draft = Kept as a draft
orders-step-submit = Request handed in
orders-step-publish = Approved and published
orders-step-refuse = Not approved
orders-step-expire = Lapsed
orders-step-take = Taken by a volunteer
orders-step-assign = Given by the service point
orders-step-accept = Invitation accepted
orders-step-agree = Volunteer agreed to
orders-step-decline = Somebody else wished for
orders-step-withdraw = Volunteer withdrew
orders-step-no-show = Nobody came
orders-step-cancel = Called off
orders-step-check-in = Checked in
orders-step-check-out = Checked out
orders-step-forgotten = Check-out forgotten, closed by the system
orders-step-missed = Not checked in on time
orders-step-log-call = Checked by telephone
orders-step-agreed = Confirmed, waiting for a call
orders-step-remind = Service point reminded to call
orders-step-settle = Confirmed, time booked
orders-step-dispute = Questioned
orders-step-decide = Question decided
orders-step-revoke = Settlement taken back

# ---- sides ----
orders-side-elder = elder
orders-side-volunteer = volunteer
orders-side-staff = staff
orders-side-system = system

# ---- marks ----
orders-flagged = Mark
orders-flag-late-night = at night
orders-flag-late-cancel = called off late
orders-flag-forgotten = check-out forgotten
orders-flag-missed = not checked in on time
orders-flag-few-proofs = too few proofs of presence
orders-flag-outside-radius = position not at the place of service
orders-flag-clock-skew = telephone’s clock is off
orders-flag-off-plan = length differs much from the plan
orders-flag-too-short = too short
orders-flag-no-show = nobody came
orders-flag-needs-call = to be checked by telephone

# ---- proofs ----
orders-phase-in = arriving
orders-phase-out = leaving
orders-phase-after = afterwards
orders-proof-position = position
orders-proof-door-code = door code or card
orders-proof-elder-call = call to the elder
orders-proof-witness = seen by staff
orders-verdict-valid = valid
orders-verdict-invalid = does not fit
orders-verdict-unknown = cannot tell
orders-distance = { $metres } m away

# ---- ratings ----
orders-tag-on-time = on time
orders-tag-kind = kind
orders-tag-careful = careful
orders-tag-skilled = skilled
orders-tag-polite = polite
orders-tag-well-prepared = well prepared
orders-tag-late = late
orders-tag-hurried = hurried
orders-mark = { $mark ->
    [5] 5 · very satisfied
    [4] 4 · satisfied
    [3] 3 · so-so
    [2] 2 · not satisfied
    [1] 1 · not at all satisfied
   *[other] { $mark }
}
orders-marks = { $mark } of 5
orders-rated-by-elder = The elder’s rating
orders-rated-by-volunteer = The volunteer’s rating
orders-rated-by-staff = Rating by staff
orders-rated-by-system = Rating

# ---- reasons to choose from ----
orders-reason-not-needed = no longer needed
orders-reason-other-time = another time would be better
orders-reason-family-helps = the family helps
orders-reason-in-hospital = ill, in hospital
orders-reason-ill = not feeling well
orders-reason-at-work = cannot leave work
orders-reason-family-matter = something urgent at home
orders-reason-transport = cannot get there
orders-reason-somebody-known = somebody I know would be better
orders-reason-uneasy = I do not feel at ease
orders-reason-not-at-home = the elder was not at home
orders-reason-times-wrong = the times are wrong
orders-reason-asked-for-more = was asked to do other things
orders-reason-behaviour = improper behaviour
orders-reason-did-not-come = nobody came
orders-reason-not-as-asked = not what was asked for
orders-reason-money-asked = money was mentioned
orders-reason-no-show = nobody came
orders-reason-time-differs = the two sides name different lengths

# ---- advice ----
orders-advice-draft-elder = This is a draft; it has not been handed in.
orders-advice-submitted-elder = It is published once a clerk has looked at it, usually the same day.
orders-advice-published-elder = We are looking for a volunteer nearby and tell you as soon as somebody takes it.
orders-advice-taken-elder = Have a look who would come; it is fixed once you agree.
orders-advice-confirmed-elder = It is settled. At the door, ask for the code; open only if it is right.
orders-advice-serving-elder = The volunteer is with you. Please confirm afterwards.
orders-advice-awaiting-elder = The visit is over. Please confirm it; only then does the volunteer get the time.
orders-advice-disputed-elder = Staff will call and ask; nothing is booked until then.
orders-advice-settled-elder = Done. Thank you for confirming.
orders-advice-refused-elder = It was not approved; the reserved time is back.
orders-advice-expired-elder = It did not take place. The reserved time is back, and you may ask again.
orders-advice-cancelled-elder = Called off; the reserved time is back.
orders-advice-revoked-elder = This settlement was taken back. You may object at a service point.
orders-advice-taken-volunteer = Waiting for the elder’s side to agree. Address and telephone are below; please be on time.
orders-advice-confirmed-volunteer = The elder has agreed. Check in at the door and ask for the door code.
orders-advice-serving-volunteer = You are on a visit. Please check out before you leave.
orders-advice-awaiting-volunteer = Waiting for the elder to confirm. An elder without a telephone may show their card instead.
orders-advice-disputed-volunteer = Staff will hear both sides; nothing is booked until then.
orders-advice-settled-volunteer = The time is in your account. Thank you.
orders-advice-expired-volunteer = This visit has ended.
orders-advice-cancelled-volunteer = This visit was called off; you need not go.
orders-advice-revoked-volunteer = This settlement was taken back. You may object at a service point.
orders-advice-agreed = You have confirmed. There are too few proofs of presence, so staff will call before it is settled.

# ---- what can be done ----
orders-do-take = I will take it
orders-do-answer = Answer the invitation
orders-do-agree = Agree
orders-do-decline = Ask for somebody else
orders-do-cancel = Call off
orders-do-withdraw = I cannot come
orders-do-no-show = Nobody came
orders-do-check-in = Check in
orders-do-check-out = Check out
orders-do-confirm = Confirm
orders-do-card = Confirm with the card
orders-do-dispute = Something is wrong
orders-do-rate = Rate

# ---- asked once more ----
orders-ask-take = Take this visit?
orders-why-take = Please be on time then. Address and telephone will be in the order; the elder can see that you looked.
orders-yes-take = I will take it
orders-ask-answer = A service point asks you to take this visit
orders-why-answer = Take it if you like. Saying no has no consequences.
orders-yes-answer = Take it
orders-no-answer = Not this time
orders-ask-agree = Agree to this volunteer?
orders-why-agree = Then it is fixed. The volunteer will say the door code; open only if it is right.
orders-yes-agree = Agree
orders-ask-decline = Ask for somebody else?
orders-why-decline = The request is published again. You need not give a reason.
orders-yes-decline = Somebody else
orders-ask-withdraw = Is it certain that you cannot come?
orders-why-withdraw = Say so as early as you can, so that somebody else is found. Withdrawing late leaves a mark.
orders-yes-withdraw = I cannot come
orders-ask-cancel = Call this off?
orders-why-cancel = The reserved time goes back to your account at once. The volunteer is told.
orders-yes-cancel = Call it off
orders-ask-cancel-draft = Delete this draft?
orders-why-cancel-draft = It was never handed in and holds none of your time.
orders-yes-cancel-draft = Delete the draft
orders-ask-no-show = Did nobody come?
orders-why-no-show = We are sorry that you waited. You may choose another time or call it off; you lose none of your time.
orders-yes-no-show = Nobody came
orders-again = Another time (optional)
orders-again-hint = With a new day and time we look again; without, it is called off and the time returned.
orders-ask-dispute = Is something about this visit wrong?
orders-why-dispute = Nothing is settled until staff have heard both sides and decided, with reasons.
orders-yes-dispute = Say that something is wrong

# ---- done ----
orders-done-take = It is yours. Please be on time.
orders-done-answer = Answered, thank you.
orders-done-agree = Agreed. Please check the door code when they come.
orders-done-decline = Published again; we look for somebody else.
orders-done-withdraw = Withdrawn. Thank you for saying so in time.
orders-done-cancel = Called off; the reserved time is back.
orders-done-again = Moved to the new time; we look for a volunteer again.
orders-done-dispute = Received. Staff will talk to both sides soon.
orders-done-check-in = Checked in. The visit has begun.
orders-done-check-out = Checked out. Waiting for the elder to confirm.
orders-done-settled = Confirmed. { $length } went to the volunteer.
orders-done-agreed = Confirmed. Staff will call once more before it is settled.
orders-done-differ = The length you name differs much from the record; staff will look into it.
orders-done-rate = Thank you for your rating.
orders-done-submitted = Handed in. It is published once a clerk has looked at it.
orders-done-published = Published. We are looking for a volunteer.

# ---- arriving and leaving ----
orders-check-in-title = Check in
orders-check-in-hint = Between { $from } and { $to }. { $count } proofs of presence are needed; the position and the door code are one each.
orders-check-out-title = Check out
orders-check-out-hint = You checked in at { $since }. The system’s clock counts.
orders-check-note = A telephone without a position is no problem: ask the elder for the door code, or look at their card.
orders-code-field = Door code or card number
orders-code-field-hint = Six digits on the elder’s telephone, or eight on their card.
orders-code-title = Door code
orders-code-large = Show it large
orders-code-why = When the volunteer is at the door, read this code out or show it.
orders-code-who = { $who } will come.
orders-code-for = { $kind } · { $when }
orders-code-changes = It changes every few minutes. If it changes while you read it, ask for the new one.
orders-code-new = Show the new code

# ---- confirming ----
orders-confirm-title = Was everything done?
orders-served = Recorded: { $from } to { $to }, { $length }.
orders-confirm-text = If that is right, please confirm; then the volunteer gets the time.
orders-confirm-yes = Yes, confirm
orders-confirm-other = Is the time wrong?
orders-confirm-minutes = How many minutes was it about
orders-confirm-minutes-hint = If it differs much from the record, staff will look into it.
orders-confirm-send-other = Confirm with my time
orders-card-title = Let the elder confirm here
orders-card-code = Card number
orders-card-hint = Eight digits on the elder’s card, or the six-digit code on their telephone.
orders-card-send = Confirm

# ---- rating ----
orders-rate-title = Rate this visit
orders-rate-mark = Are you satisfied?
orders-rate-tags = A few words, if you like
orders-rate-remark = Anything else
orders-rate-remark-hint = Please no telephone numbers or addresses.

# ---- every "no" ----
orders-elder-not-active = You are not registered to receive help yet. Apply under “Me”, or ask a service point.
orders-elder-overlap = There is already a visit at that time. Please choose another.
orders-item-needed = Please choose what kind of help.
orders-minutes-range = The length must be between 1 minute and 24 hours.
orders-new-start-range = Please choose a day and time from today on that can be booked.
orders-reason-needed = Please give a reason.
orders-invite-count = Please choose 1 to 20 volunteers.
orders-decide-range = The time must lie between 0 and what was reserved.
orders-stale = Something has changed meanwhile. Below is how it stands now; please look before you go on.
orders-wrong-state = This order is now “{ $state ->
    [draft] draft
    [submitted] in review
    [published] open
    [taken] to be agreed
    [confirmed] planned
    [serving] in progress
    [awaiting] to be confirmed
    [disputed] in question
    [settled] done
    [refused] not approved
    [expired] lapsed
    [cancelled] called off
    [revoked] taken back
    [decided] decided
   *[other] { $state }
}”; this step is no longer needed.
orders-taken-by-another = Somebody has just taken it. Thank you; please look at the others.
orders-already-yours = This visit is yours already.
orders-own-order = One cannot take one’s own request.
orders-own-interest = Orders of one’s own or one’s family are handled by somebody else.
orders-own-review = A request you entered is reviewed by somebody else.
orders-not-yours = This step belongs to the other side or to staff.
orders-already-started = Its time has come; this is no longer possible.
orders-not-started = It has not begun yet. Please come back when it is time.
orders-not-due = It is not due yet.
orders-code-wrong = That number is not right. Please look again.
orders-code-tries = Too many wrong numbers. Please call the service point.
orders-call-first = Please call the elder first and ask, then confirm for them.
orders-silence-needs-a-look = Somebody must look at this visit; silence cannot confirm it.
orders-nothing-held = No time is reserved for this order, so nothing can be settled.
orders-already-rated = You have rated this visit already.
orders-still-running = There are still orders under way, waiting for a word or disputed ({ $count }). Please finish them first.
