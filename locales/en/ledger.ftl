# The ledger: the reason of every "no", the words of a statement. All amounts are minutes.

# ---- the request itself ----
ledger-key = This request has no number, or one that is too long. Please send it again.
ledger-key-reused = This request number was used for something else. Please send it again.
ledger-subject-missing = What these minutes rest on is missing: { $subject ->
    [order] a service order is needed
    [programme] a grant programme is needed
    [case] a case is needed
   *[other] { $subject }
}.
ledger-amount = An amount is between 1 and { $most } minutes; this is { $minutes }.
ledger-expiry-past = The last day { $day } has already passed.
ledger-classes = No kind of time was named, or one was named twice.
ledger-day-ahead = { $day } has not come yet; nothing can be booked on it.
ledger-period-closed = The books are closed up to { $through }. Please book the correction of { $day } on a later day and refer to the original.

# ---- accounts ----
ledger-unknown = { $what ->
    [account] This account
    [hold] This reservation
    [posting] This entry
    [lot] This lot of minutes
    [claim] This claim
    [item] This clearing item
    [place] This part of the account
   *[other] This
} was not found.
ledger-same-account = Minutes cannot move from an account to itself.
ledger-account-kind = An account of this kind cannot do this.
ledger-account-frozen = This account is frozen for now: it can receive, but not give.
ledger-account-closed = This account is closed.
ledger-account-not-empty = { $left } minutes are still in the account; it can be closed once they are dealt with.

# ---- reserved and frozen minutes ----
ledger-hold-expired = The reservation ran out at { $at } and can no longer be settled. Please order again or make a supplementary record.
ledger-hold-running = The reservation runs until { $until }; it cannot be returned as run out yet.
ledger-hold-left = Only { $left } minutes are left here, { $needed } are needed.
ledger-hold-open = { $held } minutes are still reserved for orders. Please come back when they have ended.
ledger-frozen-left = { $frozen } minutes are still frozen. Please come back when they have been released.
ledger-nothing-left = There is nothing left to move.

# ---- reversals and claims ----
ledger-not-reversible = An entry of this kind cannot be reversed.
ledger-reversal-left = At most { $left } minutes of this entry can still be reversed, { $needed } were asked for. Nothing is reversed twice.
ledger-shortfall = { $missing } of the { $needed } minutes to be taken back are missing: they have been spent.
ledger-claim-left = { $left } minutes are still owed, this is { $needed }: they do not match.

# ---- expiry and clearing ----
ledger-lot-not-free = These minutes are reserved or frozen, or are not in this account.
ledger-lot-not-due = These minutes can still be used.
ledger-item-known = This clearing item was booked before.
ledger-item-closed = This clearing item is closed.

# ---- balances and rules ----
ledger-crossing = The rules do not allow this: { $from } cannot become { $to } ({ $kind }).
ledger-insufficient = { $free } minutes are available, { $needed } are needed, { $missing } are missing.
ledger-budget = { $left } minutes of the budget are left, { $needed } are needed.
ledger-bounds = This number is too large for the ledger.

# ---- words of a statement ----
ledger-class-earned = earned
ledger-class-granted = granted
ledger-class-gifted = received as a gift
ledger-class-system = system
ledger-class-honour = honour time
ledger-state-free = available
ledger-state-held = reserved
ledger-state-frozen = frozen
ledger-kind-hold = reserved for an order
ledger-kind-release = reservation returned
ledger-kind-hold_expiry = reservation ran out
ledger-kind-settlement = service settled
ledger-kind-grant = grant
ledger-kind-gift = gift
ledger-kind-donation = donation
ledger-kind-allotment = from the public-welfare account
ledger-kind-overflow = above the ceiling
ledger-kind-expiry = expired, to the public-welfare account
ledger-kind-honour = honour time
ledger-kind-reversal = reversal
ledger-kind-claim_settlement = claim settled
ledger-kind-freeze = frozen
ledger-kind-lift = released
ledger-kind-inheritance = inheritance
ledger-kind-exit = account closed
ledger-kind-merge = accounts merged
ledger-kind-clearing_out = sent to another city
ledger-kind-clearing_in = received from another city
ledger-kind-clearing_return = returned by another city
