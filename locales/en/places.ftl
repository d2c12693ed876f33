# Places: divisions, positions

places-unknown-division = This area code is not part of the city. Please choose again from the list.
places-wrong-level = An area of another level is needed here, such as a street or a community. Please choose again.

# Levels of divisions
places-level-province = Province
places-level-city = City
places-level-district = District
places-level-street = Street or town
places-level-community = Community or village

# Cities
places-city-nanjing = Nanjing
places-city-beijing = Beijing
places-city-qingdao = Qingdao
places-city-wuhan = Wuhan

# What a position shows
places-presence-inside = At the place of service
places-presence-outside = Not at the place of service
places-presence-unknown = The position is not certain; another proof is needed

# Distance
places-near-metres = { $metres } m from you
places-near-kilometres = { $kilometres } km from you
places-near-unknown = Distance unknown
