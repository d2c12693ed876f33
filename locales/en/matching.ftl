# Matching: why a row stands where it stands. $n is a number.

matching-near = close by
matching-soon = { $n ->
    [0] starts any minute
    [one] starts in { $n } hour
   *[other] starts in { $n } hours
}
matching-urgent = urgent
matching-served-before = { $n ->
    [one] you have helped them once
   *[other] you have helped them { $n } times
}
matching-age-wish = your age suits well
matching-licensed = has the licence this help asks for
matching-free-that-day = { $n ->
    [0] nothing else that day
   *[other] { $n } min already planned that day
}
matching-rested-longest = { $n ->
    [one] not asked for { $n } day
   *[other] not asked for { $n } days
}
matching-never-asked = never asked before
matching-well-rated = { $n ->
    [one] well rated (once)
   *[other] well rated ({ $n } times)
}
