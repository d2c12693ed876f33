# Rules: the reason of every "no", what the check of a rule file finds, the words of the rule pages.

# ---- volunteers ----
policy-too-young = A volunteer must be { $min } or older; this person is { $age }.
policy-too-old = A volunteer may be at most { $max } years old; this person is { $age }.
policy-minor-too-young = Minors may take part from { $min }; this person is { $age }.
policy-minor-not-student = Below { $min }, only pupils and students may take part.
policy-guardian-missing = Below { $min }, a guardian has to confirm first.
policy-not-resident = A volunteer must live in this city.
policy-check-missing = One thing is not verified yet: { $check ->
    [identity] identity
    [health] the declaration of health
    [credit] the credit record
    [offence] a record without serious offences
   *[other] { $check }
}.
policy-not-trained = Service can begin once the training is done.
policy-exam-missing = The online test has not been taken yet.
policy-exam-not-passed = { $percent }% of the answers were right; { $pass }% passes. It may be taken again.

# ---- elders ----
policy-elder-too-young = People are served from the age of { $min }; this person is { $age }.
policy-elder-not-resident = People who are served must live in this city.
policy-elder-not-identified = Please have your identity verified first; a site can do it for you.
policy-no-class = At present only the named groups are registered.

# ---- ordering ----
policy-unknown-item = This service is not offered here.
policy-not-urgent = This service cannot be ordered as urgent.
policy-too-short = This service is ordered for at least { $min } minutes.
policy-too-long = This service is ordered for at most { $max } minutes.
policy-outside-hours = This service is given between { $from } and { $to } and must end by then.
policy-in-the-past = The start has already passed.
policy-too-soon = Please order at least { $lead } minutes ahead; if it is urgent, ring the site.
policy-too-far = Orders can be placed up to { $days } days ahead.
policy-too-many-open = At most { $max } orders can be open at once.
policy-quota-used = This service may be used { $quota } times a month, and this month's are used up.
policy-paid-care = This help is already paid for as home care, so no time need be spent on it.
policy-late-night = This is late at night; the site has to agree.
policy-cancel-serving = The service has begun and cannot be cancelled; please talk to the site.
policy-cancel-late = Cancelled shortly before the start; this has been noted.

# ---- taking and visiting ----
policy-not-active = The volunteer's enrolment is not active yet.
policy-guardian-not-present = A minor's guardian has to be there at the service.
policy-risk-for-minor = This service carries some risk and is not for minors.
policy-licence-missing = This service needs a valid licence: { $licence ->
    [doctor] doctor
    [nurse] nurse
    [therapist] therapist
    [lawyer] lawyer
    [counsellor] counsellor
    [social_worker] social worker
    [first_aider] first aider
   *[other] { $licence }
}.
policy-not-insured = Cover must be in force at the time of the service; the site can arrange it.
policy-own-kin = Care for one's own kin earns no time.
policy-own-household = Care for one's own household earns no time.
policy-overlap = You already have another service at this time.
policy-gap-too-short = At least { $gap } minutes must lie between two services.
policy-day-cap = At most { $cap } hours a day; this day already has { $planned }.
policy-week-cap = At most { $cap } hours a week; this week already has { $planned }.
policy-check-in-early = Check-in opens { $minutes } minutes before the start.
policy-check-in-late = Check-in closed { $minutes } minutes after the start; please talk to the site.
policy-proofs-missing = { $needed } proofs of presence are needed and there are { $have }; the site will call first.
policy-silence-too-short = Silence may count as no objection only { $hours } hours after check-out.
policy-silence-no-call = Silence may count as no objection only after somebody has tried to call.

# ---- settling and entering by hand ----
policy-visit-too-short = The visit was too short to be booked.
policy-outside-tolerance = The real and the agreed time differ a good deal; somebody has to look.
policy-back-entry-late = Entries by hand are made within { $hours } hours of the service.
policy-back-entry-cap = One clerk may make at most { $max } entries by hand a month.
policy-back-entry-alone = A second person has to agree to an entry by hand.
policy-back-entry-no-evidence = An entry by hand needs evidence.
policy-rating-not-for-volunteers = Here the elder rates; volunteers do not.
policy-rating-closed = Ratings are given within { $days } days of confirmation.
policy-rating-mark = A mark is 1 to { $highest }.

# ---- redeeming and giving ----
policy-redeem-too-young = Time can be redeemed from the age of { $min }; this person is { $age }. What is stored stays stored.
policy-redeem-not-yet = The conditions to redeem are not met yet. What is stored stays stored.
policy-redeem-no-need = Time is redeemed when help is needed.
policy-redeem-kin = Time cannot be redeemed for this relative.
policy-redeem-kin-too-young = The relative must be { $min } or older; this person is { $age }.
policy-gift-not-allowed = Here time cannot be passed to others.
policy-gift-kin = Time can be given only to the relatives the rules name.
policy-gift-no-link = Please confirm the family link first.
policy-gift-receiver-too-young = The receiver must be { $min } or older; this person is { $age }.
policy-gift-day-cap = At most { $cap } hours may be given a day; { $given } were given today.
policy-gift-year-cap = At most { $cap } hours may be given a year; { $given } were given this year.
policy-donation-not-allowed = Donations of time are not taken here at present.
policy-groups-not-allowed = There are no group accounts here at present.
policy-group-time-donate-only = A group's time can be donated but not redeemed.
policy-grant-not-allowed = No time is granted here.
policy-grant-not-eligible = This person is not among those who are granted time at present.
policy-grant-recheck-due = Eligibility is looked at every { $months } months; please do so before granting.
policy-entitlement-unknown = This benefit does not exist here.
policy-entitlement-too-little = This benefit needs { $needed } stored hours; { $missing } are missing.
policy-entitlement-too-young = This benefit begins at the age of { $min }; this person is { $age }.
policy-entitlement-no-trigger = This benefit is for those who need care, or are weak or disabled.

# ---- no rules found ----
policy-no-city = There are no rules of a time bank for this place yet.
policy-no-version = No rules are in force on { $day }.
policy-unknown-version = There is no version of the rules called { $version }.
policy-unreadable = The rule file cannot be read: { $detail }
policy-explain = What was to be explained was not understood: { $detail }

# ---- the check of a rule file ----
policy-check-no-version = This set has no version at all.
policy-check-version-dates = The version ends before it begins.
policy-check-version-overlap = The versions { $earlier } and { $later } overlap.
policy-check-version-gap = There is a gap between the versions { $earlier } and { $later }.
policy-check-version-twice = The version name { $name } is used twice.
policy-check-city = { $city } is not the code of a city.
policy-check-article-unknown = { $name } rests on the article { $article }, which does not exist.
policy-check-article-twice = The article { $article } stands twice.
policy-check-article-dates = The dates of the article { $article } lie outside the version.
policy-check-article-not-in-force = { $name } rests on the article { $article }, which is not in force for the whole version.
policy-check-article-id = The name of the article { $article } does not begin with that of its version.
policy-check-article-unused = Nothing rests on the article { $article }.
policy-check-requirement = The article { $article } names a requirement { $name } that does not exist.
policy-check-text-missing = The article { $article } lacks Chinese, English or a source.
policy-check-twice = The code { $name } is used twice.
policy-check-category-unknown = The category of the service { $name } does not exist.
policy-check-item-length = The lengths of the service { $name } must rise from shortest to usual to longest.
policy-check-item-hours = The hours of the service { $name } are wrong.
policy-check-item-window = The longest visit of the service { $name } does not fit into its hours.
policy-check-item-radius = The check-in radius of the service { $name } must be 30 to 2,000 metres.
policy-check-item-licence = The service { $name } needs a licence, but the city has no professional service.
policy-check-item-place = The service { $name } is limited to a place outside the city.
policy-check-item-unpaid = The shortest visit of the service { $name } would earn nothing.
policy-check-item-night = The hours of the service { $name } reach into the night that is blocked.
policy-check-number = The value { $value } of { $name } is out of range.
policy-check-not-rising = { $name } must rise from low to high.
policy-check-class-unknown = The class { $name } does not exist.
policy-check-gift-no-kin = Gifts are allowed, but no relatives are named.
policy-check-gift-caps = The daily cap of gifts must be above zero and not above the yearly one.
policy-check-redeem-nobody = Nobody could ever redeem.
policy-check-hold-order = The order of use must name each of the three classes of time once.
policy-check-earn-caps = The daily cap must not exceed the weekly one, nor be shorter than the shortest service.
policy-check-entitlement-cap = The benefit { $name } needs { $minutes } minutes, but an account holds at most { $cap }: it can never be reached.
policy-check-entitlement-years = Under the daily and weekly caps the benefit { $name } would take { $years } years of service.
policy-check-entitlement-expiry = Earned time lapses after { $months } months, so the benefit { $name } can never be reached.

# ---- where an article comes from ----
policy-source-law = Law
policy-source-city-document = City document
policy-source-city-report = Report on the city's plan
policy-source-public-page = Public page
policy-source-platform-default = Platform default (the city is silent)

# ---- acts of the explanation page ----
policy-act-register-volunteer = Register as a volunteer
policy-act-activate-volunteer = Begin to serve
policy-act-register-elder = Register as an elder
policy-act-redeem = Redeem time
policy-act-submit = Place an order
policy-act-cancel = Cancel an order
policy-act-take = Take an order
policy-act-check-in = Check in
policy-act-prove = Prove presence
policy-act-silence = Confirmation by silence
policy-act-late-night = Service late at night
policy-act-settle = Settle
policy-act-back-enter = Enter by hand
policy-act-rate = Rate
policy-act-gift = Give time
policy-act-donate = Donate time
policy-act-grant = Grant time
policy-act-stars = Stars
policy-act-claim = Claim a benefit

# ---- parameter groups ----
policy-group-unit = Unit of time
policy-group-rounding = Rounding
policy-group-travel = Travel time
policy-group-settlement = Settlement
policy-group-earned-expiry = Validity of earned time
policy-group-earn-caps = Daily and weekly caps
policy-group-balance-cap = Storage ceiling
policy-group-volunteer-age = Age of volunteers
policy-group-minors = Minors
policy-group-guardian = Guardians
policy-group-minor-limits = Limits for minors
policy-group-residence = Residence
policy-group-checks = Checks before service
policy-group-gate = Gate to service
policy-group-exam = Passing the test
policy-group-professional = Professional service
policy-group-insurance = Insurance
policy-group-insurance-payer = Who pays the cover
policy-group-cover = Cover and incidents
policy-group-conflict = Conflict of interest
policy-group-age-preference = The younger old for the older old
policy-group-recipients = Recipients
policy-group-open-registration = Open registration
policy-group-catalogue = Services offered
policy-group-item-limits = Lengths and hours of services
policy-group-review = Review before publishing
policy-group-hold = Holding on order
policy-group-ordering = When and how much
policy-group-cancelling = Cancelling
policy-group-visiting = Check-in window and gaps
policy-group-overlap = Overlapping services
policy-group-presence = Proof of presence
policy-group-missed-visit = Missed visits
policy-group-forgotten-check-out = Forgotten check-out
policy-group-silence = Silence
policy-group-late-night = Late hours
policy-group-back-entry = Entering by hand
policy-group-paid-care = Check against paid care
policy-group-rating = Rating
policy-group-rating-form = Marks and deadline
policy-group-redeem = Redemption
policy-group-gift = Gifts
policy-group-gift-caps = Caps on gifts
policy-group-donation = Donation
policy-group-grant = Grants
policy-group-grant-recheck = Re-check of grants
policy-group-grant-amount = Amount of grants
policy-group-group-time = Group time
policy-group-stars = Stars
policy-group-entitlements = Benefits
policy-group-sanctions = Sanctions
policy-group-certificate = Record certificates
policy-group-watching = Early warnings
policy-group-alerts = Where warnings begin
