# Grants: every reason for a “no”

giving-people-count = Choose 1 to 500 elders.
giving-checker-benefits = You are on the list yourself: somebody else decides.
giving-already-granted = Somebody on the list already has the grant of { $period }: propose again.
giving-own-interest = { $handle } is you or your family: somebody else proposes.
giving-code-form = The code has small letters, digits and -, at most 40.
giving-name-needed = Name the programme, in at most 60 characters.
giving-budget-range = The budget lies between 1 and 1,000,000 hours.
giving-code-taken = There is a programme with this code here.
