# A second person: every reason for a “no”

approval-already-open = The same request already waits for a second person.
approval-own = What you asked for is for somebody else to decide.
approval-closed = This was decided already: refresh to see.
approval-expired = The request has expired: ask again.
approval-benefits = You gain or lose by it yourself: somebody else asks and somebody else decides.
approval-not-covered = Whoever asks and whoever agrees must hold a role over this place; one of the two no longer does. Please ask anew.
