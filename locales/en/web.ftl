# Pages of citizens: home, signing in and registering, task hall, asking for help, account, me, public pages.

# ---- names, days, amounts ----
web-hello = Hello, { $name }
web-elder-female = Ms { $surname }
web-elder-male = Mr { $surname }
web-person-female = Ms { $surname }
web-person-male = Mr { $surname }
web-person-gone = somebody who has left
web-day-yesterday = yesterday ({ $weekday })
web-day-today = today ({ $weekday })
web-day-tomorrow = tomorrow ({ $weekday })
web-day-after-tomorrow = in two days ({ $weekday })
web-clock-night = { $clock } at night
web-clock-morning = { $clock } in the morning
web-clock-afternoon = { $clock } in the afternoon
web-clock-evening = { $clock } in the evening
web-month = { $month } { $year }
web-about = about { $length }
web-usually = usually { $length }
web-at-most = at most { $length }
web-age = { $age } years
web-urgent = urgent
web-yes = yes
web-few = under { $least }
web-pay-earn = earns { $length }
web-pay-spend = uses { $length }
web-unit-visits = { "" }
web-unit-hours = h
web-unit-people = { "" }
web-unit-sites = { "" }
web-first-page = First page
web-choose = Please choose
web-save = Save
web-why = What is the reason?
web-why-other = Another reason

# ---- home ----
web-start-title = What would you like to do?
web-start-text = Who can help becomes a volunteer and saves time; who needs help registers to receive it. One may do both.
web-start-volunteer = Become a volunteer
web-start-elder = Register to receive help
web-waits-title = Your application is being reviewed
web-waits-text = Staff will check it within a few days. The result comes to your messages.
web-balance = Time you can use
web-statement = Statement
web-quick-serve = Help others
web-quick-ask = Ask for help
web-quick-visits = My visits
web-quick-orders = My orders
web-quick-sites = Service points
web-quick-call = Call
web-invited = { $count ->
    [one] { $count } invitation waits for your answer
   *[other] { $count } invitations wait for your answer
}
web-invited-look = Have a look, and take it if you like
web-next = What comes next
web-all-orders = All orders
web-near = Help wanted near you
web-all-near = To the task hall
web-take = I will take it
web-nothing-next = Nothing planned
web-nothing-next-text = New plans appear here.
web-fraud-title-short = Beware of fraud
web-fraud-short = Hours are never sold or cashed, and there is no reward for bringing others. Whoever asks for money or codes is a fraud.

# ---- what to do next ----
web-do-look = Look
web-do-check-in = Check in
web-do-check-out = Check out
web-do-agree = See who comes
web-do-confirm = Please confirm
web-do-go-on = Go on
web-do-answer = Answer

# ---- elder edition ----
web-door-visit = Who visits me
web-door-help = I need help
web-door-call = Call
web-door-time = My time
web-door-call-note = Someone answers
web-elder-help-note = Shopping, doctor, chat
web-elder-nobody = Nobody is coming
web-elder-searching = Looking for a volunteer

# ---- calling ----
web-call-sub = One press and it rings
web-call-help = To ask for help, to ask a question, to change a time: somebody answers.
web-call-now = Call
web-call-emergency = Call the emergency contact
web-call-danger = In danger
web-call-danger-text = Feeling ill: 120. In danger: 110. Do not wait.
web-call-120 = Ambulance 120
web-call-110 = Police 110
web-call-sites = Or come to a service point

# ---- welcome ----
web-welcome-title = Help today, be helped tomorrow
web-welcome-text = Serve elders and save the time; redeem it when you or your parents need help. Run by the government, valid in the whole city.
web-figures = How it stands
web-figure-visits = Visits in 30 days
web-figure-hours = Hours served in all
web-figure-volunteers = Volunteers
web-figure-elders = Elders
web-figure-sites = Service points
web-figures-note = Numbers below 5 are not shown, so that nobody can be recognised.
web-how = How to take part
web-how-volunteer = I can help
web-how-volunteer-text = Sign in with your telephone, fill in the form, pass the review and the course; then take visits. Every minute is recorded.
web-how-elder = I need help
web-how-elder-text = Register and ask; a volunteer nearby will come. Time may be saved, given by family, or granted by the government.
web-how-desk = Without a telephone
web-how-desk-text = Call { $phone } or come to a service point; staff do every step with you.
web-staff-door = Staff sign-in
web-citizen-door = Citizens sign in here

# ---- service points ----
web-sites-count = { $count ->
    [one] One; it serves you in person
   *[other] { $count }; all serve you in person
}
web-district = District
web-all-districts = All districts
web-sites-none = No service point here yet
web-sites-none-text = Look at another district, or call.
web-site-address = Address
web-site-hours = Opening hours
web-site-phone = Telephone
web-site-what = Here you can register, ask for help, check in and confirm, print your passbook and your card. Please bring your identity card.

# ---- fraud ----
web-fraud-sub = A few sentences to remember
web-fraud-never = We never
web-fraud-never-1 = ask you for money, a deposit or to buy time.
web-fraud-never-2 = say that time can be cashed, gains value, or that bringing others is rewarded.
web-fraud-never-3 = ask for codes, bank cards or passwords.
web-fraud-never-4 = tell you to add strangers or to install unknown apps.
web-fraud-door = When somebody is at the door
web-fraud-door-1 = Ask for the door code first; open only if it is the one on your telephone or card.
web-fraud-door-2 = Without an appointment, do not open, even if they say the time bank sent them. Call first.
web-fraud-door-3 = Volunteers take no money and sell nothing. Tell us at once if one does.
web-fraud-do = If something feels wrong
web-fraud-do-text = Pay nothing. Call { $phone } at once, or the anti-fraud line 96110.
web-fraud-96110 = Anti-fraud 96110

# ---- privacy ----
web-privacy-sub = Which data, who sees them, how they are kept
web-privacy-what = What we record
web-privacy-what-text = Name, identity number, telephone, address, emergency contact, and the times and ratings of visits. Only for the service and for nothing else.
web-privacy-who = Who sees it
web-privacy-who-text = Others see your family name only. The volunteer of a visit sees telephone and address; staff must give a reason to see more. You can see who looked, under “Me”.
web-privacy-where = How it is kept
web-privacy-where-text = Encrypted, in this city, nowhere public, and never given to businesses.
web-privacy-place = Position
web-privacy-place-text = Your telephone is asked once when you check in, check out or press “from here”. Only whether you were there and the distance are kept; you are not followed.
web-privacy-rights = Your rights
web-privacy-rights-text = You may see and correct your data, leave, and have them deleted: under “Me”, by calling { $phone }, or at a service point.

# ---- promises ----
web-promise-sub = Under the rules “{ $rules }”, since { $since }
web-promise-minute = Every minute comes from a real visit or a grant with a source. None is lost, doubled or changed.
web-promise-no-expiry = Time saved by service does not lapse.
web-promise-expiry = Time saved by service is valid for { $months } months.
web-promise-no-cap = You may save as much as you like.
web-promise-cap = You may save up to { $hours } hours; what is above is donated or recorded as honour, as the rules say.
web-promise-silence = Silence counts as agreement only after { $hours } hours and a call that was tried.
web-promise-proofs = A visit is settled only with { $count } proofs of presence.
web-promise-never = Hours are never sold or cashed, and there is no reward for bringing others.

# ---- checking papers ----
web-verify-sub = Find out whether a printed passbook is genuine
web-verify-account = Account
web-verify-account-hint = TB and seven letters and digits
web-verify-day = Day of printing
web-verify-hours = Balance (hours)
web-verify-minutes = Balance (minutes)
web-verify-word = Check word
web-verify-word-hint = 8 characters, as 7K4M-92QX
web-verify-do = Check
web-verify-yes = It is genuine
web-verify-yes-text = Account, day, balance and check word fit together.
web-verify-no = It does not fit
web-verify-no-text = Please compare once more. If it still does not fit, call { $phone } and do not trust the paper.
web-verify-bank = Is this really the time bank?
web-verify-bank-text = Compare the address and call { $phone }. We use this one address only:

# ---- signing in ----
web-sign-in-sub = Your number, one code, and you are in
web-phone = Mobile number
web-phone-hint = 11 digits
web-send-code = Send me a code
web-no-phone = No telephone at hand?
web-no-phone-site = Come to a service point with your identity card
web-no-phone-call = Call { $phone } and somebody does it for you
web-other-phone = Another number
web-code-title = Enter the code
web-code-sub = Sent to { $phone }
web-code = Code
web-code-hint = The six digits of the text message
web-code-again = Nothing came: send another
web-code-lives = Valid for { $minutes } minutes.
web-code-warning = Tell the code to nobody. Staff never ask for it.
web-person-title = Who is it?
web-person-sub = Several people share this number; please choose
web-person-other = None of them: register somebody new
web-new-title = Welcome
web-new-sub = This number is not registered yet. Choose how to begin
web-new-volunteer-text = Cooking, talking, running errands: everything is of use. You and your family can use the time later.
web-new-elder-text = Then volunteers can come to you: shopping, doctor, cleaning, a chat.
web-staff-title = Staff sign-in
web-staff-sub = What you see and do is recorded
web-username = User name
web-password = Password
web-one-time = One-time code
web-one-time-hint = The six digits of your authenticator app
web-signed-out = You are signed out.
web-acting-left = You no longer act for somebody.

# ---- demonstration ----
web-demo-enter = Demonstration: choose somebody
web-demo-title = Choose who to be
web-demo-text = Everybody and everything here is made up; try what you like
web-demo-note = This is a demonstration. Its data begin anew from time to time; please enter nothing real.
web-demo-elder = Elders
web-demo-volunteer = Volunteers
web-demo-staff = Staff
web-demo-citizens = Citizens
web-cast-name = { $part } ({ $name })
web-cast-elder = Elder
web-cast-elder-text = a visit waits for a word
web-cast-elder-today = Elder with a visit today
web-cast-elder-today-text = shows the door code
web-cast-volunteer-free = Volunteer with time
web-cast-volunteer-free-text = requests are open nearby
web-cast-volunteer-serving = Volunteer on a visit
web-cast-volunteer-serving-text = can check out
web-cast-family = Family
web-cast-family-text = the child of an elder
web-cast-site-clerk = Clerk of a service point
web-cast-site-clerk-text = asks, assigns, checks in and calls for others
web-cast-street-officer = Street officer
web-cast-street-officer-text = reviews, decides questions
web-cast-district-officer = District officer
web-cast-district-officer-text = people and orders of a district
web-cast-city-officer = City officer
web-cast-city-officer-text = the whole city at a glance
web-cast-second-city-officer = Second city officer
web-cast-second-city-officer-text = approves what another proposes
web-cast-auditor = Auditor
web-cast-auditor-text = sees everything, changes nothing

# ---- registering ----
web-register-title = Register
web-register-age = From { $min } years on; younger students with a guardian’s consent
web-register-elder-sub = Staff will then visit or call to check
web-register-phone = Number { $phone } is verified
web-register-send = Send the application
web-name = Name
web-name-hint = As on the identity card
web-id = Identity number
web-id-hint = 18 characters; only to check who you are, kept encrypted
web-area = Where do you live?
web-street = Street or town
web-community = Community or village
web-area-to-street = Next: street
web-area-to-community = Next: community
web-area-again = Search again
web-area-find = Or search by name
web-area-find-hint = A few characters, as “鼓楼 宁海”
web-area-found = Found; please choose
web-area-nothing = Nothing found. Try other characters, or use the lists above.
web-address = Address
web-address-hint = Road, number, building, flat
web-emergency = Emergency contact
web-emergency-hint = Whom to call; may be added later
web-emergency-name = Contact’s name
web-emergency-phone = Contact’s telephone
web-emergency-relation = Relation to you
web-claim-resident = I live in this city permanently
web-claim-healthy = I am well enough in body and mind to serve
web-claim-record = I have no bad credit record and no serious offence
web-claim-student = I am a pupil or student
web-claim-traits = Your situation (tick what is true)
web-claim-traits-hint = It decides who comes first; staff will check
web-consent-read = Read the terms
web-consent-1 = Time is for helping each other; it is never bought, sold or cashed. Visits are real and records are true.
web-consent-2 = Your data serve the visits only and are kept encrypted; you can see who looked.
web-consent-3 = You may leave at any time, and see, correct and delete your data.
web-consent = I have read the terms and the privacy notice and agree
web-enrol-title = Apply
web-enrol-sent = Sent. The result comes to your messages.

# ---- task hall ----
web-hall-sub = { $count ->
    [one] { $count } request near you
   *[other] { $count } requests near you
}
web-hall-days = Which day
web-any-day = Any day
web-today = Today
web-tomorrow = Tomorrow
web-hall-item = What
web-all-items = Any help
web-hall-day = Day
web-hall-length = Length
web-any-length = Any length
web-hall-from-home = Sorted from your home
web-hall-from-here = Sorted from where you are
web-hall-here = From here
web-hall-map = Map
web-hall-map-note = The map shows communities only; the door is told once you have taken the visit.
web-hall-empty = Nothing nearby just now
web-hall-empty-text = Try another day or fewer filters; new requests come all the time.
web-hall-all = Show all
web-hall-not-yet = Register as a volunteer first
web-hall-not-yet-text = After the form, the review and the course you can take visits here.
web-hall-closed = You cannot take visits now
web-hall-closed-text = You are not active as a volunteer at present; the reason is in your details.
web-see-profile = My details
web-taken-meanwhile = Somebody has just taken it. Thank you; please look at the others.

# ---- asking for help ----
web-publish-title = What help do you need?
web-publish-balance = You can use { $length } now
web-publish-call = If you would rather not type: call { $phone } and staff ask for you.
web-publish-other = Something else
web-offered-between = Every day from { $from } to { $to }
web-publish-day = Day
web-publish-start = Begin
web-publish-length = How long, about
web-publish-urgent = Urgent: as soon as possible
web-publish-urgent-hint = Only in need; the service point is told as well
web-publish-note = What the volunteer should know
web-publish-note-hint = As: bring glasses, afraid of dogs, third floor. Only the volunteer sees it.
web-publish-address = Not at home?
web-publish-address-hint = The address, if it is somewhere else
web-publish-check = Next: what it costs
web-publish-draft = Keep for later
web-publish-send = Publish
web-publish-edit = Change
web-draft-kept = Kept as a draft; none of your time is held.
web-check-title = Have a last look, then publish
web-check-cost = The time it takes
web-check-before = You can use now
web-check-held = To be reserved
web-check-after = You can use then
web-check-note = Reserved time goes to the volunteer only after the visit is confirmed. If it is called off or nobody comes, it is returned at once.
web-check-short = Your time may not be enough. Make it shorter, let family give you time, or ask a service point.
web-check-review = A clerk looks at it before it is published.
web-publish-not-yet = Register to receive help first
web-publish-not-yet-text = Once that is approved you can ask volunteers here.
web-publish-closed = You cannot ask for help now
web-publish-closed-text = Your registration is not active at present; call { $phone } and ask.

# ---- orders ----
web-orders-title = My orders
web-orders-as-elder = Help for me
web-orders-as-volunteer = I help
web-orders-invited = Invitations to answer
web-orders-mine = My visits
web-orders-none-elder = You have not asked for anything yet
web-orders-none-volunteer = You have not taken a visit yet
web-order-number = Order { $number }
web-order-now = Below is how it stands now.
web-order-moved-on = That step is done already; below is how it stands now.
web-order-what = The help
web-order-volunteer = Volunteer { $handle }, reviewed
web-order-contact = Contact and address
web-order-contact-note = For this visit only; tell nobody. The elder can see that you looked.
web-order-evidence = Proofs of presence
web-order-history = History
web-fact-when = When
web-fact-length = Length
web-fact-place = Where
web-fact-held = Reserved
web-fact-served = Served
web-fact-checked-in = Checked in
web-fact-settled = Settled
web-fact-reason = Reason
web-fact-urgent = Urgent
web-fact-note = Note
web-at-home = at home
web-visits-none = Nobody is coming
web-visits-none-text = Ask for help, or call.

# ---- messages ----
web-no-messages = No messages yet
web-read-all = Mark all as read
web-all-read = All marked as read.
web-unread = new
web-message-other = There is something new; please open it.

# ---- account ----
web-account = Time account
web-passbook = Print passbook
web-balance-aloud = You can use { $length } now.
web-balance-numbers = { $hours } h { $minutes } min
web-lapses = { $length } lapse on { $day }; please use them before.
web-account-empty = Nothing booked yet
web-account-empty-text = Service, grants, gifts and redemptions are all booked here, line by line.
web-account-classes = What is the difference between these hours?
web-account-earned = Earned: saved by serving elders; use it yourself, give it to family, or donate it.
web-account-granted = Granted: by the government to elders who need care; it lapses one day and is for yourself only.
web-account-gifted = Gifted: from your family or from the public-benefit account.
web-account-held = Reserved: kept for visits that are planned; goes to the volunteer afterwards, or comes back.
web-account-honour = Honour: records what you did, for stars and thanks; it cannot be redeemed.
web-book = Time passbook
web-book-holder = Holder
web-book-account = Account
web-book-day = Printed on
web-book-when = Day
web-book-what = What
web-book-class = Class
web-book-value = In / out
web-book-sum = Time that can be used
web-book-more = Only the last 200 lines; older ones are printed at a service point.
web-book-check = To check this paper: “Verify” on our pages, account { $account }, day { $day }, balance { $balance }, check word { $word }.

# ---- me ----
web-me-account = Balance and statement
web-me-card = Show it to the volunteer instead of a telephone
web-me-looks = Every look is recorded
web-me-display = Elder edition, language, letter size
web-profile = My details
web-profile-sub = Others see them masked
web-profile-name = Name
web-profile-handle = Account
web-profile-id = Identity number
web-profile-phone = Mobile number
web-profile-age = Age
web-profile-area = Community
web-profile-address = Address
web-profile-emergency = Emergency contact
web-profile-since = Registered
web-given = given
web-not-given = not given
web-enrolments = What I am here
web-links = Family
web-consents = What I agreed to
web-contact-change = Change address and contact
web-contact-sub = A new telephone number is entered at a service point
web-contact-changed = Saved.
web-looks = Who looked at my data
web-looks-sub = Whenever somebody sees your full data, it stands here
web-looks-none = Nobody has looked yet
web-look-because = { $purpose }: { $reason }
web-sessions = Signed-in devices
web-sessions-sub = End those you do not know
web-session-seen = Last used: { $when }
web-session-this = this device
web-session-end = End
web-session-end-all = End all others
web-session-ended = Ended.
web-device-unknown = Unknown device
web-display = Display
web-display-edition = Elder edition
web-display-edition-text = Large letters, large buttons, one thing per page, read aloud.
web-display-language = Language
web-display-size-text = The letter size can be changed at the foot of every page.
web-card = Service card
web-card-qr = QR code of the card
web-card-do = Show this card to the volunteer at the door; they type the eight digits above.
web-card-keep = Keep it at home, give it to nobody, and do not send photographs of it.
web-card-lost = If it is lost, call { $phone } or come to a service point at once: a new card makes the old one worthless.
web-card-foot = Hours are never sold or cashed. Questions:
web-leave = Leave
web-leave-ask = Do you want to leave?
web-leave-which = What do you leave?
web-leave-why = You will no longer take or ask for visits. Saved time is kept as the rules say, and you may apply again.
web-left = You have left.
web-nothing-to-leave = There is nothing to leave at present.
