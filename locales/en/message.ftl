# Inbox: who hears of each step of an order, and in which words.
# Variables: $item name of the help, $number order number, $day day and time, $minutes length.

message-order-submitted = Your request “{ $item }” ({ $day }) has been handed in. It is published once a clerk has looked at it.
message-order-published = Your request “{ $item }” ({ $day }) is published; we are looking for a volunteer.
message-order-refused = Your request “{ $item }” ({ $day }) was not approved. The reserved time is back in your account; the reason is in the order.
message-order-expired = “{ $item }” ({ $day }) did not take place. The order has ended and the reserved time is back.
message-order-taken = A volunteer has taken your “{ $item }” ({ $day }). Have a look who it is; it is fixed once you agree.
message-order-assigned = The service point has given you a visit: “{ $item }”, { $day }. Please be on time.
message-order-agreed = The elder has agreed to your visit: “{ $item }”, { $day }. Address and telephone are in the order.
message-order-declined = The elder would rather have somebody else for “{ $item }” ({ $day }). You need not go; thank you.
message-order-withdrawn = The volunteer cannot come. Your “{ $item }” ({ $day }) is published again and we look for somebody else.
message-order-no-show = “{ $item }” ({ $day }) is recorded as nobody having come. The order shows what happens next.
message-order-cancelled = “{ $item }” ({ $day }) was called off; the reserved time is back.
message-order-started = The volunteer has arrived; “{ $item }” has begun.
message-order-please-confirm = “{ $item }” ({ $day }) is over. Please confirm it.
message-order-late = The volunteer has not arrived yet: “{ $item }” ({ $day }). The service point is asking; you may call as well.
message-order-you-are-late = It is time for “{ $item }” ({ $day }) and you have not checked in. If you cannot come, say so in the order at once.
message-order-settled = “{ $item }” is done; it took { $minutes }.
message-order-minutes-arrived = “{ $item }” is done; { $minutes } have arrived in your account. Thank you.
message-order-disputed = Somebody has a question about “{ $item }” ({ $day }). Staff will hear both sides.
message-order-decided = The question about “{ $item }” ({ $day }) has been decided; see the order.
message-order-revoked = The settled time of “{ $item }” ({ $day }) was taken back; the reason is in the order. You may object at a service point.
message-order-rated = You have received a rating: { $mark }. Thank you for your service.
message-order-invited = A service point asks whether you would take a visit. Have a look, and take it if you like.
