# Grants: every reason for a “no”

giving-people-count = Choose 1 to 500 elders.
giving-already-granted = Somebody on the list already has the grant of { $period }: propose again.
giving-own-interest = { $handle } is you or your family: somebody else proposes.
giving-code-form = The code has small letters, digits and -, at most 40.
giving-name-needed = Name the programme, in at most 60 characters.
giving-budget-range = The budget lies between 1 and 1,000,000 hours.
giving-code-taken = There is a programme with this code here.

giving-eligibility = Eligibility for grants
giving-eligibility-text = Judged by identity and category on the day; again on birthdays, when an assessment runs out, on every change and every year. Whoever no longer qualifies gets no further grant from that day and is told; after a correction, look again at once.
giving-eligibility-none = Nobody stands so
giving-state-eligible = Eligible
giving-state-not = Not eligible
giving-state-stopped = Fell out (stopped)
giving-state-left = No longer an elder here
giving-th-why = Class or reason
giving-th-article = Article
giving-th-since = Since
giving-th-checked = Looked at
giving-th-due = Next look
giving-recheck = Look again
giving-done-recheck = Looked at again
giving-told-stopped = You no longer qualify for grants of time ({ $article }); none will be made for now, what you were granted stays yours. If this is wrong, ask at a site or by telephone.
console-job-giving-recheck-eligibility = Look at eligibility again
console-action-giving-recheck = Look at eligibility again
console-action-giving-recheck-batch = Look at eligibility again, many
console-action-giving-export-eligibility = Export eligibility
