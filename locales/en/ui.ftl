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
ui-menu-board = Overview
ui-menu-today = Today’s visits
ui-menu-people = People
ui-menu-volunteers = Volunteers
ui-menu-elders = Elders
ui-menu-groups = Groups
ui-menu-families = Families
ui-menu-review = Reviews
ui-menu-orders = Orders
ui-menu-watch = Supervision
ui-menu-returns = Return visits
ui-menu-checks = Spot checks
ui-menu-alerts = Alerts
ui-menu-cases = Cases
ui-menu-evidence = Evidence
ui-menu-ledger = Time ledger
ui-menu-entries = Entries
ui-menu-gifts = Gifts
ui-menu-donations = Donations
ui-menu-grants = Grants
ui-menu-holds = Holds
ui-menu-clearing = Clearing
ui-menu-fund = Special fund
ui-menu-places = Bodies and sites
ui-menu-honours = Honours
ui-menu-stars = Stars
ui-menu-certificates = Certificates
ui-menu-awards = Awards
ui-menu-shops = Shops
ui-menu-appraisal = Appraisal
ui-menu-rules = Rules and figures
ui-menu-reports = Reports
ui-menu-system = System

ui-console-find = Find
ui-console-find-hint = Name, last four of phone, order number
ui-console-logged = What you view and do here is recorded
