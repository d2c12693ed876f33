# People: registering, review, signing in, staff, messages

# Fields
people-missing = Please fill this in.
people-text-long = This is too long. Please shorten it.
people-name-form = Please give the name as on the identity card: Chinese characters or letters, at least two.
people-id-form = An identity number has 18 characters; the last may be an X.
people-id-check = One character of the identity number is wrong. Please compare it with the card.
people-id-birth = The birthday in the identity number is not possible. Please compare it with the card.
people-phone-form = This is not a telephone number: a mobile has 11 digits, a landline needs its area code.
people-mobile-needed = A mobile that can receive short messages is needed here.
people-phone-not-proved = This mobile has not been verified. Please use the number that received the code.
people-unknown-place = This area is not in the city. Please choose again from the list.
people-community-needed = Please choose a community or village.
people-street-needed = Please choose a street, town or community.
people-home-outside = The place marked on the map is too far from the chosen area. Please mark it again.
people-consent-missing = Please read and agree to how personal data is used.
people-health-undeclared = Please confirm that you are well enough, in body and mind, to serve.
people-record-undeclared = Please confirm that you have no bad credit record and no serious offence.
people-exam-share = The exam result must be between 0 and 100.
people-licence-expired = This licence has expired. Please look at the date on the document.
people-username-form = A user name has 3 to 32 small letters, digits or . - _ and begins with a letter.
people-username-taken = This user name is taken. Please choose another.
people-password-weak = A password needs at least 10 characters, must not be too simple and must not contain the user name.
people-day-order = The last day must be after the first and not before today.
people-scope-form = Choose at least one permission, such as orders:read, and at most 20.
people-token-days = It can be valid for 1 to 365 days.

# Registering and review
people-already-registered = This identity is registered already. If it is you, sign in with the telephone you registered, or come to a service site.
people-identity-mismatch = The name does not belong to this registered identity number. Please look at the card.
people-already-enrolled = There is an application or a membership already; no need to apply again.
people-outside-territory = You can only register people who live in your own area.
people-not-pending = Somebody has dealt with this application already. Please refresh the page.
people-wrong-state = This cannot be done in the present state. Please refresh the page.
people-review-own = An application you entered must be reviewed by somebody else.
people-own-account = You cannot handle your own affairs. Please ask a colleague.
people-own-kin = You cannot handle the affairs of your family. Please ask a colleague.
people-not-allowed = Your role does not allow this.
people-too-many-reveals = You have looked at full data as often as is allowed in an hour. Please try again later.
people-check-contradicted = A register said no to this, a tick is not enough: { $check ->
    [identity] identity
    [credit] credit record
    [offence] no serious offence
    [residence] residence
    [social_insurance] social insurance
   *[other] { $check }
}. Please look at a document and record it under the checks.
people-check-day = The day of the check cannot be later than today.
people-article-unknown = There is no such article; please choose from the list.
people-barred = You have been barred and cannot apply { $until ->
    [open] at present
   *[other] before { $until }
}. You may object.
people-bar-known = This person has been barred already.
people-bar-closed = This has been dealt with; please load the page again.
people-bar-involved = Whoever asked for or agreed to a bar cannot decide the objection; another officer has to.
people-not-enrolled = This person is not enrolled as that.
people-consent-version = The text has changed. Please read it again and then decide.
people-consent-not-offered = This city does not use data for this purpose; no consent is needed.
people-correction-open = { $count } wishes for correction are being dealt with already. Please wait for the answers.
people-correction-closed = This wish was dealt with already. Please reload.
people-correction-own = A wish that you took down yourself is dealt with by somebody else.
people-identity-taken = Another person is registered with this identity number. If it is the same person, have the two merged.
people-nothing-changed = What was entered is what is registered already.

# Links
people-link-same = Please choose two different people.
people-link-known = This link is recorded already.
people-link-own = A link you recorded must be confirmed by somebody else.
people-link-closed = This link has been dealt with already. Please refresh the page.

# Signing in
people-code-too-soon = A code was sent just now. Please wait { $seconds } seconds.
people-code-too-many = This number has received too many codes. Please try later, or come to a service site.
people-address-too-many = Too many codes were asked for from here today. Please try tomorrow, or come to a service site.
people-code-wrong = The code is wrong or has expired. Please enter it again, or ask for a new one.
people-code-locked = Too many wrong codes today. Please try tomorrow, or bring your identity card to a service site.
people-proof-over = The verification of your telephone has expired. Please ask for a new code.
people-sign-in-wrong = User name, password or one-time code is wrong. Please try again.
people-sign-in-too-many = Too many wrong tries. Please try again in 15 minutes.
people-no-active-grant = Your account has no role in force at present. Please ask your officer.
people-not-acting = Please choose first for whom you act.

# Staff
people-staff-known = This person has a staff account already.
people-not-staff = This person has no staff account yet.
people-officer-exists = There is a city officer already. City officers add people in the console.
people-last-officer = This is the last city officer and cannot be ended. Appoint another one first.
people-grant-own = Nobody can give a role to themselves or agree to one.
people-grant-level = This role cannot be held at an area of this level.
people-grant-known = This person has this role here already, or it waits for agreement.
people-grant-closed = This role has been dealt with already. Please refresh the page.
people-too-many-tokens = There are 20 tokens already. Please end those that are not used.

# Kinds and states
people-kind-volunteer = Volunteer
people-kind-elder = Elder
people-state-applied = Waiting for review
people-state-registered = Registered, waiting for review
people-state-active = Active
people-state-suspended = Suspended
people-state-refused = Not accepted
people-state-exited = Left
people-sex-female = Female
people-sex-male = Male
people-session-citizen = Signed in as a citizen
people-session-staff = Signed in as staff
people-look-reveal = Seen by staff
people-look-service = Seen for a visit
people-look-order = Seen while dealing with an order
people-look-export = Written out in full for the person
people-look-correction = Seen while dealing with a correction
people-grant-proposed = Waiting for agreement
people-grant-active = In force
people-grant-ended = Ended
people-grant-refused = Not agreed

# Roles
people-role-city_officer = City officer
people-role-district_officer = District officer
people-role-street_officer = Street officer
people-role-site_clerk = Site clerk
people-role-supervisor = Supervisor
people-role-fund_manager = Fund manager
people-role-auditor = Auditor
people-role-operator = System operator
people-role-rule_editor = Rule editor

# Links between people
people-link-kind-parent = Parent
people-link-kind-grandparent = Grandparent
people-link-kind-child = Child
people-link-kind-grandchild = Grandchild
people-link-kind-spouse = Spouse
people-link-kind-parent_in_law = Parent-in-law
people-link-kind-sibling = Brother or sister
people-link-kind-other_relative = Other relative
people-link-kind-friend = Friend
people-link-kind-household = Same household
people-link-kind-guardian = Ward
people-link-state-claimed = Waiting for confirmation
people-link-state-active = Confirmed
people-link-state-refused = Not confirmed
people-link-state-ended = Ended

# How it came in
people-channel-self_service = By oneself
people-channel-proxy = Through family
people-channel-desk = At a site
people-channel-hotline = By telephone
people-channel-api = From another system
people-channel-system = By the system

# What is true of an elder
people-trait-empty_nest = Empty nest
people-trait-living_alone = Living alone
people-trait-left_behind_rural = Left behind in the country
people-trait-low_income = Subsistence allowance
people-trait-disabled = Disabled
people-trait-semi_disabled = Partly disabled
people-trait-dementia = Dementia
people-trait-handicap = Handicap
people-trait-family_planning_special = Special family of family planning
people-trait-advanced_age = Advanced age
people-trait-urgent_difficulty = Urgent difficulty
people-trait-care_needed = Needs care
people-trait-holds_time = Holds stored time

# Licences
people-licence-doctor = Doctor
people-licence-nurse = Nurse
people-licence-therapist = Therapist
people-licence-lawyer = Lawyer
people-licence-counsellor = Counsellor
people-licence-social_worker = Social worker
people-licence-first_aider = First aider
people-licence-caregiver = Care worker

# Messages
people-told-active = Your application was accepted ({ $kind ->
    [volunteer] volunteer
    [elder] elder
   *[other] { $kind }
}).
people-told-refused = Your application was not accepted ({ $kind ->
    [volunteer] volunteer
    [elder] elder
   *[other] { $kind }
}). You can read the reason on your own page, or ask at a service site.
people-told-barred = You have been barred ({ $kind ->
    [volunteer] volunteer
    [elder] elder
   *[other] { $kind }
}), by { $article }. You may object on your page "My way", or at a site.
people-told-appeal = Your objection has been decided: { $state ->
    [lifted] the bar is lifted, you may apply again
    [upheld] the bar stands
   *[other] { $state }
}.
people-told-changed = Your standing as { $kind ->
    [volunteer] a volunteer
    [elder] an elder
   *[other] { $kind }
} has changed: { $state ->
    [active] active again
    [suspended] suspended
    [exited] left
   *[other] { $state }
}.
people-told-staff = A staff account was set up for you. If you did not know of this, please tell a service site at once.
people-told-reset = The password and one-time secret of your staff account were set anew by an officer. If you did not ask for this, please tell your officer at once.
people-told-correction = { $state ->
    [done] Your wish for a correction was dealt with: it was corrected.
   *[other] Your wish for a correction was dealt with: nothing was changed; the reason stands under "My data".
}
people-told-identity = Staff corrected your name or identity number. Please look it over under "My data".
people-told-role = You have a new role: { $role ->
    [city_officer] city officer
    [district_officer] district officer
    [street_officer] street officer
    [site_clerk] site clerk
    [supervisor] supervisor
    [fund_manager] fund manager
    [auditor] auditor
    [operator] system operator
    [rule_editor] rule editor
   *[other] { $role }
}, area code { $node }.
people-told-role-ended = Your role has ended: { $role ->
    [city_officer] city officer
    [district_officer] district officer
    [street_officer] street officer
    [site_clerk] site clerk
    [supervisor] supervisor
    [fund_manager] fund manager
    [auditor] auditor
    [operator] system operator
    [rule_editor] rule editor
    [security_admin] security administrator
    [audit_admin] audit administrator
   *[other] { $role }
}, area code { $node }.

# Texts
people-text-code = Your code is { $code }, valid for { $minutes } minutes. Staff never ask for it; please tell nobody.

# Roles, accounts
people-grant-separate = Administrators of the machine, the accounts and the journal are three different people and hold nothing else (held already: { $held ->
    [operator] system operator
    [security_admin] security administrator
    [audit_admin] audit administrator
   *[other] another role
}).
people-account-locked = This account is locked. Please ask the security administrator.
people-grant-invited = Waits for the person's yes
people-role-security_admin = Security administrator
people-role-audit_admin = Audit administrator
people-told-locked = Your work account was locked. Please ask the security administrator if you have questions.
people-told-unlocked = Your work account was unlocked.
people-told-invited = Please confirm a new role: { $role ->
    [city_officer] city officer
    [district_officer] district officer
    [street_officer] street officer
    [site_clerk] site clerk
    [supervisor] supervisor
    [fund_manager] fund manager
    [auditor] auditor
    [operator] system operator
    [rule_editor] rule editor
    [security_admin] security administrator
    [audit_admin] audit administrator
   *[other] { $role }
}, place { $node }. Sign in to the console and accept or decline within 14 days.
people-told-role-accepted = The role you gave was accepted: { $role ->
    [city_officer] city officer
    [district_officer] district officer
    [street_officer] street officer
    [site_clerk] site clerk
    [supervisor] supervisor
    [fund_manager] fund manager
    [auditor] auditor
    [operator] system operator
    [rule_editor] rule editor
    [security_admin] security administrator
    [audit_admin] audit administrator
   *[other] { $role }
}, place { $node }.
people-told-role-declined = The role you gave was declined: { $role ->
    [city_officer] city officer
    [district_officer] district officer
    [street_officer] street officer
    [site_clerk] site clerk
    [supervisor] supervisor
    [fund_manager] fund manager
    [auditor] auditor
    [operator] system operator
    [rule_editor] rule editor
    [security_admin] security administrator
    [audit_admin] audit administrator
   *[other] { $role }
}, place { $node }.
people-told-role-ending = A role ends on { $until }: { $role ->
    [city_officer] city officer
    [district_officer] district officer
    [street_officer] street officer
    [site_clerk] site clerk
    [supervisor] supervisor
    [fund_manager] fund manager
    [auditor] auditor
    [operator] system operator
    [rule_editor] rule editor
    [security_admin] security administrator
    [audit_admin] audit administrator
   *[other] { $role }
}, place { $node }. If it should go on, please have it given anew in time.
