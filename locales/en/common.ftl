# Used everywhere: refusals, troubles, times and days

common-not-found = We could not find what you are looking for. The address may be wrong, or it is not something you can see.
common-invalid = Some of this needs changing. Please look at the places marked below.
common-sign-in = Please sign in first, then go on.
common-forbidden = You cannot do this at the moment. If in doubt, please ask at a service site.
common-too-many = That was too often. Please wait a little and try again.
common-busy = Many people are being served right now. Please try again in a moment; nothing was submitted.
common-unknown = We cannot tell yet whether this was done. Please try again from the same page in a moment; it will not be done twice.
common-slow = This took too long and gave no result. Please try again later.
common-fault = Something went wrong on our side and we will look into it. What you did was not completed.
common-method = This address does not support that.
common-too-large = This is too large. Please send less and try again.
common-media-type = This kind of content cannot be read here.
common-bad-request = The request is incomplete or malformed. Please check it and try again.
common-json-broken = This is not complete JSON. Please check it and try again.
common-form-expired = This page was open for too long, or was not opened from our site. Please go back, reload it and submit again.
common-key-missing = The number that prevents doing things twice is missing. Please reload the page and submit again.
common-key-form = The number that prevents doing things twice must be 1 to 100 letters, digits or signs.
common-key-reused = This number was already used for something else. Please reload the page and submit again.

# Fields
common-field-unknown = There is no such field here. Please check its name.
common-field-missing = This must be filled in.
common-field-type = This has the wrong type.
common-field-form = This is not in the right form. Please fill it in again.
common-too-long = This text is too long. Please shorten it and submit again.
common-invalid-choice = This is not one of the choices. Please choose again.

# Refusals that have no sentence of their own
common-refused-invalid = What was filled in does not fit. Please change it and submit again.
common-refused-sign-in = Please sign in first, then go on.
common-refused-not-found = We could not find what you are looking for.
common-refused-forbidden = You cannot do this at the moment.
common-refused-conflict = Things have changed meanwhile. Please reload the page and try again.
common-refused-rule = Under the current rules this cannot be done now.
common-refused-too-many = That was too often. Please try again later.

# Titles of error pages
common-title-bad-request = Request not understood
common-title-sign-in = Please sign in
common-title-forbidden = Not possible
common-title-not-found = Not found
common-title-method = Not supported
common-title-conflict = Something changed
common-title-too-large = Too large
common-title-media-type = Format not supported
common-title-refused = Not done
common-title-too-many = Please wait
common-title-busy = Please try again
common-title-fault = Something went wrong
common-go-home = Back to the first page
common-request-id = If you need help, please quote this number:

# Time
common-amount-minutes = { $minutes } min
common-amount-hours = { $hours } h
common-amount-both = { $hours } h { $minutes } min
common-day-short = { $weekday } { $day } { $month }
common-day-long = { $day } { $month } { $year }
common-weekday-1 = Mon
common-weekday-2 = Tue
common-weekday-3 = Wed
common-weekday-4 = Thu
common-weekday-5 = Fri
common-weekday-6 = Sat
common-weekday-7 = Sun
common-month-1 = Jan
common-month-2 = Feb
common-month-3 = Mar
common-month-4 = Apr
common-month-5 = May
common-month-6 = Jun
common-month-7 = Jul
common-month-8 = Aug
common-month-9 = Sep
common-month-10 = Oct
common-month-11 = Nov
common-month-12 = Dec

# Exports
common-export-note = Exported by { $who } on { WHEN($at) }. For official use only; please do not pass it on.
