# Words shared by every page: head, foot, navigation, form and list pieces.

ui-skip = Skip to the content
ui-back = Back
ui-print = Print
ui-read = Read to me
ui-filter = Filter
ui-not-now = Not now
ui-optional = (optional)
ui-sign-in = Sign in
ui-sign-out = Sign out
ui-hours = h
ui-minutes = min
ui-article = Basis: { $article }

ui-errors = Please correct { $count } entries
ui-geo-why = When you send this, your phone is asked where it is, only to check that you have arrived. It is not followed afterwards.
ui-geo-wait = Finding your position, one moment …

ui-edition-elder = Elder view
ui-edition-normal = Standard view
ui-elder-home = Home
ui-elder-call = Call
ui-text-size = Letter size
ui-letter = A
ui-text-size-1 = Standard
ui-text-size-2 = Larger
ui-text-size-3 = Larger still
ui-text-size-4 = Largest

ui-acting-region = Acting for somebody
ui-acting = Acting for { $name }
ui-acting-leave = Stop acting

ui-tabs = Main navigation
ui-tab-home = Home
ui-tab-hall = Tasks
ui-tab-publish = Ask
ui-tab-messages = Messages
ui-tab-me = Me

ui-help-phone = Help line
ui-foot-sites = Service points
ui-foot-verify = Verify a paper
ui-foot-promise = Public promises
ui-foot-fraud = Fraud warning
ui-foot-privacy = Privacy
ui-foot-never = Hours are never bought, sold or cashed, and nobody is paid for referrals. If someone asks you for money, call us first.

ui-path = Progress
ui-path-done = (done)
ui-pages = Pages
ui-pages-count = { $from }–{ $to } of { $total }
ui-pages-prev = Previous
ui-pages-next = Next

ui-menu = Menu
ui-menu-today = Today’s visits
ui-menu-people = People
ui-menu-volunteers = Volunteers
ui-menu-elders = Elders
ui-menu-review = Reviews
ui-menu-orders = Orders
ui-menu-ledger = Time ledger
ui-menu-grants = Grants
ui-menu-places = Bodies and sites
ui-menu-rules = Rules and figures
ui-menu-system = System
ui-menu-applications = Applications
ui-menu-needs = Needs
ui-menu-links = Family links
ui-menu-approvals = Second person
ui-menu-books = The books
ui-menu-versions = Versions and articles
ui-menu-explain = What would they say
ui-menu-staff = Staff
ui-menu-audit = Journal
ui-menu-tokens = Program tokens

ui-console-find = Find
ui-console-find-hint = Name, telephone, ID, number, order
ui-console-logged = What you view and do here is recorded
