# What is printed: certificates, door cards.

papers-no-font = This server has no Chinese font, so no PDF can be made. Please ask the administrator to install one (fonts-noto-cjk).

papers-card-title = Time bank card
papers-card-how = Hang the upper card inside your door; cut out the lower one and carry it.
papers-card-door = Door card
papers-card-code = Number for the volunteer
papers-card-scan = The volunteer scans this, or you read out the eight digits
papers-card-cut = Cut along the dashed line
papers-card-pdf = Open the PDF (door card and card to carry)
papers-card-care = Show the number only to the volunteer who visits. Send no picture of it to anyone and tell it to no stranger on the telephone.
papers-card-lost = If the card is lost, call { $phone } for a new one; the old card is void at once.

papers-certificate = Certificate of volunteer service
papers-certificate-number = Number: { $number }
papers-certificate-foot = { $number } · mark { $mark }
papers-certificate-says = This is to certify that { $name }, from { $from } to { $to }, served { $visits ->
    [one] one time
   *[other] { $visits } times
 } through { $bank }, { $hours } in all.
papers-certificate-name = Name
papers-certificate-handle = Volunteer no.
papers-certificate-id-kind = Document
papers-certificate-id-card = ID card
papers-certificate-id-no = Document no.
papers-certificate-hours = Service time
papers-certificate-visits = Visits
papers-certificate-service = Service
papers-certificate-what = What was done
papers-certificate-times = Times
papers-certificate-long = Length
papers-certificate-sum = In all
papers-certificate-training = Training
papers-certificate-day = Day
papers-certificate-course = Course
papers-certificate-by = Organised by
papers-certificate-awards = Awards
papers-certificate-award = Award
papers-certificate-given-by = Given by
papers-certificate-marks = Ratings
papers-certificate-mean = Rated { $count ->
    [one] once
   *[other] { $count } times
 } by those served, { $mean } on average.
papers-certificate-seal = (seal)
papers-certificate-check = Scan, or see { $address }, to check that this is real; no login is needed.
papers-certificate-mark = Mark: { $mark }
papers-certificate-issuer = Issued by: { $bank } ({ $place })
papers-certificate-issued = Issued on: { $day }
papers-certificate-phone = Questions: { $phone }
papers-certificate-list = All visits
papers-certificate-part = The newest { $shown } of { $all }.
papers-certificate-where = Place
papers-certificate-served = People
papers-certificate-order = Order
